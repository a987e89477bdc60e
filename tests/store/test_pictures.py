"""What is kept of pictures: numbers of references, looks, features within a budget."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.errors import NotFound
from domain.listings import ListingKey, PlatformSlug, SeenPicture
from domain.placements import PictureLook
from domain.rights import Portfolio
from store.unit_of_work import Store
from tests.factories import a_holder, a_mark, a_sighting, a_work, digest

FOX, OWL, COPY = digest("fox"), digest("owl"), digest("copy")
WORK = a_work().slug


@pytest.fixture(autouse=True)
def rights(store: Store) -> None:
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (a_mark(),), (a_work(),)))


def test_references_are_numbered_once_in_the_order_of_their_coming(store: Store) -> None:
    with store.begin() as work:
        assert work.pictures.number_references([(WORK, OWL), (WORK, FOX), (WORK, OWL)]) == 2
        assert work.pictures.number_references([(WORK, FOX), (a_mark().slug, FOX)]) == 1
    with store.reading() as work:
        kept = work.pictures.references()
    assert [one.picture for one in kept] == [OWL, FOX, FOX]
    assert [one.number for one in kept] == sorted(one.number for one in kept)


def test_a_reference_is_switched_off_with_the_reason_and_on_again(
    store: Store, now: datetime
) -> None:
    with store.begin() as work:
        work.pictures.number_references([(WORK, FOX)])
        work.pictures.switch_off(WORK, FOX, who="王小明", reason="a stock picture", now=now)
    with store.reading() as work:
        (kept,) = work.pictures.references()
    assert (kept.off_at, kept.off_by, kept.off_reason) == (now, "王小明", "a stock picture")
    with store.begin() as work:
        work.pictures.switch_on(WORK, FOX)
        (kept,) = work.pictures.references()
    assert kept.off_at is None


def test_a_reference_that_is_not_there_cannot_be_switched(store: Store, now: datetime) -> None:
    with store.begin() as work, pytest.raises(NotFound, match="no reference picture"):
        work.pictures.switch_off(WORK, FOX, who="x", reason="y", now=now)


def test_a_look_says_how_far_it_reached_and_the_later_one_counts(store: Store) -> None:
    with store.begin() as work:
        work.pictures.keep_look("m/1", COPY, PictureLook(3))
        work.pictures.keep_look("m/1", OWL, PictureLook(7))
        work.pictures.keep_look("m/1", COPY, PictureLook(5))
    with store.reading() as work:
        assert work.pictures.looks("m/1", [COPY, FOX]) == {COPY: PictureLook(5)}
        assert work.pictures.looks("m/2", [COPY]) == {}
        assert work.pictures.looked_before("m/1", 7, None, 10) == (COPY,)
        assert work.pictures.looked_before("m/1", 5, None, 10) == ()
        assert work.pictures.looked_before("m/1", 9, min(COPY, OWL), 10) == (max(COPY, OWL),)
        assert work.pictures.least_look("m/1") == 5
        assert work.pictures.least_look("m/2") is None


def test_features_of_listings_are_dropped_oldest_first_and_those_of_references_never(
    store: Store, now: datetime
) -> None:
    with store.begin() as work:
        work.pictures.keep_features("m/1", {FOX: b"r" * 100}, of_reference=True, now=now)
        for place, one in enumerate((COPY, OWL)):
            later = now + timedelta(hours=place)
            work.pictures.keep_features("m/1", {one: b"l" * 60}, of_reference=False, now=later)
        assert work.pictures.drop_features(100) == 1
        assert set(work.pictures.features("m/1", [FOX, OWL, COPY])) == {FOX, OWL}
        assert work.pictures.drop_features(100) == 0


def test_features_of_another_maker_are_not_mixed(store: Store, now: datetime) -> None:
    with store.begin() as work:
        work.pictures.keep_features("m/1", {FOX: b"\x00\xff"}, of_reference=True, now=now)
        assert work.pictures.features("m/1", [FOX]) == {FOX: b"\x00\xff"}
        assert work.pictures.features("m/2", [FOX]) == {}


def test_every_sighting_of_a_picture_is_noted_once(store: Store) -> None:
    with store.begin() as work:
        for item, picture in (("1", COPY), ("2", None), ("3", COPY)):
            seen = (SeenPicture("https://x.example/p", "p", picture, "image/jpeg"),)
            key = ListingKey(PlatformSlug("bazaar_street"), "cn", item)
            facts = replace(a_sighting().facts, item_id=item)
            shown = seen if picture else ()
            work.listings.keep_sighting(a_sighting(key=key, facts=facts, pictures=shown), None)
        assert work.pictures.note_sightings() == 3
        assert work.pictures.note_sightings() == 0
        seen_in = work.pictures.seen_in([COPY, FOX])
        assert set(seen_in) == {COPY}
        assert len(seen_in[COPY]) == 2

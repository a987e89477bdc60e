from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.errors import NotFound
from domain.listings import SightingId
from store.unit_of_work import Store
from tests.factories import a_sighting

HOSTILE = "杯\0子\ud800 \u202e<script>" + "长" * 10_000


def test_a_sighting_comes_back_as_it_was_kept(store: Store) -> None:
    sighting = a_sighting()
    with store.begin() as work:
        kept = work.listings.keep_sighting(sighting)
    with store.reading() as work:
        assert work.listings.sighting(kept.id) == sighting


def test_hostile_text_is_kept_whole(store: Store) -> None:
    sighting = a_sighting()
    sighting = replace(sighting, facts=replace(sighting.facts, title=HOSTILE, seller=HOSTILE))
    with store.begin() as work:
        kept = work.listings.keep_sighting(sighting)
        assert work.listings.sighting(kept.id).facts.title == HOSTILE


def test_the_same_sighting_is_kept_once(store: Store) -> None:
    for _ in range(2):
        with store.begin() as work:
            kept = work.listings.keep_sighting(a_sighting())
    assert not kept.new
    with store.reading() as work:
        assert work.listings.latest_sightings() == (kept.id,)


def test_an_unchanged_listing_is_noted_and_not_stored_again(store: Store, now: datetime) -> None:
    first, later = a_sighting(seen_at=now), a_sighting(seen_at=now + timedelta(days=1))
    with store.begin() as work:
        one = work.listings.keep_sighting(first)
        two = work.listings.keep_sighting(later)
        three = work.listings.keep_sighting(later)
    assert one.new
    assert (two.id, two.new) == (one.id, False)
    assert (three.id, three.new) == (one.id, False)


def test_a_changed_listing_gets_a_new_sighting(store: Store, now: datetime) -> None:
    first = a_sighting(seen_at=now)
    changed = replace(
        a_sighting(seen_at=now + timedelta(days=1)), facts=replace(first.facts, title="改了名")
    )
    with store.begin() as work:
        one = work.listings.keep_sighting(first)
        two = work.listings.keep_sighting(changed)
        assert work.listings.latest_sighting(one.listing) == two.id
        assert work.listings.first_seen_at(one.listing) == now
    assert two.listing == one.listing
    assert two.new


def test_an_older_page_taken_in_late_does_not_become_the_latest(
    store: Store, now: datetime
) -> None:
    newer = a_sighting(seen_at=now)
    older = replace(
        a_sighting(seen_at=now - timedelta(days=9)), facts=replace(newer.facts, title="旧名")
    )
    with store.begin() as work:
        latest = work.listings.keep_sighting(newer)
        work.listings.keep_sighting(older)
        assert work.listings.latest_sighting(latest.listing) == latest.id
        assert work.listings.first_seen_at(latest.listing) == now - timedelta(days=9)


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.begin() as work:
            work.listings.keep_sighting(a_sighting())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.reading() as work:
        assert work.listings.latest_sightings() == ()


def test_an_unknown_sighting_is_named(store: Store) -> None:
    with store.reading() as work, pytest.raises(NotFound, match="sighting 7"):
        work.listings.sighting(SightingId(7))


def test_prints_are_made_once(store: Store) -> None:
    digest = a_sighting().content_digest
    with store.begin() as work:
        work.listings.keep_prints("maker-1", {digest: {"phash": "00ff"}})
        work.listings.keep_prints("maker-1", {digest: {"phash": "ffff"}})
        assert work.listings.prints("maker-1", [digest]) == {digest: {"phash": "00ff"}}
        assert work.listings.prints("maker-2", [digest]) == {}

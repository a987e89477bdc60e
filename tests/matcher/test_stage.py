"""The stage on a real store: sightings in, candidates out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from PIL import Image

from config.settings import Settings
from domain.candidates import Band, CandidateId, CandidateState
from domain.digests import Sha256
from domain.errors import EvidenceError, InputError, MonitorError
from domain.listings import ListingKey, PlatformSlug, SeenPicture, Sighting
from domain.rights import Portfolio
from matcher.images import MAKER
from matcher.stage import match_sightings
from store.blobs import FolderBlobs
from store.unit_of_work import Store
from tests.factories import a_holder, a_mark, a_reference_picture, a_sighting, a_work, digest
from tests.matcher.drawn import a_picture, saved

FOX = saved(a_picture(7))
COPY = saved(a_picture(7).resize((120, 90)), "JPEG", quality=50)


def keep_rights(store: Store, reference: bytes = FOX) -> None:
    picture = a_reference_picture(sha256=store.blobs.keep(reference))
    portfolio = Portfolio((a_holder(),), (a_mark(),), (a_work(pictures=(picture,)),))
    with store.begin() as work:
        work.rights.keep_portfolio(portfolio)


def keep_sighting(store: Store, item: str, title: str, picture: Sha256 | None = None) -> int:
    seen = (SeenPicture("https://x.example/p", "p", picture, "image/jpeg"),) if picture else ()
    facts = replace(a_sighting().facts, item_id=item, title=title)
    key = ListingKey(PlatformSlug("bazaar_street"), "cn", item)
    sighting: Sighting = a_sighting(key=key, facts=facts, pictures=seen)
    with store.begin() as work:
        return work.listings.keep_sighting(sighting, None).id


def test_a_copied_picture_and_a_mention_become_candidates_with_their_reasons(
    store: Store, settings: Settings, now: datetime
) -> None:
    keep_rights(store)
    sighting = keep_sighting(store, "1", "LUMORI 杯", store.blobs.keep(COPY))
    report = match_sightings(store, settings, [sighting], now=now)
    with store.reading() as work:
        found = {one.right: one for one in work.candidates.find()}
    assert sorted(found) == [a_mark().slug, a_work().slug]
    assert {one.id for one in found.values()} == set(report.made)
    assert {one.score.band for one in found.values()} == {Band.SUGGEST}
    signals = {reading.signal for reading in found[a_work().slug].score.readings}
    assert signals == {"same_picture", "picture_phash", "picture_dhash"}
    assert found[a_mark().slug].state is CandidateState.SUGGESTED
    assert report.counts["suggest"] == 2


def test_matching_again_makes_nothing_new(store: Store, settings: Settings, now: datetime) -> None:
    keep_rights(store)
    keep_sighting(store, "1", "LUMORI 杯", store.blobs.keep(COPY))
    assert len(match_sightings(store, settings, None, now=now).made) == 2
    again = match_sightings(store, settings, None, now=now)
    assert again.made == ()
    assert "listing_pictures_printed" not in again.counts


@pytest.mark.parametrize("title", ["媲美露茉莉 杯", "手表"])
def test_a_candidate_whose_listing_no_longer_resembles_sinks_with_its_listing(
    store: Store, settings: Settings, now: datetime, title: str
) -> None:
    keep_rights(store)
    keep_sighting(store, "1", "LUMORI 杯")
    match_sightings(store, settings, None, now=now)
    changed = keep_sighting(store, "1", title)
    assert len(match_sightings(store, settings, None, now=now).made) == 1
    with store.reading() as work:
        (found,) = work.candidates.find()
    assert found.sighting == changed
    assert found.score.band is Band.LOG
    assert match_sightings(store, settings, None, now=now).made == ()


def test_a_cleared_candidate_that_sank_is_not_suggested_again(
    store: Store, settings: Settings, now: datetime
) -> None:
    keep_rights(store)
    keep_sighting(store, "1", "LUMORI 杯")
    (candidate,) = match_sightings(store, settings, None, now=now).made
    with store.begin() as work:
        work.candidates.move(CandidateId(candidate), CandidateState.CLEARED)
    keep_sighting(store, "1", "普通水杯")
    match_sightings(store, settings, None, now=now)
    with store.reading() as work:
        assert work.candidates.candidate(CandidateId(candidate)).state is CandidateState.CLEARED


def test_prints_are_kept(store: Store, settings: Settings, now: datetime) -> None:
    keep_rights(store)
    picture = store.blobs.keep(COPY)
    keep_sighting(store, "1", "杯", picture)
    match_sightings(store, settings, None, now=now)
    with store.reading() as work:
        assert set(work.listings.prints(MAKER, [picture])) == {picture}


def test_what_only_reaches_the_log_is_counted_and_not_kept(
    store: Store, settings: Settings, now: datetime
) -> None:
    keep_rights(store)
    keep_sighting(store, "1", "媲美露茉莉 杯")
    report = match_sightings(store, settings, None, now=now)
    assert (report.counts["log"], report.made) == (1, ())


def test_a_broken_or_missing_picture_leaves_the_words(
    store: Store, settings: Settings, now: datetime
) -> None:
    keep_rights(store)
    keep_sighting(store, "1", "LUMORI", store.blobs.keep(COPY[:500]))
    keep_sighting(store, "2", "LUMORI", digest("never kept"))
    report = match_sightings(store, settings, None, now=now)
    assert report.counts["suggest"] == 2
    assert report.counts["listing_pictures_unreadable"] == 2
    assert len(report.problems) == 2


def test_a_blank_reference_is_told_and_near_nothing(
    store: Store, settings: Settings, now: datetime
) -> None:
    blank = saved(Image.new("RGB", (100, 100), "white"))
    keep_rights(store, blank)
    keep_sighting(store, "1", "杯", store.blobs.keep(blank))
    report = match_sightings(store, settings, None, now=now)
    assert report.made == ()
    assert any("blank" in problem for problem in report.problems)


def test_an_unknown_sighting_is_lost_and_the_others_are_not(
    store: Store, settings: Settings, now: datetime
) -> None:
    keep_rights(store)
    ids = [keep_sighting(store, str(number), "LUMORI") for number in range(5)]
    report = match_sightings(store, settings, [*ids, 999_999], now=now)
    assert (len(report.made), report.counts["lost"]) == (5, 1)
    assert "999999" in report.problems[0]


def test_losing_more_than_the_share_fails(store: Store, settings: Settings, now: datetime) -> None:
    keep_rights(store)
    with pytest.raises(MonitorError, match="1 of 1 sightings"):
        match_sightings(store, settings, [999_999], now=now)


def test_changed_bytes_stop_the_stage(store: Store, settings: Settings, now: datetime) -> None:
    keep_rights(store)
    picture = store.blobs.keep(COPY)
    keep_sighting(store, "1", "LUMORI", picture)
    assert isinstance(store.blobs, FolderBlobs)
    store.blobs.path_of(picture).write_bytes(FOX)
    with pytest.raises(EvidenceError):
        match_sightings(store, settings, None, now=now)


def test_more_references_than_allowed_are_refused(
    store: Store, settings: Settings, now: datetime
) -> None:
    fox, owl = (store.blobs.keep(saved(a_picture(seed))) for seed in (7, 9))
    pictures = (a_reference_picture(sha256=fox), a_reference_picture(sha256=owl))
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (), (a_work(pictures=pictures),)))
    small = settings.model_copy(
        update={"match": settings.match.model_copy(update={"reference_limit": 1})}
    )
    with pytest.raises(InputError, match="2 reference pictures"):
        match_sightings(store, small, None, now=now)


def test_an_empty_store_is_an_empty_night(store: Store, settings: Settings, now: datetime) -> None:
    told: list[tuple[str, int, int]] = []
    report = match_sightings(
        store, settings, None, now=now, progress=lambda *one: told.append(one)
    )
    assert (report.made, report.problems, told) == ((), (), [("match", 0, 0)])

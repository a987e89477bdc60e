from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.candidates import Band, CandidateId, CandidateState
from domain.errors import NotFound
from domain.listings import ListingId, SightingId
from domain.rights import Portfolio
from store.unit_of_work import Store, Work
from tests.factories import a_holder, a_score, a_sighting, a_work


def _seen(work: Work, **changes: object) -> tuple[ListingId, SightingId]:
    work.rights.keep_portfolio(Portfolio((a_holder(),), (), (a_work(),)))
    kept = work.listings.keep_sighting(replace(a_sighting(), **changes))  # type: ignore[arg-type]
    return kept.listing, kept.id


def test_the_same_score_is_suggested_once(store: Store, now: datetime) -> None:
    with store.begin() as work:
        listing, sighting = _seen(work)
        first = work.candidates.suggest(listing, a_work().slug, sighting, a_score(), now)
        assert first is not None
        assert work.candidates.suggest(listing, a_work().slug, sighting, a_score(), now) is None
        assert [one.id for one in work.candidates.find()] == [first]


@pytest.mark.parametrize(
    ("state", "later"),
    [
        (CandidateState.CLEARED, CandidateState.SUGGESTED),
        (CandidateState.INFRINGING, CandidateState.INFRINGING),
        (CandidateState.UNSURE, CandidateState.UNSURE),
    ],
)
def test_a_changed_sighting_reopens_only_what_was_cleared(
    store: Store, now: datetime, state: CandidateState, later: CandidateState
) -> None:
    with store.begin() as work:
        listing, sighting = _seen(work)
        candidate = work.candidates.suggest(listing, a_work().slug, sighting, a_score(), now)
        assert candidate is not None
        work.candidates.move(candidate, state)
        facts = replace(a_sighting().facts, title="改了名")
        _, changed = _seen(work, facts=facts, seen_at=now + timedelta(days=1))
        again = work.candidates.suggest(listing, a_work().slug, changed, a_score(), now)
        assert again == candidate
        assert work.candidates.candidate(candidate).state == later
        assert work.candidates.candidate(candidate).sighting == changed


def test_a_cleared_candidate_stays_cleared_when_only_the_score_changed(
    store: Store, now: datetime
) -> None:
    with store.begin() as work:
        listing, sighting = _seen(work)
        candidate = work.candidates.suggest(listing, a_work().slug, sighting, a_score(), now)
        assert candidate is not None
        work.candidates.move(candidate, CandidateState.CLEARED)
        other = replace(a_score(), value=0.75)
        work.candidates.suggest(listing, a_work().slug, sighting, other, now)
        assert work.candidates.candidate(candidate).state == CandidateState.CLEARED


def test_candidates_come_by_score_and_by_filter(store: Store, now: datetime) -> None:
    with store.begin() as work:
        listing, sighting = _seen(work)
        work.candidates.suggest(listing, a_work().slug, sighting, a_score(), now)
        platform = a_sighting().key.platform
        assert len(work.candidates.find(platform=platform)) == 1
        assert work.candidates.find(platform="elsewhere") == ()
        assert work.candidates.find(band=Band.LOG) == ()
        assert work.views.candidate_count({"state": "suggested"}) == 1
        assert work.views.candidate_lines({})[0].title == a_sighting().facts.title


def test_an_unknown_candidate_is_named(store: Store) -> None:
    with store.reading() as work, pytest.raises(NotFound, match="candidate 9"):
        work.candidates.candidate(CandidateId(9))

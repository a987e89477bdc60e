"""The queue of captures: what is suggested may be captured early, and once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.captures import CapturePurpose
from domain.listings import Lane
from domain.rights import Portfolio
from store.unit_of_work import Store
from tests.factories import a_holder, a_score, a_sighting, a_work


def suggest(store: Store, now: datetime, lane: Lane) -> None:
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (), (a_work(),)))
        kept = work.listings.keep_sighting(replace(a_sighting(), lane=lane))
        assert work.candidates.suggest(kept.listing, a_work().slug, kept.id, a_score(), now)


def test_what_is_suggested_is_named_until_it_was_asked_for(store: Store, now: datetime) -> None:
    suggest(store, now, Lane.BROWSER)
    with store.begin() as work:
        assert work.captures.confirmed_without() == []
        ((listing, sighting),) = work.captures.suggested_without()
        url = str(sighting.facts.url)
        assert work.captures.want(listing, url, CapturePurpose.CANDIDATE, now)
        assert work.captures.suggested_without() == []
        assert not work.captures.want(listing, url, CapturePurpose.CANDIDATE, now)


def test_what_a_person_saved_is_not_asked_for_by_us(store: Store, now: datetime) -> None:
    suggest(store, now, Lane.MANUAL)
    with store.reading() as work:
        assert work.captures.suggested_without() == []

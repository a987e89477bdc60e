from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from domain.candidates import Band
from domain.rights import Portfolio
from matcher.text.proposals import Witnesses
from matcher.words_stage import name_frequencies, propose_aliases, witnesses
from store.unit_of_work import Store
from store.views import CandidateTitle
from tests.factories import a_holder, a_mark, a_score, a_sighting, a_work

RIGHTS = Portfolio((a_holder(),), (a_mark(),), (a_work(),))


@pytest.fixture
def crawled(store: Store, now: datetime) -> Store:
    with store.begin() as work:
        work.rights.keep_portfolio(RIGHTS)
        for number in range(24):
            title = f"LUMORI 月狐杯 {number}" if number < 4 else f"普通水壶 {number}"
            facts = replace(a_sighting().facts, title=title)
            key = replace(a_sighting().key, item_id=f"90000{number}")
            kept = work.listings.keep_sighting(replace(a_sighting(), key=key, facts=facts))
            if number < 4:
                work.candidates.suggest(kept.listing, a_work().slug, kept.id, a_score(), now)
    return store


def test_a_copied_picture_brings_the_nickname_of_the_goods(crawled: Store, now: datetime) -> None:
    report = propose_aliases(crawled, now=now)
    with crawled.reading() as work:
        beside = [one.proposal for one in work.aliases.all() if one.proposal.rule == "beside"]
    assert report.counts["titles"] == 24
    assert any("月狐" in one.text for one in beside)


def test_proposing_twice_proposes_once(crawled: Store, now: datetime) -> None:
    first = propose_aliases(crawled, now=now).counts["proposed"]
    again = propose_aliases(crawled, now=now).counts
    assert (again["proposed"], again["measured"]) == (0, first)


def test_each_name_is_told_with_its_frequency(crawled: Store) -> None:
    told = name_frequencies(crawled)
    assert len(told) == len(a_mark().names)
    assert "LUMORI stands in 4 of 24 titles, as an ordinary word does" in told[0]
    assert told[1].endswith("露茉莉 stands in 0 of 24 titles.")


def test_without_a_crawl_nothing_is_told(store: Store) -> None:
    assert name_frequencies(store) == ()


@pytest.mark.parametrize(
    ("state", "band", "expected"),
    [
        ("infringing", "log", Witnesses(cases=("狐杯",))),
        ("suggested", "suggest", Witnesses(crawl=("狐杯",))),
        ("suggested", "review", Witnesses()),
        ("cleared", "suggest", Witnesses()),
    ],
)
@pytest.mark.parametrize("right", [a_mark().slug, a_work().slug])
def test_what_a_person_found_tells_more_than_what_is_suggested(
    right: str, state: str, band: str, expected: Witnesses
) -> None:
    seen = [CandidateTitle(right, state, Band(band), "狐杯")]
    assert witnesses(RIGHTS, seen) == {a_mark().slug: expected}

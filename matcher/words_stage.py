"""The names of marks against the crawl: how common they are, and what else may stand for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from domain.aliases import Frequency
from domain.candidates import Band, CandidateState
from domain.queries import Query
from domain.rights import HolderSlug, Mark, Portfolio, RightSlug
from domain.runs import StageReport
from matcher.queries import expanded
from matcher.text.frequency import frequencies
from matcher.text.proposals import Witnesses, propose
from store.unit_of_work import Store
from store.views import CandidateTitle

COMMON = 20
"""Titles in 10,000 from which a name is said to be common."""


def propose_aliases(store: Store, *, now: datetime) -> StageReport:
    """Propose short forms and nicknames of all marks, measured on the titles of the last crawl.

    Returns:
        Counts of `titles`, and of what is `proposed`, `measured` anew or `decided` already.
    """
    with store.reading() as work:
        portfolio = work.rights.portfolio()
        titles, seen = work.views.latest_titles(), work.views.candidate_titles()
    proposals = propose(portfolio.marks, titles, witnesses(portfolio, seen))
    with store.begin() as work:
        counts = work.aliases.keep_proposals(proposals, now)
    return StageReport({"titles": len(titles), **counts})


def expanded_queries(store: Store) -> tuple[Query, ...]:
    """What a platform may be asked for beyond the registered names, by tier."""
    with store.reading() as work:
        marks, aliases = work.rights.portfolio().marks, work.aliases.approved()
        titles = work.views.latest_titles()
    return expanded(marks, aliases, titles)


def name_frequencies(store: Store) -> tuple[str, ...]:
    """For each name of each mark a sentence: in how many titles of the last crawl it stands."""
    with store.reading() as work:
        marks = work.rights.portfolio().marks
        titles = work.views.latest_titles()
    if not titles:
        return ()
    found = frequencies((name.text for mark in marks for name in mark.names), titles)
    return tuple(
        _sentence(mark, name.text, found[name.text])
        for mark in sorted(marks, key=lambda one: one.slug)
        for name in mark.names
    )


def witnesses(
    portfolio: Portfolio, seen: Iterable[CandidateTitle]
) -> Mapping[RightSlug, Witnesses]:
    """For each mark, the titles of listings that a name, a picture or a person ties to it.

    A copied picture of a holder's work speaks for all of the holder's marks.
    """
    holders = {right.slug: right.holder for right in portfolio.rights()}
    marks = _marks_by_holder(portfolio.marks)
    slugs = {mark.slug for mark in portfolio.marks}
    cases: dict[RightSlug, list[str]] = defaultdict(list)
    crawl: dict[RightSlug, list[str]] = defaultdict(list)
    for one in seen:
        right = RightSlug(one.right)
        tied = [right] if right in slugs else marks.get(holders.get(right, HolderSlug("")), [])
        for mark in tied:
            if one.state == CandidateState.INFRINGING:
                cases[mark].append(one.title)
            elif one.state != CandidateState.CLEARED and one.band == Band.SUGGEST:
                crawl[mark].append(one.title)
    return {slug: Witnesses(tuple(cases[slug]), tuple(crawl[slug])) for slug in slugs}


def _marks_by_holder(marks: Iterable[Mark]) -> Mapping[HolderSlug, list[RightSlug]]:
    found: dict[HolderSlug, list[RightSlug]] = defaultdict(list)
    for mark in marks:
        found[mark.holder].append(mark.slug)
    return found


def _sentence(mark: Mark, name: str, found: Frequency) -> str:
    common = (found.per_ten_thousand or 0) >= COMMON
    told = f"{mark.slug}: {name} stands in {found.titles} of {found.of} titles"
    if not common:
        return f"{told}."
    return f"{told}, as an ordinary word does; see the policy of a mark in docs/portfolio.md."

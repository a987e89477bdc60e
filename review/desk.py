"""The desk's own logic, shared by the page and the command line; the one door to the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from config.settings import Settings
from domain.candidates import Candidate, CandidateId
from domain.decisions import Decision, DecisionId
from domain.listings import Sighting, SightingId
from domain.notices import Notice, NoticeId, NoticeState
from domain.ownership import OwnershipProof
from domain.rights import Agent, Product, Right, RightsHolder, label_of
from domain.runs import Run
from domain.scans import ClosedScan
from review.changes import Change, changes_between
from review.checks import FILTERS, checked_filters
from store.unit_of_work import Store, Work, open_store
from store.views import CandidateLine, SellerHistory
from takedown.reminding import running_clocks

__all__ = [
    "FILTERS",
    "CandidateLine",
    "CandidatePage",
    "RightLine",
    "SellerHistory",
    "Store",
    "Work",
    "candidate_page",
    "open_desk",
    "running_clocks",
]


@dataclass(frozen=True, slots=True)
class CandidatePage:
    """Everything that stands beside each other when an analyst decides."""

    candidate: Candidate
    sighting: Sighting
    first_seen_at: datetime
    right: Right
    holder: RightsHolder
    proof: OwnershipProof | None
    decisions: tuple[Decision, ...]
    is_latest: bool
    taken_back: tuple[DecisionId, ...] = ()


@dataclass(frozen=True, slots=True)
class RightLine:
    """One right in a list, with what its proof still lacks."""

    right: Right
    label: str
    proof: OwnershipProof | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for a person after the deciding."""

    undrafted: int
    incomplete: int
    exported: int


@contextmanager
def open_desk(settings: Settings) -> Iterator[Store]:
    """The store of these settings, closed at the end.

    Raises:
        InputError: It cannot be opened, or `jianzhen init` was never run.
    """
    store = open_store(settings)
    try:
        yield store
    finally:
        store.close()


def candidate_page(store: Store, candidate_id: CandidateId) -> CandidatePage:
    """What an analyst sees of one candidate.

    Raises:
        NotFound: There is no such candidate.
    """
    with store.reading() as work:
        candidate = work.candidates.candidate(candidate_id)
        right = work.rights.right(candidate.right)
        decisions = work.decisions.of_candidate(candidate.id)
        counting = {one.id for one in work.decisions.counting(candidate.id)}
        return CandidatePage(
            candidate=candidate,
            sighting=work.listings.sighting(candidate.sighting),
            first_seen_at=work.listings.first_seen_at(candidate.listing),
            right=right,
            holder=work.rights.holder(right.holder),
            proof=work.rights.proof(right.slug),
            decisions=decisions,
            is_latest=work.listings.latest_sighting(candidate.listing) == candidate.sighting,
            taken_back=tuple(one.id for one in decisions if one.id not in counting),
        )


def candidate_lines(
    store: Store, filters: Mapping[str, str], *, limit: int = 50, offset: int = 0
) -> tuple[tuple[CandidateLine, ...], int]:
    """A page of the candidate list by score, and how many there are in all.

    Raises:
        InputError: A filter, a state or a band has a name that is not known.
    """
    checked_filters(filters)
    with store.reading() as work:
        lines = work.views.candidate_lines(filters, limit=limit, offset=offset)
        return lines, work.views.candidate_count(filters)


def next_candidate(store: Store, after: CandidateId, filters: Mapping[str, str]) -> int | None:
    """The candidate that follows this one in the list that the filters make."""
    with store.reading() as work:
        return work.views.next_candidate(after, filters)


def changes(store: Store, candidate_id: CandidateId, since: SightingId) -> tuple[Change, ...]:
    """What is different now about the listing of a candidate that was seen in this sighting.

    Returns:
        Nothing where the sighting is of another listing, or nothing of weight is different.

    Raises:
        NotFound: There is no such candidate or sighting.
    """
    with store.reading() as work:
        listing = work.candidates.candidate(candidate_id).listing
        if work.listings.listing_of(since) != listing:
            return ()
        latest = work.listings.latest_sighting(listing)
        return changes_between(work.listings.sighting(since), work.listings.sighting(latest))


def waiting(store: Store) -> Waiting:
    """What waits to be assembled, to be mended and to be filed."""
    with store.reading() as work:
        ready = work.decisions.undrafted()
        return Waiting(
            undrafted=len(ready) - len(work.second_looks.withheld(ready)),
            incomplete=len(work.notices.all(NoticeState.INCOMPLETE)),
            exported=len(work.notices.all(NoticeState.EXPORTED)),
        )


def right_lines(store: Store) -> tuple[RightLine, ...]:
    """Every right with what was last proved of it."""
    with store.reading() as work:
        rights = work.rights.portfolio().rights()
        return tuple(
            RightLine(right, label_of(right), work.rights.proof(right.slug)) for right in rights
        )


def agents_and_products(store: Store) -> tuple[tuple[Agent, ...], tuple[Product, ...]]:
    """Who acts for the owners, and their genuine products."""
    with store.reading() as work:
        portfolio = work.rights.portfolio()
        return portfolio.agents, portfolio.products


def notices(store: Store) -> tuple[Notice, ...]:
    """Every notice, in the order of drafting."""
    with store.reading() as work:
        return work.notices.all()


def notice(store: Store, notice_id: NoticeId) -> Notice:
    """One notice.

    Raises:
        NotFound: There is no such notice.
    """
    with store.reading() as work:
        return work.notices.notice(notice_id)


def recent_runs(store: Store, limit: int = 20, offset: int = 0) -> tuple[Run, ...]:
    """The latest lines of the run ledger, newest first."""
    with store.reading() as work:
        return work.runs.recent(limit, offset=offset)


def scan_health(
    store: Store, platform: str | None = None, limit: int = 20, offset: int = 0
) -> tuple[ClosedScan, ...]:
    """The latest searches of a platform, None for all: how each ended, and may it be believed."""
    with store.reading() as work:
        return work.frontier.closed(platform, limit, offset)

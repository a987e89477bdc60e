"""Groups of alike listings: one look and one finding for all of them, with what stays out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.candidates import CandidateId
from domain.decisions import Decision
from domain.digests import Sha256
from domain.errors import Held, IllegalTransition, InputError, StaleView
from domain.queue import GroupKind, Member
from review.checks import checked_filters
from review.deciding import Finding, decide_within
from review.desk import Store, Work
from review.sampling import SecondPerson

MOST = 500
"""Candidates that are decided at once at most."""

CHANGED, HELD, DECIDED = "changed", "held", "decided"


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group in a list: how many wait in it, and its first candidate."""

    kind: GroupKind
    key: str
    size: int
    first: Member


@dataclass(frozen=True, slots=True)
class GroupOutcome:
    """What became of a group: what was decided, and what stayed out, each with the reason.

    `waits` is how many of the decided go into no notice before a second person looked.
    """

    decided: tuple[Decision, ...]
    left_out: Mapping[CandidateId, str] = field(default_factory=dict)
    waits: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """What a finding would be said of now: those unchanged since they were looked at."""

    unchanged: tuple[CandidateId, ...]
    left_out: Mapping[CandidateId, str]


def groups(
    store: Store, filters: Mapping[str, str], *, limit: int = 50, offset: int = 0
) -> tuple[GroupLine, ...]:
    """Groups of at least two that wait, the most urgent first.

    Each candidate is in the one group that says most: the same picture, else the same seller,
    else the same title.
    """
    with store.reading() as work:
        found = work.groups.lines(checked_filters(filters), limit, offset)
        return tuple(
            GroupLine(one.kind, one.key, one.size, _member(work, one.first)) for one in found
        )


def members(store: Store, kind: GroupKind, key: str) -> tuple[Member, ...]:
    """Everything of a group that waits, in the order of the queue."""
    with store.reading() as work:
        return tuple(_member(work, one) for one in work.queue.group(kind, key, MOST))


def alike(store: Store, candidate: CandidateId) -> dict[GroupKind, tuple[str, int]]:
    """The groups of a candidate that others wait in: key and size by kind."""
    with store.reading() as work:
        place = work.queue.place(candidate)
        if place is None:
            return {}
        sizes = work.queue.group_sizes(place.groups)
        return {kind: (key, sizes[kind]) for kind, key in place.groups.items() if sizes[kind] > 1}


def preview(
    store: Store, seen: Mapping[CandidateId, Sha256], *, who: str, now: datetime
) -> Preview:
    """Which of these are as they were looked at, and which stay out and why; changes nothing."""
    unchanged: list[CandidateId] = []
    left_out: dict[CandidateId, str] = {}
    with store.reading() as work:
        for candidate, digest in seen.items():
            why = _why_out(work, candidate, digest, who, now)
            if why is None:
                unchanged.append(candidate)
            else:
                left_out[candidate] = why
    return Preview(tuple(unchanged), left_out)


def decide_group(
    store: Store,
    seen: Mapping[CandidateId, Sha256],
    finding: Finding,
    *,
    now: datetime,
    second: SecondPerson | None = None,
) -> GroupOutcome:
    """Say one finding of every candidate that is as it was looked at, in one transaction.

    What changed, is held by somebody else or was decided meanwhile stays out.

    Raises:
        InputError: What is said cannot be kept, or there are none or too many.
    """
    if not 0 < len(seen) <= MOST:
        raise InputError(
            f"{len(seen)} candidates at once; it goes from 1 to {MOST}.",
            code="too_many_at_once",
            most=MOST,
        )
    said = finding.checked()
    decided: list[Decision] = []
    left_out: dict[CandidateId, str] = {}
    with store.begin() as work:
        # in the order of ids: two that decide the same group wait for each other, not in a ring
        for candidate in sorted(seen):
            one = Finding(said.verdict, said.reason, said.analyst, said.note, seen[candidate])
            try:
                decision = decide_within(work, candidate, one, now, second or SecondPerson())
            except (StaleView, IllegalTransition) as exc:
                left_out[candidate] = _code(exc)
            else:
                decided.append(decision)
        waits = len(work.second_looks.asked_by_rule(one.id for one in decided))
    return GroupOutcome(tuple(decided), left_out, waits)


def seen_pairs(texts: Sequence[str]) -> dict[CandidateId, Sha256]:
    """Candidates with the digest they were looked at under, from `7:ab12…` each.

    Raises:
        InputError: One of them is not of this form.
    """
    found: dict[CandidateId, Sha256] = {}
    for text in texts:
        number, _, digest = text.partition(":")
        if not (number.isascii() and number.isdigit() and len(number) < 10 and digest):
            raise InputError(
                f"{text[:40]!r} is no candidate with its digest.", code="no_pair", given=text[:40]
            )
        found[CandidateId(int(number))] = Sha256(digest)
    return found


def _why_out(
    work: Work, candidate: CandidateId, digest: Sha256, who: str, now: datetime
) -> str | None:
    found = work.candidates.candidate(candidate)
    place = work.queue.place(candidate)
    claim = place.claim if place else None
    if work.listings.latest_sighting(found.listing) != found.sighting:
        return CHANGED
    if not found.sighting_digest.startswith(digest):
        return CHANGED
    if claim is not None and claim.until > now and claim.by != who:
        return HELD
    return None if found.state.value in ("suggested", "unsure") else DECIDED


def _code(exc: StaleView | IllegalTransition) -> str:
    if isinstance(exc, Held):
        return HELD
    return CHANGED if isinstance(exc, StaleView) else DECIDED


def _member(work: Work, candidate: CandidateId) -> Member:
    found = work.candidates.candidate(candidate)
    sighting = work.listings.sighting(found.sighting)
    place = work.queue.place(candidate)
    first = next((one.sha256 for one in sighting.pictures if one.sha256), None)
    return Member(
        candidate=found,
        title=sighting.facts.title,
        seller=sighting.facts.seller,
        platform=sighting.key.platform,
        thumb=(place.thumb if place else None) or first,
        changed=work.listings.latest_sighting(found.listing) != found.sighting,
        held_by=place.claim.by if place and place.claim else None,
    )

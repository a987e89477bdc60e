"""A case as a timeline: every event of the audit log that tells of it, in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.candidates import CandidateId
from domain.custody import AuditEvent
from domain.records import Plain
from review.blind import veiled
from review.desk import Store


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One event: its place in the chain and its digest, what was done, by whom, to what."""

    seq: int
    at: datetime
    kind: str
    who: str
    subject: str
    told: tuple[tuple[str, str], ...]
    digest: str


@dataclass(frozen=True, slots=True)
class CaseTimeline:
    """A candidate, and its events as far as they are kept for it."""

    candidate: CandidateId
    listing: int
    right: str
    notices: tuple[str, ...]
    events: tuple[TimelineEvent, ...]


def case_timeline(store: Store, candidate_id: CandidateId) -> CaseTimeline:
    """The events of a candidate, its sightings, looks, captures, decisions and notices.

    Raises:
        NotFound: There is no such candidate.
    """
    with store.reading() as work:
        candidate = work.candidates.candidate(candidate_id)
        decisions = {one.id for one in work.decisions.of_candidate(candidate_id)}
        notices = [one for one in work.notices.all() if decisions & set(one.decisions)]
        captures = work.captures.of([candidate.listing]).get(candidate.listing, ())
        subjects = {
            f"candidate {candidate_id}",
            f"listing {candidate.listing}",
            *(f"sighting {digest}" for digest in work.listings.digests_of(candidate.listing)),
            *(f"capture {one.taken.slug}" for one in captures if one.taken is not None),
            *(one.slug for one in notices),
            *(f"notice {one.slug}" for one in notices),
        }
        every = [event for one in sorted(subjects) for event in work.audit.events(one)]
        events = veiled(work, every)
    return CaseTimeline(
        candidate=candidate_id,
        listing=candidate.listing,
        right=candidate.right,
        notices=tuple(one.slug for one in notices),
        events=tuple(_event(one) for one in sorted(events, key=lambda event: event.seq)),
    )


def _event(event: AuditEvent) -> TimelineEvent:
    told = tuple(_told(event.payload))
    return TimelineEvent(
        event.seq, event.at, event.kind, event.who, event.subject, told, event.digest
    )


def _told(payload: Plain) -> Iterable[tuple[str, str]]:
    """What the event says, as pairs of words; long lists are only counted."""
    if not isinstance(payload, dict):
        return
    for name, value in payload.items():
        if isinstance(value, list | dict):
            yield name, f"({len(value)})" if len(value) > 3 else ", ".join(map(str, value))
        elif value is not None:
            yield name, str(value)

"""What figures are counted from: plain rows of what was found, decided and filed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.candidates import CandidateId
from domain.decisions import Reason, Verdict
from domain.listings import ListingId
from domain.notices import NoticeId, NoticeState


@dataclass(frozen=True, slots=True)
class FoundCandidate:
    """A listing that was put before an analyst."""

    candidate: CandidateId
    platform: str
    suggested_at: datetime


@dataclass(frozen=True, slots=True)
class DecidedCandidate:
    """One person's word on a candidate; `captured_at` is when what they saw was seen.

    `shown` where it was given to them to look at by itself; what is decided in bulk is not.
    """

    candidate: CandidateId
    platform: str
    verdict: Verdict
    reason: Reason
    analyst: str
    captured_at: datetime
    decided_at: datetime
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Refusal:
    """A platform's refusal, by the cause that holds; `code` None where nobody noted one."""

    at: datetime
    code: str | None


@dataclass(frozen=True, slots=True)
class FiledListing:
    """A listing that a notice was filed for; `reached` is when the notice reached each state.

    `refusals` are all of its notice's, in order: one that was filed again may be refused again.
    """

    listing: ListingId
    platform: str
    channel: str
    seller: str | None
    reason: Reason
    first_seen_at: datetime
    decided_at: datetime
    notice: NoticeId
    state: NoticeState
    reached: Mapping[NoticeState, datetime] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()

    @property
    def filed_at(self) -> datetime:
        """When a person wrote down that the notice was filed."""
        return self.reached[NoticeState.SUBMITTED]

"""Standing: what became of the listings that an account reported, and what may harm its record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.digests import Sha256
from domain.languages import Sentence
from domain.listings import ListingKey
from domain.notices import NoticeId, NoticeState
from domain.rights import HolderSlug, RightSlug


@dataclass(frozen=True, slots=True)
class Account:
    """Who reports where: a rights holder's record with one complaint channel."""

    channel: str
    holder: HolderSlug


@dataclass(frozen=True, slots=True)
class Reported:
    """One listing in one notice: under which reason it was reported, and what became of that.

    `filed_at` is when a person filed the notice, None where nobody has yet.
    """

    notice: str
    account: Account
    right: RightSlug
    reason: str
    listing: ListingKey
    seller: str | None
    state: NoticeState
    filed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Reported listings in numbers: all that were filed and not withdrawn, and what came of them.

    `given_back` are those that the platform restored after the seller objected.
    """

    filed: int = 0
    removed: int = 0
    refused: int = 0
    given_back: int = 0

    @property
    def answered(self) -> int:
        """Those of which the platform said something."""
        return self.removed + self.refused + self.given_back

    @property
    def success(self) -> float | None:
        """The share of the answered that were removed and stayed so; None before any answer."""
        return self.removed / self.answered if self.answered else None

    @property
    def counters(self) -> float | None:
        """The share of the filed that were given back; None before anything was filed."""
        return self.given_back / self.filed if self.filed else None


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A listing of a batch that would lower the record, with the reason why that is expected."""

    listing: ListingKey
    expected: float
    why: Sentence


@dataclass(frozen=True, slots=True)
class Hold:
    """A batch that would break a threshold: which one, the shares now and then, and its rows.

    `measure` is "success" or "counters".
    """

    rule: str
    measure: str
    threshold: float
    now: float
    then: float
    rows: tuple[HeldRow, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """A second person's word that a held batch may go out; it speaks of these rows alone."""

    notice: NoticeId
    rows_digest: Sha256
    who: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StandingLine:
    """An account's record under one threshold, and under each of its reasons.

    `success_floor` and `counters_ceiling` are the channel's own; `known` is whether enough is
    answered for the shares to say much.
    """

    account: Account
    rule: str
    window_days: int
    success_floor: float | None
    counters_ceiling: float | None
    tally: Tally
    known: bool
    by_reason: Mapping[str, Tally] = field(default_factory=dict)

"""The facts that figures are counted from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.listings import ListingId
from domain.measures import DecidedCandidate, FiledListing, FoundCandidate
from domain.notices import NoticeState
from domain.watch import Check, Stand, Standing, stand_of
from review.desk import Store

ANSWERS = (
    NoticeState.REMOVED,
    NoticeState.REFUSED,
    NoticeState.COUNTERED,
    NoticeState.RESTORED,
)
"""States that a platform's own answer leads to."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `start`, included, to `end`, not included; aware times."""

    start: datetime
    end: datetime

    def holds(self, at: datetime | None) -> bool:
        """Whether this time lies in the period."""
        return at is not None and self.start <= at < self.end


@dataclass(frozen=True, slots=True)
class Followed:
    """A filed listing with what became of it, as far as it is known at `now`."""

    filed: FiledListing
    stand: Stand
    now: datetime

    @property
    def withdrawn(self) -> bool:
        """Whether we took the notice back."""
        return self.filed.state is NoticeState.WITHDRAWN

    @property
    def gone_at(self) -> datetime | None:
        """The first of the two looks that showed it gone, after it was filed."""
        gone = self.stand.gone_at
        return gone if gone is not None and gone >= self.filed.filed_at else None

    @property
    def back_at(self) -> datetime | None:
        """Since when it is offered again after it was gone."""
        back = self.stand.standing is Standing.BACK and self.gone_at is not None
        return self.stand.since if back else None

    @property
    def gap(self) -> timedelta | None:
        """How long nobody looked before it was seen gone: the removal lies in this interval."""
        if self.gone_at is None:
            return None
        filed_at, until = self.filed.filed_at, self.stand.offered_until
        return self.gone_at - max(until or filed_at, filed_at)

    @property
    def answered_at(self) -> datetime | None:
        """The platform's first substantive answer."""
        times = (self.filed.reached.get(state) for state in ANSWERS)
        return min((at for at in times if at is not None), default=None)

    @property
    def removed(self) -> bool:
        """Whether the platform answered that it removed it."""
        return NoticeState.REMOVED in self.filed.reached

    @property
    def wrong(self) -> bool:
        """Whether the notice was withdrawn, or a counter-notice prevailed."""
        return self.withdrawn or NoticeState.RESTORED in self.filed.reached


@dataclass(frozen=True, slots=True)
class Facts:
    """All rows, and the time at which they were read."""

    now: datetime
    found: tuple[FoundCandidate, ...] = ()
    decided: tuple[DecidedCandidate, ...] = ()
    filed: tuple[Followed, ...] = ()


def gather(store: Store, confirm_after: timedelta, now: datetime) -> Facts:
    """Read what figures are counted from, as far as this store shows it."""
    with store.reading() as work:
        filed = work.measures.filed()
        checks = work.watch.checks(one.listing for one in filed)
        return Facts(
            now=now,
            found=work.measures.found(),
            decided=work.measures.decided(),
            filed=_followed(filed, checks, confirm_after, now),
        )


def _followed(
    filed: tuple[FiledListing, ...],
    checks: Mapping[ListingId, tuple[Check, ...]],
    confirm_after: timedelta,
    now: datetime,
) -> tuple[Followed, ...]:
    return tuple(
        Followed(one, stand_of(checks.get(one.listing, ()), confirm_after), now) for one in filed
    )

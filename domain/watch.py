"""Watching: whether what a notice asked for came to be, and whether it stays so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.listings import ListingId, PageState


class Standing(StrEnum):
    """Where a watched listing stands. Only positive signs move it; a block page never does."""

    OFFERED = "offered"
    SAID_GONE = "said_gone"
    GONE = "gone"
    BACK = "back"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Check:
    """One look at a watched listing's own page.

    `sound` is False where the look's scan may not be believed; such a look says nothing.
    """

    listing: ListingId
    at: datetime
    state: PageState
    sound: bool = True
    signs: tuple[str, ...] = ()

    @property
    def tells(self) -> bool:
        """Whether the look says anything of the listing."""
        return self.sound and self.state in (PageState.OK, PageState.GONE)


@dataclass(frozen=True, slots=True)
class Stand:
    """What all looks together say of a listing.

    A removal lies between `offered_until` and `gone_at`: nobody looked in between.

    Attributes:
        since: When the standing was first seen; None where nothing is known.
        last_offered_at: The latest look that showed it offered.
        gone_at: The first look that said gone, of the latest removal that a second confirmed.
        offered_until: The last look before that which showed it offered.
    """

    standing: Standing
    since: datetime | None = None
    last_offered_at: datetime | None = None
    gone_at: datetime | None = None
    offered_until: datetime | None = None


def stand_of(checks: Sequence[Check], confirm_after: timedelta) -> Stand:
    """What these looks, in any order, say of their listing.

    Gone is believed when two sound looks say so that lie at least `confirm_after` apart, with no
    look between them that shows the listing offered.
    """
    stand, said = Stand(Standing.UNKNOWN), None
    for check in sorted(checks, key=lambda one: one.at):
        if not check.tells:
            continue
        if check.state is PageState.OK:
            said, stand = None, _offered(stand, check.at)
        elif said is None:
            said = check.at
            stand = replace(stand, standing=Standing.SAID_GONE, since=said)
        elif check.at - said >= confirm_after and stand.standing is not Standing.GONE:
            offered = stand.last_offered_at
            stand = Stand(Standing.GONE, said, offered, said, offered)
    return stand


def _offered(before: Stand, at: datetime) -> Stand:
    standing = Standing.OFFERED if before.gone_at is None else Standing.BACK
    since = before.since if before.standing is standing else at
    return replace(before, standing=standing, since=since, last_offered_at=at)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a listing is looked at again: days after filing, and days after it was gone."""

    days_after_filing: tuple[int, ...]
    days_after_removal: tuple[int, ...]
    confirm_after: timedelta


def next_look(filed_at: datetime, checks: Sequence[Check], rhythm: Rhythm) -> datetime | None:
    """When to look at this listing next; None where its watch is over.

    A look that told nothing, and one that said gone for the first time, are repeated after
    `confirm_after`.
    """
    last = max(checks, key=lambda one: one.at, default=None)
    stand = stand_of(checks, rhythm.confirm_after)
    if last is not None and (not last.tells or stand.standing is Standing.SAID_GONE):
        return last.at + rhythm.confirm_after
    if stand.standing is Standing.GONE and stand.gone_at is not None:
        start, days = stand.gone_at, rhythm.days_after_removal
    else:
        start, days = filed_at, rhythm.days_after_filing
    planned = (start + timedelta(days=day) for day in days)
    return next((at for at in planned if last is None or at > last.at), None)

"""What is kept, for how long, and what must not be erased: the desk's part of retention."""

from __future__ import annotations

import re
from datetime import datetime

from domain.errors import InputError
from domain.listings import ListingId
from domain.retention import Hold
from domain.rights import HolderSlug
from review.checks import checked_name
from review.desk import Store

SUBJECT = re.compile(r"(listing [1-9][0-9]{0,17}|holder \S{1,190}|all)")
LONGEST_REASON = 500


def put_on_hold(store: Store, subject: str, reason: str, *, who: str, now: datetime) -> Hold:
    """Keep `listing ID`, `holder SLUG` or `all` from being erased, for this reason.

    Raises:
        InputError: It is none of these, or there is no reason.
        NotFound: There is no such listing or rights holder.
    """
    wanted, why = " ".join(subject.split()), reason.strip()
    if not SUBJECT.fullmatch(wanted):
        raise InputError(
            f"{subject!r} cannot be held.", mend="Write `listing 12`, `holder SLUG` or `all`."
        )
    if not 0 < len(why) <= LONGEST_REASON:
        raise InputError("A hold needs a reason.", where="--reason")
    kind, _, named = wanted.partition(" ")
    with store.begin() as work:
        if kind == "holder":
            work.rights.holder(HolderSlug(named))
        elif kind == "listing":
            work.listings.known(ListingId(int(named)))
        return work.retention.hold(wanted, why, checked_name(who), now)


def release(store: Store, hold: int, *, who: str, now: datetime) -> None:
    """Lift a hold.

    Raises:
        NotFound: No hold of this number is on.
    """
    with store.begin() as work:
        work.retention.release(hold, checked_name(who), now)


def holds(store: Store) -> tuple[Hold, ...]:
    """The holds that are on."""
    with store.reading() as work:
        return work.retention.holds()

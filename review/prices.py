"""The desk's logic for prices of genuine goods: what their owner says they cost."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from domain.errors import InputError
from domain.prices import PriceRange
from domain.rights import RightSlug
from review.checks import checked_name
from review.desk import Store


def prices(store: Store, right: RightSlug | None = None) -> tuple[PriceRange, ...]:
    """The ranges that count: those of a right, or all."""
    with store.reading() as work:
        found = work.prices.all()
    wanted = found if right is None else {right: found.get(right, ())}
    return tuple(one for ranges in wanted.values() for one in ranges)


def set_price(  # noqa: PLR0913 - a range has these parts, and all are named
    store: Store,
    right: RightSlug,
    *,
    currency: str,
    least: Decimal,
    most: Decimal,
    who: str,
    now: datetime,
) -> PriceRange:
    """Keep what genuine goods under a right cost; the next match weighs prices against it.

    Raises:
        InputError: No name was given, or it is no range of prices.
        NotFound: There is no such right.
    """
    name = checked_name(who)
    try:
        price = PriceRange(right, currency.upper(), least, most, name, now)
    except ValueError as exc:
        raise InputError(f"{exc}", mend="Give 0 < from <= to and a currency like CNY.") from exc
    with store.begin() as work:
        work.rights.right(right)
        work.prices.keep(price)
        told = {"currency": price.currency, "least": str(least), "most": str(most)}
        work.audit.append("genuine price", right, told, name, now)
    return price

"""Prices of genuine goods, as they are kept: appended, the latest of a currency counts."""

from __future__ import annotations

from decimal import Decimal

import sqlalchemy as sa

from domain.prices import PriceRange
from domain.rights import RightSlug
from store import tables
from store.upsert import insert_returning_id


class PricesRepository:
    """Keeps what genuine goods cost."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def keep(self, price: PriceRange) -> None:
        """Append a range; it counts instead of the earlier one of this right and currency."""
        values = {
            "right": price.right,
            "currency": price.currency,
            "least": str(price.least),
            "most": str(price.most),
            "set_by": price.set_by,
            "set_at": price.set_at,
        }
        insert_returning_id(self._connection, tables.genuine_prices, values)

    def all(self) -> dict[RightSlug, tuple[PriceRange, ...]]:
        """The ranges that count, by right."""
        table = tables.genuine_prices
        latest: dict[tuple[str, str], PriceRange] = {}
        for row in self._connection.execute(sa.select(table).order_by(table.c.id)):
            latest[row.right, row.currency] = PriceRange(
                RightSlug(row.right),
                row.currency,
                Decimal(row.least),
                Decimal(row.most),
                row.set_by,
                row.set_at,
            )
        found: dict[RightSlug, tuple[PriceRange, ...]] = {}
        for one in latest.values():
            found[one.right] = (*found.get(one.right, ()), one)
        return found

    def of(self, right: RightSlug) -> tuple[PriceRange, ...]:
        """The ranges of one right, one a currency."""
        return self.all().get(right, ())

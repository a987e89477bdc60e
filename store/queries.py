"""Searches that were asked, and what they brought, as they are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from domain.candidates import Band
from domain.listings import ListingId
from domain.queries import Asked, Query, Tier
from domain.runs import RunId
from store import tables
from store.upsert import insert_new, insert_returning_id, storable


class QueriesRepository:
    """Keeps every search with the listings it found; what becomes of these is counted later."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def keep(
        self,
        platform: str,
        query: Query,
        listings: Iterable[ListingId],
        *,
        asked_at: datetime,
        run: RunId | None = None,
    ) -> None:
        """Append a search and what it found; a listing first seen since then counts as new."""
        found = sorted(set(listings))
        table = tables.listings
        seen = sa.select(sa.func.count()).where(
            table.c.id.in_(found), table.c.first_seen_at >= asked_at
        )
        values = {
            "run": run,
            "platform": platform,
            "text": storable(query.text),
            "tier": int(query.tier),
            "asked_at": asked_at,
            "found": len(found),
            "new": self._connection.scalar(seen) or 0,
        }
        kept = insert_returning_id(self._connection, tables.queries, values)
        for listing in found:
            insert_new(
                self._connection, tables.query_listings, {"query": kept, "listing": listing}
            )

    def asked(self, platform: str | None = None, *, limit: int | None = None) -> tuple[Asked, ...]:
        """Searches, the latest first, each with the candidates that its new listings became.

        A listing that was known before it was found again says nothing for the search.
        """
        table = tables.queries
        query = sa.select(table, _candidates().label("candidates")).order_by(
            table.c.asked_at.desc(), table.c.id.desc()
        )
        if platform is not None:
            query = query.where(table.c.platform == platform)
        return tuple(
            Asked(
                platform=row.platform,
                text=row.text,
                tier=Tier(row.tier),
                asked_at=row.asked_at,
                found=row.found,
                new=row.new,
                candidates=row.candidates,
            )
            for row in self._connection.execute(query.limit(limit))
        )


def _candidates() -> sa.ScalarSelect[int]:
    beside, candidates, listings = tables.query_listings, tables.candidates, tables.listings
    return (
        sa.select(sa.func.count(candidates.c.listing.distinct()))
        .join(beside, beside.c.listing == candidates.c.listing)
        .join(listings, listings.c.id == candidates.c.listing)
        .where(
            beside.c.query == tables.queries.c.id,
            candidates.c.band != Band.LOG.value,
            listings.c.first_seen_at >= tables.queries.c.asked_at,
        )
        .correlate(tables.queries)
        .scalar_subquery()
    )

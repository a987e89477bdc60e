"""Thresholds that a person accepted, as they are kept; the latest count."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from domain.records import Plain
from store import tables
from store.upsert import insert_returning_id


class BandsRepository:
    """Keeps accepted thresholds with the figures they rest on."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def accept(
        self, suggest: float, review: float, *, who: str, now: datetime, figures: Plain
    ) -> None:
        """Append thresholds; they count from the next match on."""
        values = {
            "suggest": suggest,
            "review": review,
            "accepted_by": who,
            "accepted_at": now,
            "record": figures,
        }
        insert_returning_id(self._connection, tables.accepted_bands, values)

    def accepted(self) -> tuple[float, float] | None:
        """The thresholds that count, suggest and review; None where none were accepted."""
        table = tables.accepted_bands
        query = sa.select(table.c.suggest, table.c.review).order_by(table.c.id.desc()).limit(1)
        row = self._connection.execute(query).first()
        return None if row is None else (float(row.suggest), float(row.review))

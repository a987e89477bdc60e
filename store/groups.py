"""Groups of alike candidates that wait, straight from SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from domain.candidates import CandidateId
from domain.queue import GroupKind, Weights
from store import tables
from store.ordering import WAITING, narrowed, order, rank
from store.queue import QueueRepository


@dataclass(frozen=True, slots=True)
class KeptGroup:
    """A group: how many wait in it, and which of them comes first in the queue."""

    kind: GroupKind
    key: str
    size: int
    first: CandidateId


class Groups:
    """Lists of groups."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def lines(
        self, filters: Mapping[str, str], limit: int, offset: int = 0
    ) -> tuple[KeptGroup, ...]:
        """Groups of at least two, the most urgent first; each candidate in its strongest group."""
        table, weights = tables.queue, QueueRepository(self._connection).weights()
        kind = sa.case(
            *((table.c[f"by_{one.value}"].is_not(None), one.value) for one in GroupKind)
        )
        inner = sa.select(
            kind.label("kind"), table.c.alike.label("key"), rank(weights).label("rank")
        ).where(table.c.state.in_(WAITING), table.c.alike.is_not(None))
        rows = narrowed(inner, filters).subquery()
        size, first = sa.func.count(), sa.func.max(rows.c.rank)
        query = (
            sa.select(rows.c.kind, rows.c.key, size.label("size"))
            .group_by(rows.c.kind, rows.c.key)
            .having(size > 1)
            .order_by(first.desc(), rows.c.key)
            .limit(limit)
            .offset(offset)
        )
        return tuple(
            KeptGroup(
                GroupKind(row.kind), row.key, row.size, self._first(row.kind, row.key, weights)
            )
            for row in self._connection.execute(query).all()
        )

    def count(self, filters: Mapping[str, str]) -> tuple[int, int]:
        """How many candidates wait, and how many looks they take when groups are one look."""
        table = tables.queue
        key = table.c.alike
        query = sa.select(sa.func.count(), sa.func.count(key), sa.func.count(key.distinct()))
        query = narrowed(query.select_from(tables.queue), filters)
        row = self._connection.execute(query.where(tables.queue.c.state.in_(WAITING))).one()
        return row[0], row[0] - row[1] + row[2]

    def _first(self, kind: str, key: str, weights: Weights) -> CandidateId:
        table = tables.queue
        query = (
            sa.select(table.c.candidate)
            .where(table.c[f"by_{kind}"] == key, table.c.state.in_(WAITING))
            .order_by(*order(weights))
            .limit(1)
        )
        return CandidateId(self._connection.execute(query).scalar_one())

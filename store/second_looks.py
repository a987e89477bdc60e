"""Second looks, as they are kept: asked for once, answered once by another person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from domain.candidates import CandidateId
from domain.decisions import Decision, DecisionId, Reason, Verdict
from domain.second_looks import LookKind, SecondLook
from store import tables
from store.decisions import counts
from store.queue import free, narrowed
from store.upsert import insert_new


class SecondLooksRepository:
    """Keeps which findings a second person looks at, and what came of it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def ask(self, decision: Decision, kind: LookKind, why: tuple[str, ...], now: datetime) -> None:
        """Ask for a second look at this finding."""
        values = {
            "decision": decision.id,
            "candidate": decision.candidate,
            "kind": kind.value,
            "why": " ".join(why),
            "asked_at": now,
        }
        insert_new(self._connection, tables.second_looks, values)

    def waiting(
        self, filters: Mapping[str, str], *, who: str | None = None, limit: int = 200
    ) -> tuple[SecondLook, ...]:
        """Second looks that wait for this person, or for anybody; those a rule asks for first."""
        query = _waiting(filters, who).limit(limit)
        return tuple(_look(row) for row in self._connection.execute(query))

    def next(self, who: str, filters: Mapping[str, str], now: datetime) -> SecondLook | None:
        """The first second look that waits for this person and that nobody else holds."""
        query = _waiting(filters, who).where(free(who, now)).limit(1)
        locked = query.with_for_update(skip_locked=True, of=tables.queue)
        row = self._connection.execute(locked).first()
        return None if row is None else _look(row)

    def open_for(self, candidate: CandidateId) -> SecondLook | None:
        """The second look that a candidate waits for."""
        query = _waiting({}, None).where(tables.second_looks.c.candidate == candidate)
        row = self._connection.execute(query).first()
        return None if row is None else _look(row)

    def answer(
        self,
        look: SecondLook,
        verdict: Verdict,
        reason: Reason,
        *,
        analyst: str,
        now: datetime,
        note: str | None,
    ) -> bool:
        """Keep what the second person found; False where somebody was quicker."""
        table = tables.second_looks
        values = {
            "verdict": verdict.value,
            "reason": reason.value,
            "analyst": analyst,
            "looked_at": now,
            "note": note,
        }
        open_one = sa.and_(table.c.decision == look.decision, table.c.verdict.is_(None))
        done = self._connection.execute(sa.update(table).where(open_one).values(**values))
        return bool(done.rowcount)

    def answered(self, kind: LookKind | None = None) -> tuple[SecondLook, ...]:
        """Every second look that was made, oldest first."""
        query = _looks().where(tables.second_looks.c.verdict.is_not(None))
        if kind is not None:
            query = query.where(tables.second_looks.c.kind == kind.value)
        rows = self._connection.execute(query.order_by(tables.second_looks.c.looked_at))
        return tuple(_look(row) for row in rows)


def _looks() -> sa.Select[tuple[object, ...]]:
    return sa.select(
        tables.second_looks,
        tables.decisions.c.verdict.label("first"),
        tables.decisions.c.analyst.label("first_analyst"),
    ).join(tables.decisions, tables.decisions.c.id == tables.second_looks.c.decision)


def _waiting(filters: Mapping[str, str], who: str | None) -> sa.Select[tuple[object, ...]]:
    look = tables.second_looks
    query = _looks().join(tables.queue, tables.queue.c.candidate == look.c.candidate)
    query = narrowed(query, filters).where(look.c.verdict.is_(None), counts())
    if who is not None:
        query = query.where(tables.decisions.c.analyst != who)
    return query.order_by(look.c.kind, look.c.asked_at, look.c.decision)


def _look(row: sa.Row[tuple[object, ...]]) -> SecondLook:
    return SecondLook(
        decision=DecisionId(row.decision),
        candidate=CandidateId(row.candidate),
        kind=LookKind(row.kind),
        why=tuple(row.why.split()),
        first=Verdict(row.first),
        first_analyst=row.first_analyst,
        asked_at=row.asked_at,
        verdict=None if row.verdict is None else Verdict(row.verdict),
        reason=None if row.reason is None else Reason(row.reason),
        analyst=row.analyst,
        looked_at=row.looked_at,
    )

"""Second looks, as they are kept: asked for once, answered once by another person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa

from domain.candidates import CandidateId
from domain.decisions import Decision, DecisionId, Reason, Verdict
from domain.second_looks import LookKind, SecondLook
from store import tables
from store.blindness import reader_of
from store.decisions import counts
from store.ordering import free, narrowed
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
        query, reader = _waiting(filters, who).limit(limit), reader_of(self._connection)
        return tuple(_look(row).told_to(reader) for row in self._connection.execute(query))

    def withheld(self, decisions: Iterable[DecisionId]) -> frozenset[DecisionId]:
        """Which of these findings are kept from whoever reads by this connection."""
        reader, said = reader_of(self._connection), tables.decisions
        wanted = sorted(set(decisions))
        if reader is None or not wanted:
            return frozenset()
        query = _waiting({}, reader).with_only_columns(said.c.id).where(said.c.id.in_(wanted))
        return frozenset(DecisionId(one) for one in self._connection.scalars(query))

    def next(self, who: str, filters: Mapping[str, str], now: datetime) -> SecondLook | None:
        """The first second look that waits for this person and that nobody else holds."""
        query = _waiting(filters, who).where(free(who, now)).limit(1)
        locked = query.with_for_update(skip_locked=True, of=tables.queue)
        row = self._connection.execute(locked).first()
        return None if row is None else _look(row)

    def asked_by_rule(self, decisions: Iterable[DecisionId]) -> dict[DecisionId, tuple[str, ...]]:
        """Which of these findings go into no notice before a second person looked, and why."""
        table = tables.second_looks
        query = sa.select(table.c.decision, table.c.why).where(
            table.c.decision.in_(sorted(set(decisions))),
            table.c.kind == LookKind.RULE.value,
            table.c.verdict.is_(None),
        )
        rows = self._connection.execute(query)
        return {DecisionId(row.decision): tuple(row.why.split()) for row in rows}

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
    # a state would tell what was found, and what a notice rests on is no longer blind
    wanted = {name: value for name, value in filters.items() if name != "state"}
    query = narrowed(query, wanted).where(look.c.verdict.is_(None), counts(), ~_drafted())
    if who is not None:
        query = query.where(tables.decisions.c.analyst != who)
    return query.order_by(look.c.kind, look.c.asked_at, look.c.decision)


def _drafted() -> sa.ColumnElement[bool]:
    drafted = tables.notice_decisions
    gone = sa.select(drafted.c.decision).where(drafted.c.decision == tables.decisions.c.id)
    return gone.exists()


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

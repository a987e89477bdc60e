"""Decisions, as they are kept: appended, never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from domain.candidates import Candidate, CandidateId
from domain.decisions import Decision, DecisionId, Reason, Verdict
from domain.errors import NotFound
from domain.records import from_plain, to_plain
from domain.second_looks import LookKind
from store import tables
from store.upsert import insert_new, insert_returning_id


class DecisionsRepository:
    """Keeps what named persons said."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def append(  # noqa: PLR0913 - a decision has these parts, and all but three are named
        self,
        candidate: Candidate,
        verdict: Verdict,
        reason: Reason,
        *,
        analyst: str,
        now: datetime,
        note: str | None = None,
        shown_at: datetime | None = None,
    ) -> Decision:
        """Append a decision on the sighting that this candidate names."""
        decision = Decision(
            id=DecisionId(0),
            candidate=candidate.id,
            verdict=verdict,
            reason=reason,
            note=note,
            analyst=analyst,
            decided_at=now,
            sighting=candidate.sighting,
            sighting_digest=candidate.sighting_digest,
            shown_at=shown_at,
        )
        record = to_plain(decision)
        record.pop("id")
        values = {
            "candidate": candidate.id,
            "sighting": candidate.sighting,
            "verdict": verdict.value,
            "reason": reason.value,
            "analyst": analyst,
            "decided_at": now,
            "record": record,
        }
        kept = insert_returning_id(self._connection, tables.decisions, values)
        return replace(decision, id=DecisionId(kept))

    def decision(self, decision: DecisionId) -> Decision:
        """The decision of this id.

        Raises:
            NotFound: There is none.
        """
        query = sa.select(tables.decisions).where(tables.decisions.c.id == decision)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFound(f"There is no decision {decision}.")
        return _decision(row)

    def of_candidate(self, candidate: CandidateId) -> tuple[Decision, ...]:
        """All that was said of a candidate, oldest first."""
        table = tables.decisions
        query = sa.select(table).where(table.c.candidate == candidate).order_by(table.c.id)
        return tuple(_decision(row) for row in self._connection.execute(query))

    def undrafted(self) -> tuple[DecisionId, ...]:
        """Findings of infringement that are in no notice yet, oldest first.

        Left out is what was taken back, and what a second person still has to find as well.
        """
        table, drafted = tables.decisions, tables.notice_decisions
        query = (
            sa.select(table.c.id)
            .outerjoin(drafted, drafted.c.decision == table.c.id)
            .where(table.c.verdict == Verdict.INFRINGING.value, drafted.c.decision.is_(None))
            .where(counts(), ~_held_back())
            .order_by(table.c.id)
        )
        return tuple(DecisionId(one) for one in self._connection.scalars(query))

    def held_back(self) -> tuple[DecisionId, ...]:
        """Findings of infringement that a second person still has to find as well."""
        table = tables.decisions
        query = sa.select(table.c.id).where(counts(), _held_back()).order_by(table.c.id)
        return tuple(DecisionId(one) for one in self._connection.scalars(query))

    def latest_of(self, analyst: str, since: datetime) -> tuple[Decision, ...]:
        """What this person decided last and at once, of what still counts."""
        table = tables.decisions
        mine = sa.select(table).where(
            table.c.analyst == analyst, table.c.decided_at >= since, counts()
        )
        last = self._connection.execute(mine.order_by(table.c.id.desc()).limit(1)).first()
        if last is None:
            return ()
        query = mine.where(table.c.decided_at == last.decided_at).order_by(table.c.id)
        return tuple(_decision(row) for row in self._connection.execute(query))

    def recent(self, analyst: str, limit: int) -> tuple[Decision, ...]:
        """The latest decisions of this person that count, newest first."""
        table = tables.decisions
        query = sa.select(table).where(table.c.analyst == analyst, counts())
        rows = self._connection.execute(query.order_by(table.c.id.desc()).limit(limit))
        return tuple(_decision(row) for row in rows)

    def newest(self, limit: int) -> tuple[Decision, ...]:
        """The newest decisions that count, newest first."""
        query = sa.select(tables.decisions).where(counts())
        rows = self._connection.execute(query.order_by(tables.decisions.c.id.desc()).limit(limit))
        return tuple(_decision(row) for row in rows)

    def counting(self, candidate: CandidateId) -> tuple[Decision, ...]:
        """What was said of a candidate and still counts, oldest first."""
        table = tables.decisions
        query = sa.select(table).where(table.c.candidate == candidate, counts())
        rows = self._connection.execute(query.order_by(table.c.id))
        return tuple(_decision(row) for row in rows)

    def is_drafted(self, decision: DecisionId) -> bool:
        """Whether a notice rests on this decision."""
        table = tables.notice_decisions
        query = sa.select(table.c.notice).where(table.c.decision == decision)
        return self._connection.scalar(query) is not None

    def take_back(
        self, decision: DecisionId, who: str, now: datetime, why: str | None = None
    ) -> None:
        """Note that a decision counts no longer."""
        values = {"decision": decision, "who": who, "at": now, "why": why}
        insert_new(self._connection, tables.taken_back, values)


def counts() -> sa.ColumnElement[bool]:
    """Whether a decision was not taken back."""
    gone = sa.select(tables.taken_back.c.decision)
    return ~gone.where(tables.taken_back.c.decision == tables.decisions.c.id).exists()


def _held_back() -> sa.ColumnElement[bool]:
    look = tables.second_looks
    return (
        sa.select(look.c.decision)
        .where(look.c.decision == tables.decisions.c.id)
        .where(look.c.kind == LookKind.RULE.value, look.c.verdict.is_(None))
        .exists()
    )


def _decision(row: sa.Row[tuple[object, ...]]) -> Decision:
    return from_plain(Decision, {**row.record, "id": row.id})

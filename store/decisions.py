"""Decisions, as they are kept: appended, never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from domain.candidates import Candidate, CandidateId
from domain.decisions import Decision, DecisionId, Reason, Verdict
from domain.errors import NotFound
from domain.records import from_plain, to_plain
from store import tables
from store.upsert import insert_returning_id


class DecisionsRepository:
    """Keeps what named persons said."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def append(
        self,
        candidate: Candidate,
        verdict: Verdict,
        reason: Reason,
        *,
        analyst: str,
        now: datetime,
        note: str | None = None,
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
        """Findings of infringement that are in no notice yet, oldest first."""
        table, drafted = tables.decisions, tables.notice_decisions
        query = (
            sa.select(table.c.id)
            .outerjoin(drafted, drafted.c.decision == table.c.id)
            .where(table.c.verdict == Verdict.INFRINGING.value, drafted.c.decision.is_(None))
            .order_by(table.c.id)
        )
        return tuple(DecisionId(one) for one in self._connection.scalars(query))


def _decision(row: sa.Row[tuple[object, ...]]) -> Decision:
    return from_plain(Decision, {**row.record, "id": row.id})

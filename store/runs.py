"""The run ledger, and the leases that keep one thing from running twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from domain.errors import Busy, NotFound
from domain.records import from_plain, to_plain
from domain.runs import Run, RunId, RunState, StageReport, Step
from store import tables
from store.upsert import insert_new, insert_returning_id


class RunsRepository:
    """Keeps what was started, what came of it, and who may start it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def start(self, step: Step, now: datetime, parent: RunId | None = None) -> RunId:
        """Open a line of the ledger."""
        values = {
            "step": step.name,
            "arguments": dict(step.arguments),
            "state": RunState.RUNNING.value,
            "started_at": now,
            "parent": parent,
        }
        return RunId(insert_returning_id(self._connection, tables.runs, values))

    def finish(
        self,
        run: RunId,
        state: RunState,
        now: datetime,
        *,
        report: StageReport | None = None,
        error: str | None = None,
    ) -> None:
        """Close a line of the ledger."""
        values = {
            "state": state.value,
            "ended_at": now,
            "report": None if report is None else to_plain(report),
            "error": error,
        }
        table = tables.runs
        self._connection.execute(sa.update(table).where(table.c.id == run).values(**values))

    def run(self, run: RunId) -> Run:
        """The line of this id.

        Raises:
            NotFound: There is none.
        """
        row = self._connection.execute(
            sa.select(tables.runs).where(tables.runs.c.id == run)
        ).first()
        if row is None:
            raise NotFound(f"There is no run {run}.")
        return _run(row)

    def recent(self, limit: int = 50, step: str | None = None, offset: int = 0) -> tuple[Run, ...]:
        """The latest lines, newest first, or those of one step."""
        query = sa.select(tables.runs).order_by(tables.runs.c.id.desc())
        query = query.limit(limit).offset(offset)
        if step is not None:
            query = query.where(tables.runs.c.step == step)
        return tuple(_run(row) for row in self._connection.execute(query))

    def close_abandoned(self, now: datetime, *, step: str) -> int:
        """Mark this step's lines that nobody will close any more as interrupted; how many.

        The caller holds the step's lease, so whatever still says `running` was cut off.
        """
        table = tables.runs
        found = self._connection.execute(
            sa.update(table)
            .where(table.c.state == RunState.RUNNING.value, table.c.step == step)
            .values(state=RunState.INTERRUPTED.value, ended_at=now)
        )
        return int(found.rowcount)

    def take_lease(self, name: str, owner: str, now: datetime, seconds: int) -> None:
        """Take or renew the right to run something alone.

        Raises:
            Busy: Somebody else holds it and has renewed it in time.
        """
        table, until = tables.leases, now + timedelta(seconds=seconds)
        if insert_new(self._connection, table, {"name": name, "owner": owner, "until": until}):
            return
        query = sa.select(table).where(table.c.name == name).with_for_update()
        row = self._connection.execute(query).one()
        if row.owner != owner and row.until > now:
            raise Busy(name, row.owner, row.until)
        values = {"owner": owner, "until": until}
        self._connection.execute(sa.update(table).where(table.c.name == name).values(**values))

    def give_back_lease(self, name: str, owner: str) -> None:
        """Let others run it; nothing happens where somebody else holds it by now."""
        table = tables.leases
        self._connection.execute(
            sa.delete(table).where(table.c.name == name, table.c.owner == owner)
        )


def _run(row: sa.Row[tuple[object, ...]]) -> Run:
    return Run(
        id=RunId(row.id),
        step=Step(row.step, row.arguments),
        state=RunState(row.state),
        started_at=row.started_at,
        ended_at=row.ended_at,
        report=from_plain(StageReport, row.report) if row.report else None,
        error=row.error,
        parent=RunId(row.parent) if row.parent else None,
    )

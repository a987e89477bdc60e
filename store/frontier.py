"""Scans and their frontier: which addresses wait, which are leased, and what came of the rest.

A lease lasts as long as the lease of the platform's scan: whoever holds that is the only one to
give addresses out, and frees those of a predecessor that was cut off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from domain.digests import digest_of
from domain.listings import PageKind
from domain.records import Plain, from_plain, to_plain
from domain.runs import RunId
from domain.scans import Ask, AskId, ClosedScan, Lease, OpenScan, Purpose, Rest, ScanId
from store import tables
from store.upsert import insert_new, insert_returning_id, put, storable

WAITING, LEASED, DONE = "waiting", "leased", "done"


class FrontierRepository:
    """Keeps scans address by address, so that a scan may be cut off at any moment."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def open_scan(
        self, platform: str, purpose: Purpose, name: str, now: datetime, run: RunId | None
    ) -> OpenScan:
        """Begin a scan; nothing waits in it yet."""
        values = {
            "platform": platform,
            "purpose": purpose.value,
            "name": name,
            "started_at": now,
            "run": run,
        }
        return OpenScan(
            ScanId(insert_returning_id(self._connection, tables.scans, values)), name, now
        )

    def open_scans(self, platform: str, purpose: Purpose) -> tuple[OpenScan, ...]:
        """The scans that were begun and never closed, oldest first."""
        table = tables.scans
        query = sa.select(table).where(
            table.c.platform == platform,
            table.c.purpose == purpose.value,
            table.c.closed_at.is_(None),
        )
        rows = self._connection.execute(query.order_by(table.c.id))
        return tuple(OpenScan(ScanId(row.id), row.name, row.started_at) for row in rows)

    def close(self, scan: ScanId, reason: str, now: datetime, record: Plain) -> None:
        """End a scan; what still waits in it is not asked any more."""
        values = {"closed_at": now, "reason": reason, "record": record}
        table = tables.scans
        self._connection.execute(sa.update(table).where(table.c.id == scan).values(**values))

    def closed(self, platform: str | None, limit: int, offset: int = 0) -> tuple[ClosedScan, ...]:
        """The latest closed search scans of a platform, None for all, newest first."""
        table = tables.scans
        query = sa.select(table).where(
            table.c.purpose == Purpose.SEARCH.value, table.c.closed_at.is_not(None)
        )
        if platform is not None:
            query = query.where(table.c.platform == platform)
        query = query.order_by(table.c.id.desc()).limit(limit).offset(offset)
        rows = self._connection.execute(query)
        return tuple(_closed(row) for row in rows)

    def latest(self) -> tuple[ClosedScan, ...]:
        """The latest closed search scan of each platform, by platform."""
        table = tables.scans
        closed = (table.c.purpose == Purpose.SEARCH.value, table.c.closed_at.is_not(None))
        newest = sa.select(sa.func.max(table.c.id)).where(*closed).group_by(table.c.platform)
        query = sa.select(table).where(table.c.id.in_(newest)).order_by(table.c.platform)
        return tuple(_closed(row) for row in self._connection.execute(query))

    def add(self, scan: ScanId, asks: Iterable[Ask]) -> int:
        """Let these addresses wait, each once a scan; how many were new."""
        return sum(insert_new(self._connection, tables.frontier, _row(scan, ask)) for ask in asks)

    def lease(self, scan: ScanId, limit: int, now: datetime) -> tuple[Lease, ...]:
        """Give out addresses: searches before items, and what was tried before last."""
        table = tables.frontier
        ready = sa.or_(table.c.not_before.is_(None), table.c.not_before <= now)
        query = (
            sa.select(table)
            .where(table.c.scan == scan, table.c.state == WAITING, ready)
            .order_by(table.c.tries, table.c.place, table.c.id)
            .limit(max(limit, 0))
            .with_for_update(skip_locked=True)
        )
        rows = self._connection.execute(query).all() if limit > 0 else []
        values = {"state": LEASED, "tries": table.c.tries + 1, "asked_at": now}
        chosen = table.c.id.in_([row.id for row in rows])
        if rows:
            self._connection.execute(sa.update(table).where(chosen).values(**values))
        return tuple(replace(_lease(row), tries=row.tries + 1) for row in rows)

    def leased(self, scan: ScanId) -> tuple[Lease, ...]:
        """What was given out and did not come back."""
        table = tables.frontier
        query = sa.select(table).where(table.c.scan == scan, table.c.state == LEASED)
        rows = self._connection.execute(query.order_by(table.c.id))
        return tuple(_lease(row) for row in rows)

    def put_back(self, ask: AskId) -> None:
        """Let a leased address wait again: its crawl was cut off, and nobody knows what came."""
        self._wait(ask, {})

    def refuse(self, ask: AskId, not_before: datetime) -> None:
        """Let a leased address wait until this time: it was asked, and was not to be had."""
        more = tables.frontier.c.refusals + 1
        self._wait(ask, {"not_before": not_before, "refusals": more})

    def spare(self, ask: AskId, not_before: datetime) -> None:
        """Let a leased address wait until this time; it was not asked, so this was no try."""
        self._wait(ask, {"not_before": not_before, "tries": tables.frontier.c.tries - 1})

    def _wait(self, ask: AskId, values: Mapping[str, object]) -> None:
        table = tables.frontier
        chosen = sa.and_(table.c.id == ask, table.c.state == LEASED)
        self._connection.execute(
            sa.update(table).where(chosen).values({"state": WAITING, "not_before": None, **values})
        )

    def done(self, ask: AskId, outcome: Plain) -> bool:
        """Keep what came of an address; False where that was kept before, which stays."""
        table = tables.frontier
        chosen = sa.and_(table.c.id == ask, table.c.state != DONE)
        changed = self._connection.execute(
            sa.update(table).where(chosen).values(state=DONE, outcome=outcome)
        )
        return bool(changed.rowcount)

    def outcomes(self, scan: ScanId) -> tuple[Plain, ...]:
        """What came of every address that is done, in the order of the frontier."""
        table = tables.frontier
        query = sa.select(table.c.outcome).where(table.c.scan == scan, table.c.state == DONE)
        return tuple(self._connection.scalars(query.order_by(table.c.id)))

    def answers(self, scan: ScanId) -> tuple[tuple[Ask, Plain], ...]:
        """Every address that is done, with what came of it, in the order of the frontier."""
        table = tables.frontier
        query = sa.select(table.c.ask, table.c.outcome).where(
            table.c.scan == scan, table.c.state == DONE
        )
        rows = self._connection.execute(query.order_by(table.c.id))
        return tuple((from_plain(Ask, row.ask), row.outcome) for row in rows)

    def waiting(self, scan: ScanId) -> tuple[int, datetime | None]:
        """How many addresses wait, and when the first of them may be asked (None: now)."""
        table = tables.frontier
        chosen = sa.and_(table.c.scan == scan, table.c.state == WAITING)
        query = sa.select(table.c.not_before).where(chosen)
        times = list(self._connection.scalars(query))
        known = [time for time in times if time is not None]
        return len(times), min(known) if len(known) == len(times) and known else None

    def asked(self, scan: ScanId) -> int:
        """How many requests this scan's leases stand for."""
        table = tables.frontier
        query = sa.select(sa.func.sum(table.c.tries)).where(table.c.scan == scan)
        return int(self._connection.scalar(query) or 0)

    def asked_again(self, scan: ScanId) -> int:
        """How many addresses of this scan were given out more than once."""
        table = tables.frontier
        chosen = sa.and_(table.c.scan == scan, table.c.tries > 1)
        query = sa.select(sa.func.count()).select_from(table).where(chosen)
        return int(self._connection.scalar(query) or 0)

    def asked_since(self, platform: str, since: datetime) -> int:
        """How many requests this platform was sent since then, by any scan."""
        table = tables.frontier
        query = (
            sa.select(sa.func.sum(table.c.tries))
            .join(tables.scans, tables.scans.c.id == table.c.scan)
            .where(tables.scans.c.platform == platform, table.c.asked_at >= since)
        )
        return int(self._connection.scalar(query) or 0)

    def keep_rest(self, rest: Rest) -> None:
        """Remember when a domain may be asked again."""
        values = {
            "host": storable(rest.host),
            "not_before": rest.not_before,
            "record": to_plain(rest),
        }
        put(self._connection, tables.rests, ("host",), values)

    def rests(self) -> tuple[Rest, ...]:
        """Every domain's rest, by host."""
        rows = self._connection.execute(sa.select(tables.rests).order_by(tables.rests.c.host))
        return tuple(from_plain(Rest, row.record) for row in rows)


def _row(scan: ScanId, ask: Ask) -> dict[str, object]:
    return {
        "scan": scan,
        "address": digest_of(ask.url),
        "state": WAITING,
        # all searches are asked before the first item page spends the budget
        "place": 0 if ask.kind is PageKind.LISTING else 1,
        "tries": 0,
        "refusals": 0,
        "ask": to_plain(ask),
    }


def _lease(row: sa.Row[tuple[object, ...]]) -> Lease:
    return Lease(AskId(row.id), from_plain(Ask, row.ask), row.tries, row.refusals)


def _closed(row: sa.Row[tuple[object, ...]]) -> ClosedScan:
    return ClosedScan(
        row.platform,
        row.name,
        row.started_at,
        row.closed_at,
        row.reason,
        (row.record or {}).get("health", {}),
        (row.record or {}).get("degraded"),
    )

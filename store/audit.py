"""The audit log: each event carries the digest of the one before it.

Every exhibit, sighting, decision, notice and export leaves an event. What a bundle shows of the
log is its own events, each with a proof that it stands in the tree over all (`merkle.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from domain.custody import AuditEvent, Custody, event_digest
from domain.digests import Sha256
from domain.records import Plain
from store import tables
from store.merkle import Tree

START = Sha256("0" * 64)
"""What the first event names as the one before it."""

SEALED = "sealed"
"""The kind of the event that names every file of a bundle."""

CHAIN_LOCK = 7_219_001
"""The PostgreSQL advisory lock under which the chain grows; SQLite locks the whole transaction."""


class AuditLog:
    """Appends to the chain and reads it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def append(self, kind: str, subject: str, payload: Plain, who: str, now: datetime) -> Sha256:
        """Add an event at the end of the chain and give its digest; floats are refused."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(CHAIN_LOCK)))
        last = self._connection.execute(
            sa.select(tables.audit).order_by(tables.audit.c.seq.desc()).limit(1)
        ).first()
        seq, previous = (last.seq + 1, last.digest) if last else (1, START)
        digest = event_digest(seq, kind, subject, who, now, payload, previous)
        self._connection.execute(
            sa.insert(tables.audit).values(
                seq=seq, kind=kind, subject=subject, who=who, at=now, payload=payload,
                previous=previous, digest=digest,
            )
        )  # fmt: skip
        return digest

    def last(self) -> AuditEvent | None:
        """The latest event."""
        query = sa.select(tables.audit).order_by(tables.audit.c.seq.desc()).limit(1)
        row = self._connection.execute(query).first()
        return AuditEvent(**row._mapping) if row else None  # noqa: SLF001 - SQLAlchemy's public name

    def seal(self, subject: str, payload: Plain, who: str, now: datetime) -> AuditEvent:
        """The event that seals these files; sealing the same again gives the one that is there."""
        table = tables.audit
        ours = sa.select(table).where(table.c.subject == subject, table.c.kind == SEALED)
        latest = ours.order_by(table.c.seq.desc()).limit(1)
        row = self._connection.execute(latest).first()
        if row is None or row.payload != payload:
            self.append(SEALED, subject, payload, who, now)
            row = self._connection.execute(latest).one()
        return AuditEvent(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name

    def tree(self, size: int) -> Tree:
        """The tree over the digests of the first `size` events."""
        table = tables.audit
        first = table.c.seq <= size
        digests = self._connection.scalars(sa.select(table.c.digest).where(first).order_by("seq"))
        return Tree([bytes.fromhex(digest) for digest in digests])

    def custody(self, subjects: Iterable[str], size: int) -> Custody:
        """The events of these subjects among the first `size`, with their proofs."""
        tree = self.tree(size)
        events = [
            event
            for subject in set(subjects)
            for event in self.events(subject)
            if event.seq <= size
        ]
        events.sort(key=lambda event: event.seq)
        proofs = {event.seq: tuple(tree.inclusion(event.seq - 1)) for event in events}
        return Custody(tuple(events), proofs, size, tree.root())

    def events(self, subject: str | None = None) -> tuple[AuditEvent, ...]:
        """All events in order, or those of one subject."""
        query = sa.select(tables.audit).order_by(tables.audit.c.seq)
        if subject is not None:
            query = query.where(tables.audit.c.subject == subject)
        return tuple(AuditEvent(**row._mapping) for row in self._connection.execute(query))  # noqa: SLF001 - SQLAlchemy's public name

    def latest(
        self, limit: int, *, who: str | None, kind: str | None, before: int | None
    ) -> tuple[AuditEvent, ...]:
        """The newest events before this place, of this person and of this kind."""
        table = tables.audit
        query = sa.select(table).order_by(table.c.seq.desc()).limit(limit)
        if who is not None:
            query = query.where(table.c.who == who)
        if kind is not None:
            query = query.where(table.c.kind == kind)
        if before is not None:
            query = query.where(table.c.seq < before)
        return tuple(AuditEvent(**row._mapping) for row in self._connection.execute(query))  # noqa: SLF001 - SQLAlchemy's public name

    def kinds(self) -> tuple[str, ...]:
        """The kinds of events that there are, by name."""
        kind = tables.audit.c.kind
        return tuple(self._connection.scalars(sa.select(kind).distinct().order_by(kind)))

    def first_break(self) -> int | None:
        """The place of the first event that does not fit the chain; None when it is whole."""
        previous, expected = START, 1
        for event in self.events():
            fits = event.seq == expected and event.previous == previous
            if not fits or event.digest != event.own_digest():
                return event.seq
            previous, expected = event.digest, expected + 1
        return None

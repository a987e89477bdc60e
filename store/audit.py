"""The audit log: each event carries the digest of the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from domain.digests import Sha256, digest_of
from domain.records import Plain
from store import tables

START = Sha256("0" * 64)
"""What the first event names as the one before it."""

CHAIN_LOCK = 7_219_001
"""The PostgreSQL advisory lock under which the chain grows; SQLite locks the whole transaction."""


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One thing that was done: what, to what, by whom, when, and the digest that chains it."""

    seq: int
    kind: str
    subject: str
    who: str
    at: datetime
    payload: Plain
    previous: Sha256
    digest: Sha256


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
        digest = _digest(seq, kind, subject, who, now, payload, previous)
        self._connection.execute(
            sa.insert(tables.audit).values(
                seq=seq, kind=kind, subject=subject, who=who, at=now, payload=payload,
                previous=previous, digest=digest,
            )
        )  # fmt: skip
        return digest

    def events(self, subject: str | None = None) -> tuple[AuditEvent, ...]:
        """All events in order, or those of one subject."""
        query = sa.select(tables.audit).order_by(tables.audit.c.seq)
        if subject is not None:
            query = query.where(tables.audit.c.subject == subject)
        return tuple(AuditEvent(**row._mapping) for row in self._connection.execute(query))  # noqa: SLF001 - SQLAlchemy's public name

    def first_break(self) -> int | None:
        """The place of the first event that does not fit the chain; None when it is whole."""
        previous, expected = START, 1
        for event in self.events():
            fits = event.seq == expected and event.previous == previous
            if not fits or event.digest != _digest_of(event):
                return event.seq
            previous, expected = event.digest, expected + 1
        return None


def _digest_of(event: AuditEvent) -> Sha256:
    return _digest(
        event.seq, event.kind, event.subject, event.who, event.at, event.payload, event.previous
    )


def _digest(  # noqa: PLR0913, PLR0917 - an event has these parts, and all are covered
    seq: int, kind: str, subject: str, who: str, at: datetime, payload: Plain, previous: Sha256
) -> Sha256:
    moment = at.astimezone(UTC).isoformat()
    return digest_of([seq, kind, subject, who, moment, payload, previous])

"""Custody: what was done to each thing, in a chain that can be checked by a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from domain.digests import Sha256, digest_of
from domain.records import Plain


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

    def own_digest(self) -> Sha256:
        """The digest that the event must have."""
        return event_digest(
            self.seq, self.kind, self.subject, self.who, self.at, self.payload, self.previous
        )

    def record(self) -> dict[str, Plain]:
        """The event as a JSON value; its digest is that of the other parts in their order."""
        moment = self.at.astimezone(UTC).isoformat()
        return {
            "seq": self.seq, "kind": self.kind, "subject": self.subject, "who": self.who,
            "at": moment, "payload": self.payload, "previous": self.previous,
            "digest": self.digest,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Custody:
    """Some events of the log, and what proves that they stand in it.

    `proofs` has a path of digests (RFC 9162) for each event's place; `root` is that of the tree
    over the digests of the first `size` events.
    """

    events: tuple[AuditEvent, ...]
    proofs: dict[int, tuple[bytes, ...]]
    size: int
    root: bytes


def event_digest(  # noqa: PLR0913, PLR0917 - an event has these parts, and all are covered
    seq: int, kind: str, subject: str, who: str, at: datetime, payload: Plain, previous: Sha256
) -> Sha256:
    """The digest of an event's parts in their order; floats are refused."""
    moment = at.astimezone(UTC).isoformat()
    return digest_of([seq, kind, subject, who, moment, payload, previous])

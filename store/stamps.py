"""Stamps that are wanted, asked for and kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa

from domain.digests import Sha256
from domain.records import from_plain, to_plain
from domain.stamps import Stamp, StampedKind, StampId, StampState, WantedStamp
from store import tables
from store.upsert import insert_new

MOST_AT_ONCE = 500
"""Digests asked for in one statement."""


class StampsRepository:
    """Keeps which digests are to be stamped by whom, and the tokens."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def want(
        self, digests: Iterable[Sha256], kind: StampedKind, authority: str, now: datetime
    ) -> int:
        """Ask for stamps on these digests; those asked for before stay as they are."""
        new = 0
        for digest in digests:
            values = {
                "digest": digest,
                "kind": kind.value,
                "authority": authority,
                "state": StampState.PENDING.value,
                "tries": 0,
                "next_try_at": now,
            }
            new += insert_new(self._connection, tables.stamps, values)
        return new

    def unstamped_exhibits(self, authority: str) -> list[Sha256]:
        """The exhibits that this authority was never asked for."""
        asked = sa.select(tables.stamps.c.digest).where(tables.stamps.c.authority == authority)
        known = set(self._connection.scalars(asked))
        rows = self._connection.scalars(sa.select(tables.exhibits.c.record))
        return sorted({Sha256(str(record["sha256"])) for record in rows} - known)

    def due(self, now: datetime, limit: int) -> tuple[WantedStamp, ...]:
        """What has no token that holds and may be tried now, the longest waiting first."""
        table = tables.stamps
        query = sa.select(table).where(
            table.c.state != StampState.VERIFIED.value, table.c.next_try_at <= now
        )
        ordered = query.order_by(table.c.next_try_at, table.c.id).limit(limit)
        return tuple(_wanted(row) for row in self._connection.execute(ordered))

    def keep(self, stamp: StampId, token: Stamp, request: bytes, response: bytes) -> None:
        """Keep a token that holds, with the request it answers."""
        self._update(
            stamp,
            state=StampState.VERIFIED.value,
            tries=tables.stamps.c.tries + 1,
            reason=None,
            signer_until=token.signer_until,
            record=to_plain(token),
            request=request,
            response=response,
        )

    def failed(
        self, stamp: StampId, state: StampState, reason: str, next_try_at: datetime
    ) -> None:
        """Write down why there is no token, and when to ask again."""
        self._update(
            stamp,
            state=state.value,
            tries=tables.stamps.c.tries + 1,
            reason=reason,
            next_try_at=next_try_at,
        )

    def of(self, digests: Collection[Sha256]) -> Mapping[Sha256, tuple[WantedStamp, ...]]:
        """Everything asked for these digests, in the order of the authorities' names."""
        found: dict[Sha256, tuple[WantedStamp, ...]] = {}
        ordered, table = sorted(set(digests)), tables.stamps
        for start in range(0, len(ordered), MOST_AT_ONCE):
            part = ordered[start : start + MOST_AT_ONCE]
            query = sa.select(table).where(table.c.digest.in_(part)).order_by(table.c.authority)
            for row in self._connection.execute(query):
                wanted = _wanted(row)
                found[wanted.digest] = (*found.get(wanted.digest, ()), wanted)
        return found

    def ending(self, before: datetime) -> tuple[WantedStamp, ...]:
        """Tokens whose signer's certificate ends before this time, and before a newer one's.

        A token that no authority outlasts yet is not among them: to stamp it anew gains nothing.
        """
        table = tables.stamps
        latest = self._connection.scalar(sa.select(sa.func.max(table.c.signer_until)))
        if latest is None:
            return ()
        query = sa.select(table).where(
            table.c.signer_until < before, table.c.signer_until < latest
        )
        return tuple(_wanted(row) for row in self._connection.execute(query.order_by(table.c.id)))

    def lasting(self, authority: str) -> datetime | None:
        """Until when this authority's newest certificate is good; None before its first token."""
        table = tables.stamps
        own = table.c.authority == authority
        found: datetime | None = self._connection.scalar(
            sa.select(sa.func.max(table.c.signer_until)).where(own)
        )
        return found

    def of_kind(self, kind: StampedKind) -> tuple[WantedStamp, ...]:
        """Everything asked for digests of this kind, oldest first."""
        table = tables.stamps
        query = sa.select(table).where(table.c.kind == kind.value).order_by(table.c.id)
        return tuple(_wanted(row) for row in self._connection.execute(query))

    def counts(self) -> Mapping[str, int]:
        """How many stamps are in each state."""
        table = tables.stamps
        query = sa.select(table.c.state, sa.func.count().label("wanted")).group_by(table.c.state)
        return {row.state: row.wanted for row in self._connection.execute(query)}

    def _update(self, stamp: StampId, **values: object) -> None:
        table = tables.stamps
        self._connection.execute(sa.update(table).where(table.c.id == stamp).values(**values))


def _wanted(row: sa.Row[tuple[object, ...]]) -> WantedStamp:
    return WantedStamp(
        id=StampId(row.id),
        digest=Sha256(row.digest),
        kind=StampedKind(row.kind),
        authority=row.authority,
        state=StampState(row.state),
        tries=row.tries,
        next_try_at=row.next_try_at,
        reason=row.reason,
        stamp=from_plain(Stamp, row.record) if row.record else None,
        request=row.request,
        response=row.response,
    )

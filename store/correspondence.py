"""The correspondence on notices, and the rights that channels approved."""

from __future__ import annotations

import sqlalchemy as sa

from domain.correspondence import ApprovedRight, Entry, EntryKind
from domain.digests import Sha256
from domain.notices import NoticeId
from domain.records import to_plain
from domain.rights import RightSlug
from store import tables


class CorrespondenceRepository:
    """Keeps what happened to notices after filing; lines are appended and never changed."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def note(self, entry: Entry) -> None:
        """Append a line."""
        values = {
            "notice": entry.notice,
            "kind": entry.kind.value,
            "at": entry.at,
            "who": entry.who,
            "noted_at": entry.noted_at,
            "ticket": entry.ticket,
            "code": entry.code,
            "text": entry.text,
            "files": to_plain(entry.files),
        }
        self._connection.execute(sa.insert(tables.correspondence).values(**values))

    def of(self, notice: NoticeId) -> tuple[Entry, ...]:
        """Every line on this notice, in the order in which they were written."""
        table = tables.correspondence
        query = sa.select(table).where(table.c.notice == notice).order_by(table.c.id)
        return tuple(_entry(row) for row in self._connection.execute(query))

    def attempts(self, notice: NoticeId) -> int:
        """How many times this complaint was made: once, and once more for each filing again."""
        table = tables.correspondence
        query = (
            sa.select(sa.func.count())
            .select_from(table)
            .where(table.c.notice == notice, table.c.kind == EntryKind.REFILED.value)
        )
        return 1 + int(self._connection.scalar(query) or 0)

    def approve(self, one: ApprovedRight) -> None:
        """Append the reference under which a channel approved a right."""
        values = {
            "channel": one.channel,
            "right": one.right,
            "reference": one.reference,
            "at": one.at,
            "who": one.who,
        }
        self._connection.execute(sa.insert(tables.approved_rights).values(**values))

    def reference(self, channel: str, right: RightSlug) -> str | None:
        """The latest reference under which this channel approved the right; None where none is."""
        table = tables.approved_rights
        query = (
            sa.select(table.c.reference)
            .where(table.c.channel == channel, table.c.right == right)
            .order_by(table.c.id.desc())
            .limit(1)
        )
        found = self._connection.scalar(query)
        return None if found is None else str(found)


def _entry(row: sa.Row[tuple[object, ...]]) -> Entry:
    return Entry(
        notice=NoticeId(row.notice),
        kind=EntryKind(row.kind),
        at=row.at,
        who=row.who,
        noted_at=row.noted_at,
        ticket=row.ticket,
        code=row.code,
        text=row.text,
        files={name: Sha256(digest) for name, digest in row.files.items()},
    )

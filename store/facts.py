"""What programs read in files, kept by the digest of the bytes so that each is read once."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from domain.digests import Sha256
from domain.papers import FileFacts
from domain.records import from_plain, to_plain
from store import tables
from store.upsert import put

MOST_AT_ONCE = 500
"""Digests asked for in one statement."""


class FactsRepository:
    """Keeps what a file says of itself, under the name of what read it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of(self, maker: str, digests: Collection[Sha256]) -> dict[Sha256, FileFacts | None]:
        """What this maker read in these files; None where a file told nothing."""
        table, found = tables.file_facts, dict[Sha256, FileFacts | None]()
        ordered = sorted(set(digests))
        for start in range(0, len(ordered), MOST_AT_ONCE):
            part = ordered[start : start + MOST_AT_ONCE]
            query = sa.select(table).where(table.c.maker == maker, table.c.sha256.in_(part))
            for row in self._connection.execute(query):
                told = row.record.get("facts")
                found[Sha256(row.sha256)] = from_plain(FileFacts, told) if told else None
        return found

    def keep(self, maker: str, facts: Mapping[Sha256, FileFacts | None]) -> None:
        """Keep what this maker read in these files."""
        for digest, told in sorted(facts.items()):
            record = {"facts": to_plain(told)}
            values = {"sha256": digest, "maker": maker, "record": record}
            put(self._connection, tables.file_facts, ("sha256", "maker"), values)

"""Insert what is new, on both dialects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

LONGEST = 200
"""Characters of a stranger's text that a column and its index take; the record holds the whole."""


def insert_new(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> bool:
    """Insert this row unless one of its unique keys is taken; whether it was new."""
    statement = _insert(connection, table, values).on_conflict_do_nothing()
    # what was inserted comes back; the drivers do not agree on counting it
    return connection.execute(statement.returning(*table.primary_key)).first() is not None


def insert_returning_id(
    connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]
) -> int:
    """Insert this row and give the id that the database chose."""
    inserted = connection.execute(sa.insert(table).values(**values).returning(table.c.id))
    return int(inserted.scalar_one())


def put(
    connection: sa.Connection, table: sa.Table, key: tuple[str, ...], values: Mapping[str, Any]
) -> None:
    """Insert this row, or replace the one with the same key."""
    statement = _insert(connection, table, values)
    rest = {name: value for name, value in values.items() if name not in key}
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=rest))


def storable(text: str | None) -> str | None:
    """What a column can hold of a text: no NUL, no lone surrogates, not endless."""
    if text is None:
        return None
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")[:LONGEST]


def _insert(
    connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]
) -> postgresql.Insert | sqlite.Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).values(**values)
    return sqlite.insert(table).values(**values)

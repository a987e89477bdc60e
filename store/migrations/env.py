"""Runs migrations, on the connection given or on the database that the settings name."""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa
from alembic import context

from config.load import load_settings
from store.engine import open_engine
from store.tables import PlainJson, UtcTime, metadata


def plain_type(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our own column types into migrations as what they are in the database."""
    if kind == "type" and isinstance(item, UtcTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, PlainJson):
        return "sa.Text()"
    return False


def run(connection: sa.Connection) -> None:
    """Migrate on this connection, in one transaction."""
    context.configure(
        connection, target_metadata=metadata, render_as_batch=True, render_item=plain_type
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with open_engine(load_settings().database.url.get_secret_value()).connect() as own:
        run(own)
        own.commit()

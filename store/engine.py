"""The database: one engine for SQLite and PostgreSQL, and the schema brought up to date."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import alembic.command
import alembic.config
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from domain.errors import InputError
from store.wall import build_wall

MIGRATIONS = Path(__file__).with_name("migrations")
BUSY_SECONDS = 120
"""SQLite gives its lock in no order: of eight who write at once, one may wait long."""


def open_engine(url: str) -> sa.Engine:
    """An engine for this address.

    SQLite runs with a write-ahead log and foreign keys on; a transaction takes the write lock at
    its beginning, unless it only reads, so that two writers wait instead of failing half-way.

    Raises:
        InputError: The address is of no database that this program speaks to.
    """
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as exc:
        raise InputError("database.url is no database address.", where="settings") from exc
    if parsed.get_backend_name() == "sqlite":
        return _walled(_sqlite_engine(parsed))
    if parsed.get_backend_name() == "postgresql":
        postgres = parsed.set(drivername="postgresql+psycopg")
        return _walled(sa.create_engine(postgres, pool_pre_ping=True))
    raise InputError(
        f"{parsed.get_backend_name()} is not spoken here.",
        where="database.url",
        mend="Use sqlite:///file or postgresql+psycopg://user:password@host/name.",
    )


def bring_up_to_date(engine: sa.Engine) -> None:
    """Create or migrate the tables to the newest schema; safe to run again."""
    with engine.connect() as connection:
        configuration = _alembic()
        configuration.attributes["connection"] = connection
        alembic.command.upgrade(configuration, "head")
        connection.commit()


def require_up_to_date(engine: sa.Engine) -> None:
    """Refuse to work on a database whose tables are missing or of another version.

    Raises:
        InputError: It cannot be reached, or its schema is not this program's.
    """
    head = ScriptDirectory.from_config(_alembic()).get_current_head()
    try:
        with engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
    except sa.exc.OperationalError as exc:
        raise InputError(
            f"the database cannot be opened ({str(exc.orig).splitlines()[0]}).",
            where="database.url",
            mend="Check the address, then run `jianzhen init`.",
        ) from exc
    if found != head:
        raise InputError(
            f"the database is at version {found}, this program needs {head}.",
            mend="Run `jianzhen init`; it keeps what is there.",
        )


def _walled(engine: sa.Engine) -> sa.Engine:
    build_wall(engine)
    return engine


def _alembic() -> alembic.config.Config:
    configuration = alembic.config.Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    configuration.attributes["quiet"] = True
    return configuration


def _sqlite_engine(url: sa.URL) -> sa.Engine:
    if url.database and url.database != ":memory:":
        # sellers' data lies in it: a new folder is for its owner alone
        Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    sa.event.listen(engine, "handle_error", _tell_a_full_disk)
    return engine


def _prepare_sqlite(connection: object, _record: object) -> None:
    # the driver must not open transactions behind our back: `_begin_sqlite` does
    connection.isolation_level = None  # type: ignore[attr-defined]
    # the queue of a large desk stays in memory: 64 MB, where SQLite would keep 2
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}").close()  # type: ignore[attr-defined]


def _tell_a_full_disk(context: sa.engine.ExceptionContext) -> None:
    """SQLite's own words for a full disk, as the operating system says it."""
    if "disk is full" in str(context.original_exception):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from context.original_exception


def _begin_sqlite(connection: sa.Connection) -> None:
    reads = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

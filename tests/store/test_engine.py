from __future__ import annotations

import stat
from datetime import datetime
from pathlib import Path

import alembic.command
import pytest
import sqlalchemy as sa

from config.settings import Settings
from domain.errors import InputError
from store import tables
from store.engine import _alembic, bring_up_to_date, open_engine
from store.unit_of_work import Store, open_store


def test_migrations_make_exactly_the_tables_of_the_schema(store: Store) -> None:
    with store.engine.connect() as connection:
        configuration = _alembic()
        configuration.attributes["connection"] = connection
        alembic.command.check(configuration)


def test_bringing_up_to_date_twice_changes_nothing(store: Store) -> None:
    bring_up_to_date(store.engine)
    assert sa.inspect(store.engine).has_table("audit")


def test_an_empty_database_is_refused_with_the_command_that_makes_it(settings: Settings) -> None:
    with pytest.raises(InputError, match="jianzhen init"):
        open_store(settings)


@pytest.mark.parametrize("url", ["mysql://host/name", "no address"])
def test_an_unknown_database_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="database"):
        open_engine(url)


def test_a_new_folder_for_the_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    open_engine(f"sqlite:///{tmp_path}/var/jianzhen.sqlite").dispose()
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


@pytest.mark.parametrize("deed", ["update audit set who = 'me'", "delete from audit"])
def test_the_database_itself_refuses_to_change_the_audit_log(
    store: Store, now: datetime, deed: str
) -> None:
    with store.begin() as work:
        work.audit.append("test", "subject", {}, "tester", now)
    with pytest.raises(sa.exc.DBAPIError, match="append only"), store.engine.begin() as connection:
        connection.exec_driver_sql(deed)


def test_every_appended_table_has_its_guard(store: Store) -> None:
    query = {
        "sqlite": "select distinct tbl_name from sqlite_master where type = 'trigger'",
        "postgresql": "select distinct event_object_table from information_schema.triggers",
    }[store.engine.dialect.name]
    with store.engine.connect() as connection:
        guarded = set(connection.exec_driver_sql(query).scalars())
    assert guarded == set(tables.APPEND_ONLY)

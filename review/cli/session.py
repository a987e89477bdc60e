"""What every command needs: settings, the clock, progress, and the way lists are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from config.load import load_settings
from config.logs import configure_logging
from config.settings import Settings
from domain.records import Plain
from domain.runs import Progress as Told
from domain.runs import StageReport, Step
from review.checks import checked_name
from review.cli.visible import json_text, visible

if TYPE_CHECKING:
    from review.desk import Store

Row = tuple[str | Text, ...]

PIPE_WIDTH = 140
"""Columns of a table that is not printed on a terminal."""

ROOMY = {"title", "why", "what it says", "bundle", "missing, warnings", "what is missing"}
"""Columns that take what the others leave."""


def utc_now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


def wide_console() -> Console:
    """The terminal as wide as it is; a file or a pipe as wide as tables like to be."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=PIPE_WIDTH)


@dataclass(slots=True)
class Session:
    """One run of the command line."""

    clock: Callable[[], datetime] = utc_now
    out: Console = field(default_factory=wide_console)
    _settings: Settings | None = None

    @property
    def settings(self) -> Settings:
        """The settings, read once."""
        if self._settings is None:
            self._settings = load_settings()
            configure_logging(self._settings.logs)
        return self._settings

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The opened store, as the person whom the settings name may read it."""
        # the database's packages take half a second that commands without it need not wait
        from review.desk import open_desk  # noqa: PLC0415

        with open_desk(self.settings) as store:
            yield store.read_by(self.settings.review.analyst or "")

    def analyst(self, name: str | None) -> str:
        """Who decides: the name given, or the one in the settings.

        Raises:
            InputError: Neither is there, or it is no name.
        """
        return checked_name(name or self.settings.review.analyst)

    def run(self, step: Step) -> StageReport:
        """Run a step with its progress shown, and tell its report."""
        # every stage hangs on the runner: a command that runs none should not wait for them
        from scheduler.runner import run_step  # noqa: PLC0415

        with self.store() as store, self.progress() as progress:
            return run_step(store, self.settings, step, now=self.clock(), progress=progress)

    @contextmanager
    def progress(self) -> Iterator[Told]:
        """Bars on a terminal; elsewhere a plain line when something is finished."""
        if not self.out.is_terminal:
            yield self._plain_progress
            return
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.out, transient=True) as bars:
            tasks: dict[str, int] = {}

            def tell(what: str, done: int, total: int) -> None:
                task = tasks.setdefault(
                    what, bars.add_task(what, total=None) if what not in tasks else 0
                )
                bars.update(task, completed=done, total=total or None)  # type: ignore[arg-type]

            yield tell

    def _plain_progress(self, what: str, done: int, total: int) -> None:
        if total and done >= total:
            self.out.print(f"{what}: {done}/{total}", markup=False)

    def say(self, text: str) -> None:
        """A plain line."""
        self.out.print(visible(text), markup=False, soft_wrap=True)

    def json(self, plain: Plain) -> None:
        """JSON for programs."""
        self.out.print(json_text(plain), markup=False, soft_wrap=True)

    def table(self, title: str, heads: tuple[str, ...], rows: list[Row]) -> None:
        """A table for people; a stranger's text is never read as markup."""
        table = Table(title=title, title_justify="left", header_style="bold", expand=True)
        for head in heads:
            table.add_column(head, overflow="fold", ratio=1 if head in ROOMY else None)
        for row in rows:
            table.add_row(
                *(cell if isinstance(cell, Text) else Text(visible(cell)) for cell in row)
            )
        self.out.print(table)

    def report(self, report: StageReport, *, as_json: bool = False) -> None:
        """What a stage did, and what went wrong."""
        if as_json:
            plain = {
                "counts": dict(report.counts),
                "problems": list(report.problems),
                "degraded": report.degraded,
                "made": list(report.made),
                "remarks": list(report.remarks),
            }
            self.json(plain)
            return
        counts = ", ".join(f"{name} {count}" for name, count in sorted(report.counts.items()))
        self.say(counts or "nothing to do")
        for remark in report.remarks:
            self.say(f"  · {remark}")
        for problem in report.problems:
            self.say(f"  ! {problem}")
        if report.degraded:
            self.say(f"  degraded: {report.degraded}")


def session_of(context: typer.Context) -> Session:
    """The session that the program was started with."""
    root = context.find_root()
    if root.obj is None:
        root.obj = Session()
    return cast(Session, root.obj)

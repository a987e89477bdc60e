"""`scan`, `intake`, `match`, `runs`: what can be started by itself, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from domain.records import to_plain
from domain.runs import Step
from review import desk
from review.cli.exits import told
from review.cli.options import AsJson, Limit
from review.cli.session import session_of


def scan(
    context: typer.Context,
    platform: Annotated[
        str, typer.Argument(help="A platform's slug; docs/reference.md lists them.")
    ],
    as_json: AsJson = False,
) -> None:
    """Scan one platform now, in a process of its own, and take in what it saw."""
    with told():
        session = session_of(context)
        report = session.run(Step("scan", {"platform": platform}))
        session.report(report, as_json=as_json)


def intake(
    context: typer.Context,
    source: Annotated[
        str,
        typer.Argument(
            help="A folder or file of saved pages (HTML, MHTML, JSON, WARC, HAR), a page's "
            "address, or a list of addresses (.txt, .csv, .xlsx)."
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Take in pages that a person saved, or fetch one public page. See docs/saved-pages.md."""
    with told():
        session = session_of(context)
        where = source if "://" in source else str(Path(source).absolute())
        session.report(session.run(Step("intake", {"source": where})), as_json=as_json)


def match(context: typer.Context, as_json: AsJson = False) -> None:
    """Weigh the latest sighting of every listing against every right."""
    with told():
        session = session_of(context)
        session.report(session.run(Step("match", {"sightings": None})), as_json=as_json)
        if not as_json:
            session.say("Next: jianzhen candidates list")


def runs(
    context: typer.Context,
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """Show the run ledger, newest first: what was started, and how it ended."""
    with told():
        session = session_of(context)
        with session.store() as store:
            lines = desk.recent_runs(store, limit)
        if as_json:
            session.json([to_plain(line) for line in lines])
            return
        rows = [
            (
                str(line.id),
                line.step.name,
                line.state.value,
                f"{line.started_at:%Y-%m-%d %H:%M:%S}",
                line.error or (line.report.degraded if line.report else None) or "",
            )
            for line in lines
        ]
        session.table(
            "Runs 运行记录", ("run", "step", "state", "started (UTC)", "why"), list(rows)
        )

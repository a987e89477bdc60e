"""The command line: `jianzhen`."""

from __future__ import annotations

from importlib import metadata
from typing import Annotated

import typer

from review.cli import (
    accounts,
    aliases,
    candidates,
    compare,
    database,
    due,
    health,
    notices,
    packs,
    platforms,
    reading,
    rights,
    rights_due,
    scan,
    serve,
    tables,
)
from review.cli.exits import run_told
from review.cli.findings import findings
from review.cli.show import show

app = typer.Typer(
    name="jianzhen",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help=(
        "鉴真 Jianzhen: finds listings that copy your marks and pictures, and prepares notices "
        "that a person files.\n\n"
        "A first night: init, rights import, scan or intake, match, candidates list, "
        "candidates decide, notices assemble, bundle verify."
    ),
)

app.command("init")(database.init)
rights.app.command("show")(show)
rights.app.command("due")(rights_due.due)
rights.app.command("findings")(findings)
rights.app.command("export")(tables.export)
rights.app.command("template")(tables.template)
app.add_typer(rights.app, name="rights")
app.command("scan")(scan.scan)
app.command("intake")(scan.intake)
app.command("read")(reading.read)
app.command("sources")(platforms.sources)
app.command("calendar")(platforms.calendar)
app.add_typer(accounts.app, name="account")
app.add_typer(accounts.capture, name="capture")
app.command("match")(scan.match)
app.add_typer(compare.app, name="compare")
app.add_typer(candidates.app, name="candidates")
app.add_typer(aliases.app, name="aliases")
app.add_typer(notices.app, name="notices")
app.add_typer(notices.bundle, name="bundle")
app.add_typer(packs.app, name="packs")
app.command("due")(due.due)
app.command("night")(scan.night)
app.command("clock")(scan.clock)
app.command("runs")(scan.runs)
app.command("health")(health.health)
app.command("serve")(serve.serve)


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.")
    ] = False,
) -> None:
    if version:
        typer.echo(f"jianzhen {metadata.version('jianzhen')}")
        raise typer.Exit


def run() -> None:
    """Start the program; errors become one line and an exit code."""
    run_told(lambda: app(standalone_mode=True))


if __name__ == "__main__":
    run()

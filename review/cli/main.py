"""The command line: `jianzhen`."""

from __future__ import annotations

import os
from importlib import metadata
from typing import Annotated

import typer

from review.cli.commands import LateCommands
from review.cli.exits import run_told

# before numpy is loaded: threads that wait for each other cost more than they bring
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"jianzhen {metadata.version('jianzhen')}")
        raise typer.Exit


app = typer.Typer(
    name="jianzhen",
    cls=LateCommands,
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


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_tell_version, help="Print the version and stop."
        ),
    ] = False,
) -> None:
    """Nothing of its own: what is done is in the commands."""


def run() -> None:
    """Start the program; errors become one line and an exit code."""
    run_told(lambda: app(standalone_mode=True))


if __name__ == "__main__":
    run()

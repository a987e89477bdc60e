"""`compare`: what of your rights is in a file of listings, without a database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.text.compare import compare_text, nameless
from review.cli.exits import told
from review.cli.session import session_of

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Put files of rights beside files of listings, without a database. 比对",
)


@app.command("text")
def text(
    context: typer.Context,
    marks: Annotated[Path, typer.Option(help="Marks, a JSON record a line: id, latin, zh, kana.")],
    titles: Annotated[Path, typer.Option(help='Titles, a JSON record a line: {"title": …}.')],
    out: Annotated[Path, typer.Option(help="Where the lines are written.")],
) -> None:
    """Write one line for each title and mark that reach the review band."""
    with told():
        count = compare_text(marks, titles, out)
        session_of(context).say(f"{count} lines in {out}")
        if blank := nameless(marks):
            typer.echo(f"Not looked for, as they have no name: {', '.join(blank)}.", err=True)

"""`compare`: what of your rights is in a file of listings, without a database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.text.compare import compare_text, nameless
from review.cli.exits import told
from review.cli.session import session_of
from review.cli.visible import visible

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


@app.command("images")
def images(
    context: typer.Context,
    references: Annotated[Path, typer.Option(help="A folder of the owner's pictures.")],
    queries: Annotated[Path, typer.Option(help="A folder of listings' pictures.")],
    out: Annotated[Path, typer.Option(help="Where the lines are written.")],
    sheets: Annotated[Path | None, typer.Option(help="Where sheets of evidence go.")] = None,
    processes: Annotated[int | None, typer.Option(min=1, help="As many as cores, if not.")] = None,
) -> None:
    """Write one line for each reference found in a picture, best first, with its outline."""
    # it brings OpenCV along: comparing words should not wait for that
    from matcher.pictures.comparing import compare_images  # noqa: PLC0415

    session = session_of(context)
    with told(), session.progress() as progress:
        done = compare_images(
            references, queries, out, sheets=sheets, processes=processes, progress=progress
        )
    session.say(
        f"{done.lines} lines in {out}, of {done.queries} queries beside "
        f"{done.references} references"
    )
    for name, reason in done.left_out:
        typer.echo(visible(f"Nothing is said of {name}: {reason}."), err=True)

"""`rights export` and `rights template`: the portfolio as tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from review.cli.exits import told
from review.cli.session import session_of
from review.exporting import export as write_export
from rights.export import Form, write_template


def export(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", help="A new folder to write into.")],
    form: Annotated[Form, typer.Option("--format", help="toml, csv or xlsx.")] = "toml",
) -> None:
    """Write the portfolio with its pictures and papers, ready to be imported again.

    A cell that a spreadsheet would run as a formula has an apostrophe before it.
    """
    with told():
        session = session_of(context)
        with session.store() as store:
            written = write_export(store, form, out)
        session.say(f"written 已导出: {written}")


def template(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", help="A new .xlsx file, or a folder for CSV.")],
) -> None:
    """Write empty tables to fill in: a workbook with notes, or a folder of CSV files."""
    with told():
        session_of(context).say(f"written 已生成: {write_template(out)}")

"""Options that several commands have in common."""

from __future__ import annotations

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]

Name = Annotated[
    str | None,
    typer.Option("--as", help="Your name; it stands in the record.", show_default=False),
]

Language = Annotated[str | None, typer.Option("--lang", help="zh, en or ja.", show_default=False)]

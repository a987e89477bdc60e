"""Options that several commands have in common."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from review.checks import LARGEST

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]

Name = Annotated[
    str | None,
    typer.Option("--as", help="Your name; it stands in the record.", show_default=False),
]

Language = Annotated[
    Literal["zh", "en", "ja"] | None,
    typer.Option("--lang", help="zh, en or ja.", show_default=False),
]

Limit = Annotated[int, typer.Option(help="How many lines.", min=1, max=LARGEST)]

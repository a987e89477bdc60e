"""`searches`: what each search brought, and which of them rest."""

from __future__ import annotations

from typing import Annotated

import typer

from domain.records import to_plain
from review.cli.exits import told
from review.cli.options import AsJson
from review.cli.session import Row, session_of
from review.searches import SearchLine, search_lines


def searches(
    context: typer.Context,
    platform: Annotated[
        str | None, typer.Argument(help="A platform's slug; none for all.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what each search brought, nearest to your names first, and until when one rests."""
    with told():
        session = session_of(context)
        with session.store() as store:
            lines = search_lines(store, platform, session.clock())
        if as_json:
            session.json([to_plain(line) for line in lines])
            return
        heads = (
            "platform", "tier", "search", "asked", "last (UTC)",
            "found", "new", "candidates", "rests until",
        )  # fmt: skip
        session.table("Searches 搜索词", heads, [_row(line) for line in lines])


def _row(line: SearchLine) -> Row:
    rests = line.rests_until
    return (
        line.platform,
        f"{line.tier.value} {line.tier.name.lower().replace('_', ' ')}",
        line.text,
        str(line.times),
        f"{line.asked_at:%Y-%m-%d %H:%M}",
        str(line.found),
        str(line.new),
        str(line.candidates),
        "" if rests is None else f"{rests:%Y-%m-%d}",
    )

"""`health`: which scans may be believed, and why others may not."""

from __future__ import annotations

from typing import Annotated

import typer

from domain.records import to_plain
from domain.scans import ClosedScan
from review import desk
from review.cli.exits import told
from review.cli.options import AsJson, Limit
from review.cli.session import Row, session_of


def health(
    context: typer.Context,
    platform: Annotated[
        str | None, typer.Argument(help="A platform's slug; none for all.")
    ] = None,
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """Show what each scan measured of itself, newest first, and why it concludes nothing."""
    with told():
        session = session_of(context)
        with session.store() as store:
            scans = desk.scan_health(store, platform, limit)
        if as_json:
            session.json([to_plain(scan) for scan in scans])
            return
        heads = ("platform", "started (UTC)", "listings", "pages", "unclear", "state", "why")
        session.table("Scan health 扫描健康", heads, [_row(scan) for scan in scans])


def _row(scan: ClosedScan) -> Row:
    return (
        scan.platform,
        f"{scan.started_at:%Y-%m-%d %H:%M:%S}",
        _shown(scan, "listings", "{:.0f}"),
        _shown(scan, "pages", "{:.0f}"),
        _shown(scan, "unsure", "{:.0%}"),
        "degraded" if scan.degraded else "sound",
        scan.degraded or "",
    )


def _shown(scan: ClosedScan, name: str, form: str) -> str:
    value = scan.health.get(name)
    return "?" if value is None else form.format(value)

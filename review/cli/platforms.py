"""`sources`: what is known and decided about the platforms."""

from __future__ import annotations

import typer

from config.load import load_profiles
from crawler.sources import sources as ledger
from domain.records import to_plain
from review.cli.exits import told
from review.cli.options import AsJson
from review.cli.session import Row, session_of


def sources(context: typer.Context, as_json: AsJson = False) -> None:
    """Show on what footing and how fast each platform is read, who decided, and what is due.

    Each line stands in the platform's profile, under [permission] and [pace].
    """
    with told():
        session = session_of(context)
        lines = ledger(load_profiles(session.settings), session.clock().date())
        if as_json:
            session.json([to_plain(line) for line in lines])
            return
        rows: list[Row] = [
            (
                f"{line.slug}{'' if line.enabled else ' (off)'}",
                f"{line.method}, {line.lane}",
                line.robots,
                f"{line.delay_seconds:g} s, {line.pages_per_run}/run, {line.pages_per_day}/day",
                f"{line.decided_by or '?'} {line.decided_on or ''}".strip(),
                str(line.review_on or ""),
                "; ".join(line.warnings) or line.basis,
            )
            for line in lines
        ]
        heads = ("platform", "method", "robots", "pace", "decided", "review", "why")
        session.table("Sources 数据来源", heads, rows)
        for line in lines:
            for warning in line.warnings:
                session.say(f"  ! {line.slug}: {warning}")

"""`sources`, `calendar`: what is known and decided about the platforms, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from config.load import load_profiles
from crawler.sources import Source
from crawler.sources import sources as ledger
from domain.records import to_plain
from review.cli.exits import told
from review.cli.options import AsJson
from review.cli.session import Row, session_of
from scheduler.clock import plan_of


def sources(context: typer.Context, as_json: AsJson = False) -> None:
    """Show on what footing and how fast each platform is read, who decided, and what is due.

    Each line stands in the platform's profile, under [permission] and [pace]. Of an unproven
    platform nobody has checked the reading on a real page.
    """
    with told():
        session = session_of(context)
        lines = ledger(load_profiles(session.settings), session.clock().date())
        if as_json:
            session.json([to_plain(line) for line in lines])
            return
        rows: list[Row] = [
            (
                _named(line),
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


def _named(line: Source) -> str:
    name = line.slug if line.enabled else f"{line.slug} (off)"
    return name if line.proven else f"{name}\nunproven 未验证"


def calendar(
    context: typer.Context,
    days: Annotated[int, typer.Option(help="How many days.", min=1, max=366)] = 14,
    as_json: AsJson = False,
) -> None:
    """Show when each enabled platform will be scanned, and why more often on some days.

    The rules stand in config/calendar.toml (settings: schedule.calendar) and in the profiles
    (cron).
    """
    with told():
        session = session_of(context)
        now = session.clock()
        with session.store() as store:
            planned = plan_of(store, session.settings)(now, days)
        scans = [scan for scan in planned if now <= scan.at < now + timedelta(days=days)]
        if as_json:
            session.json([to_plain(scan) for scan in scans])
            return
        rows: list[Row] = [
            (f"{scan.at:%Y-%m-%d %H:%M}", scan.platform, "; ".join(scan.reasons)) for scan in scans
        ]
        zone = session.settings.schedule.timezone
        session.table("Calendar 扫描日历", (f"at ({zone})", "platform", "why"), rows)
        if not scans:
            session.say("No platform is enabled.")

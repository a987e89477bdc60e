"""`due`: by which day somebody must act, as a list and as a calendar."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from config.settings import Settings
from domain.records import to_plain
from review import desk
from review.cli.exits import told
from review.cli.options import AsJson
from review.cli.session import Row, session_of
from takedown.clocks import Clock
from takedown.feed import calendar_of, write_feed


def due(
    context: typer.Context,
    within: Annotated[
        int | None, typer.Option(help="Only what ends in this many days, or is over.", min=0)
    ] = None,
    calendar: Annotated[
        Path | None, typer.Option("--ics", help="Write a calendar file for other programs.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the periods that run for notices, soonest first: ours to keep, others' to wait for.

    A day with ? is in a year whose days off are not announced yet.
    """
    with told():
        session = session_of(context)
        now = session.clock()
        today = now.astimezone(ZoneInfo(session.settings.schedule.timezone)).date()
        with session.store() as store:
            clocks = desk.running_clocks(store, session.settings, today)
        if within is not None:
            clocks = tuple(one for one in clocks if one.days_left(today) <= within)
        if calendar is not None:
            write_feed(calendar, _feed(session.settings, clocks, now))
        if as_json:
            session.json([{**_record(one), "days_left": one.days_left(today)} for one in clocks])
            return
        if not clocks:
            session.say("Nothing is due. 没有到期事项。")
            return
        rows = [_row(one, today) for one in clocks]
        session.table("期限 Due", ("due", "days", "whose", "notice", "what"), rows)


def _record(clock: Clock) -> dict[str, object]:
    plain = to_plain(clock)
    assert isinstance(plain, dict)  # noqa: S101 - a record becomes an object
    return dict(plain)


def _row(clock: Clock, today: date) -> Row:
    left = clock.days_left(today)
    return (
        f"{clock.due}{'' if clock.sure else ' ?'}",
        str(left) if left >= 0 else f"over 逾期 {-left}",
        "ours 我方" if clock.ours else "theirs 对方",
        clock.notice,
        f"{clock.code}: {clock.fact}",
    )


def _feed(settings: Settings, clocks: tuple[Clock, ...], now: datetime) -> bytes:
    return calendar_of(
        clocks,
        now=now,
        name=settings.takedown.log_name,
        language=settings.review.language,
        leads=settings.reminders.lead_days,
    )

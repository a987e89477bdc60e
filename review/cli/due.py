"""`due`: by which day somebody must act, as a list and as a calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import icalendar
import typer

from domain.records import to_plain
from review import desk
from review.cli.exits import told
from review.cli.options import AsJson
from review.cli.session import Row, session_of
from takedown.clocks import Clock


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
            clocks = desk.running_clocks(store, session.settings)
        if within is not None:
            clocks = tuple(one for one in clocks if one.days_left(today) <= within)
        if calendar is not None:
            calendar.write_bytes(_calendar(clocks, now))
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


def _calendar(clocks: tuple[Clock, ...], now: datetime) -> bytes:
    made = icalendar.Calendar()
    made.add("prodid", "-//Jianzhen//due//EN")
    made.add("version", "2.0")
    for one in clocks:
        event = icalendar.Event()
        event.add("uid", f"{one.notice}-{one.code}@jianzhen")
        event.add("dtstamp", now)
        event.add("dtstart", one.due)
        event.add("dtend", one.due + timedelta(days=1))
        event.add("summary", f"{'' if one.ours else '(theirs) '}{one.notice}: {one.code}")
        event.add("description", f"{one.fact} [{', '.join(one.sources)}]")
        made.add_component(event)
    content: bytes = made.to_ical()
    return content

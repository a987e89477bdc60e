"""The calendar feed: every running period as an event that calendars of other makers show."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import icalendar

from domain.languages import Sentence
from takedown.cells import printable
from takedown.clocks import Clock

OURS = Sentence("我方期限", "our day", "当方の期限")
THEIRS = Sentence("对方期限", "their day", "相手方の期限")
UNSURE = Sentence(
    "当年假日安排未公布，日期可能变动。",
    "The days off of that year are not announced: the day may move.",
    "当年の休日が未発表のため、変わることがあります。",
)


def calendar_of(
    clocks: Iterable[Clock], *, now: datetime, name: str, language: str, leads: Sequence[int] = ()
) -> bytes:
    """The periods as an iCalendar file (RFC 5545), a day each.

    An event keeps its UID while its period runs, so that a calendar that reads the feed again
    moves it instead of doubling it. Our own days ring at each of the `leads` (days before).
    """
    made = icalendar.Calendar()
    made.add("prodid", "-//Jianzhen//due//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"鉴真 Jianzhen {name}")
    for one in clocks:
        made.add_component(_event(one, now, name, language, leads))
    content: bytes = made.to_ical()
    return content


def write_feed(path: Path, content: bytes) -> None:
    """Put the feed in place at once: whoever reads it has the old one whole, or the new.

    Raises:
        OSError: It cannot be written; the old one stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".part-", delete=False) as file:
        file.write(content)
    temporary = Path(file.name)
    temporary.chmod(0o644)
    temporary.replace(path)


def _event(
    clock: Clock, now: datetime, name: str, language: str, leads: Sequence[int]
) -> icalendar.Event:
    whose = (OURS if clock.ours else THEIRS).in_language(language)
    event = icalendar.Event()
    event.add("uid", f"{clock.notice}-{clock.code}-{clock.began.isoformat()}@{name}")
    event.add("dtstamp", now)
    event.add("dtstart", clock.due)
    event.add("dtend", clock.due + timedelta(days=1))
    event.add("summary", printable(f"{whose}: {clock.notice}: {clock.code}", 200))
    told = f"{clock.fact} [{', '.join(clock.sources)}]"
    unsure = "" if clock.sure else f"\n{UNSURE.in_language(language)}"
    event.add("description", f"{printable(told, 500)}{unsure}")
    event.add("transp", "TRANSPARENT")
    for lead in leads if clock.ours else ():
        event.add_component(_alarm(lead, whose))
    return event


def _alarm(lead: int, text: str) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    # an event of a whole day begins at midnight: this rings at nine in the morning
    alarm.add("trigger", timedelta(hours=9) - timedelta(days=lead))
    return alarm

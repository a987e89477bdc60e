"""The calendar feed: read by a calendar, the same event for the same period, our days ring."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar

from takedown.clocks import Clock
from takedown.feed import calendar_of, write_feed

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
OURS = Clock(
    "n1", "answer", "tell; the platform, or\nit ends", ("ECL",), True, date(2026, 11, 23),
    date(2026, 12, 8), True,
)  # fmt: skip
THEIRS = Clock(
    "n2\r\nX-EVIL:1", "seller_answer", "they answer", ("JD1",), False, date(2026, 12, 25),
    date(2027, 1, 5), False,
)  # fmt: skip


def events(*clocks: Clock, language: str = "zh") -> list[Any]:
    content = calendar_of(clocks, now=NOW, name="due.example", language=language, leads=(7, 1))
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_a_period_is_an_event_of_its_last_day() -> None:
    (event,) = events(OURS)
    assert event["DTSTART"].dt == date(2026, 12, 8)
    assert str(event["SUMMARY"]) == "我方期限: n1: answer"
    assert "tell; the platform" in str(event["DESCRIPTION"])


def test_a_period_keeps_its_uid_when_its_day_moves() -> None:
    moved = Clock(**{**{name: getattr(OURS, name) for name in OURS.__slots__},
                     "due": OURS.due + timedelta(days=1)})  # fmt: skip
    (before,), (after,) = events(OURS), events(moved)
    assert before["UID"] == after["UID"]
    assert before["DTSTART"].dt != after["DTSTART"].dt


def test_our_days_ring_and_other_peoples_do_not() -> None:
    ours, theirs = events(OURS, THEIRS)
    rings = [one["TRIGGER"].dt for one in ours.walk("VALARM")]
    assert rings == [
        timedelta(hours=9) - timedelta(days=7),
        timedelta(hours=9) - timedelta(days=1),
    ]
    assert theirs.walk("VALARM") == []


def test_a_day_that_may_move_says_so() -> None:
    (event,) = events(THEIRS, language="en")
    assert "the day may move" in str(event["DESCRIPTION"])


def test_what_strangers_write_stays_text() -> None:
    content = calendar_of([THEIRS], now=NOW, name="due.example", language="en")
    assert b"\nX-EVIL" not in content


def test_the_feed_is_replaced_at_once(tmp_path: Path) -> None:
    path = tmp_path / "share" / "due.ics"
    write_feed(path, b"old")
    write_feed(path, b"new")
    assert path.read_bytes() == b"new"
    assert [one.name for one in path.parent.iterdir()] == ["due.ics"]

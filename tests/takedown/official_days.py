"""Working days by the official notices alone: a second way of counting, by no library."""

from __future__ import annotations

import functools
import tomllib
from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from pathlib import Path

FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
NOTICES = tomllib.loads(Path(__file__).with_name("official_days.toml").read_text(encoding="utf-8"))


@functools.cache
def working_days(country: str) -> list[date]:
    """Every working day of the four years, in order."""
    off, work = set[date](), set[date]()
    for year, notice in NOTICES[country].items():
        off |= {day for told in notice["off"] for day in _days(int(year), told)}
        work |= {day for told in notice.get("work", ()) for day in _days(int(year), told)}
    every = (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1))
    return [day for day in every if day in work or (day.weekday() < 5 and day not in off)]


def after_working_days(began: date, count: int, country: str) -> date:
    """The working day that is the so-manieth after this day: by its place in the list."""
    days = working_days(country)
    return days[bisect_right(days, began) + count - 1]


def after_calendar_days(began: date, count: int, country: str, *, rolls: bool) -> date:
    """The day so many days later; where it rolls, the first working day that is not before it."""
    ends = began + timedelta(days=count)
    days = working_days(country)
    return days[bisect_left(days, ends)] if rolls else ends


def _days(year: int, told: str) -> list[date]:
    first, _, last = told.partition("..")
    begins, ends = _day(year, first), _day(year, last or first)
    return [begins + timedelta(days=number) for number in range((ends - begins).days + 1)]


def _day(year: int, told: str) -> date:
    return date(year, int(told[:2]), int(told[3:]))

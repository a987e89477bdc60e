"""Clocks: what a notice waits for, and by which day somebody must act.

Days are counted as the law counts them: the day of the event is not counted (PRC Civil Code art.
201, FRCP 6(a)), and calendar days of a law that would end on a day off end on the next working day
(art. 203). Our own days are the earliest that a rule can mean, other people's the latest: what a
platform alone gives us ends on its very day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

from domain.notices import NoticeState
from takedown.rules import DayUnit, Pack, WaitRule, in_force

ANNOUNCED = {"CN": 2026}
"""The last year whose days off and make-up days a country that shifts them has announced."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One period of one notice: what it is for, when it began, and by which day it ends.

    `sure` is False where the days off of that year are not announced yet: then the days are
    counted with the days off that the law itself names.
    """

    notice: str
    code: str
    fact: str
    sources: tuple[str, ...]
    ours: bool
    began: date
    due: date
    sure: bool

    def days_left(self, today: date) -> int:
        """Days until it ends; negative when it is over."""
        return (self.due - today).days


def clocks_of(
    notice: str, pack: Pack, state: NoticeState, happened: Mapping[NoticeState, date]
) -> tuple[Clock, ...]:
    """The clocks that run for a notice in this state, soonest first.

    `happened` has the last day on which each state was reached. A clock runs while the notice is
    in the state that started it.
    """
    running = [
        rule
        for rule in pack.waits
        if rule.after is state and _begun(rule, happened) and _held(rule, pack, happened[state])
    ]
    clocks = [_clock(notice, pack, rule, happened[state]) for rule in running]
    return tuple(sorted(clocks, key=lambda clock: (clock.due, clock.code)))


def due_day(began: date, days: int, unit: DayUnit, country: str, *, rolls: bool = True) -> date:
    """The last day of a period that an event on this day starts.

    Where it `rolls`, calendar days that end on a day off end on the next working day.
    """
    if unit is not DayUnit.CALENDAR:
        return add_working_days(began, days, country)
    ends = began + timedelta(days=days)
    return next_working_day(ends, country) if rolls else ends


def add_working_days(day: date, count: int, country: str) -> date:
    """The day that is this many working days later; the day itself is not counted."""
    for _ in range(count):
        day = next_working_day(day + timedelta(days=1), country)
    return day


def next_working_day(day: date, country: str) -> date:
    """This day, or the first working day after it."""
    while not is_working_day(day, country):
        day += timedelta(days=1)
    return day


def is_working_day(day: date, country: str) -> bool:
    """Whether people work there on that day, with make-up days where they are announced."""
    return _days_off(country).is_working_day(day)


def is_sure(days: Iterable[date], country: str) -> bool:
    """Whether the days off of all these days are announced."""
    return all(day.year <= ANNOUNCED.get(country, day.year) for day in days)


def _begun(rule: WaitRule, happened: Mapping[NoticeState, date]) -> bool:
    """Whether the state was reached, from the state that the rule asks for."""
    if rule.after not in happened:
        return False
    before = rule.came_from
    return before is None or (before in happened and happened[before] <= happened[rule.after])


def _held(rule: WaitRule, pack: Pack, day: date) -> bool:
    """Whether the rule held on that day; an old event keeps the rules that are known today."""
    dated = rule.valid_until is not None or rule.valid_from != pack.valid_from
    return in_force(rule, day) if dated else True


def _clock(notice: str, pack: Pack, rule: WaitRule, began: date) -> Clock:
    days = min(rule.days) if rule.ours else max(rule.days)
    rolls = rule.by_law or not rule.ours
    due = due_day(began, days, rule.unit, pack.country, rolls=rolls)
    due = add_working_days(due, rule.more_working_days, pack.country)
    return Clock(
        notice=notice,
        code=rule.code,
        fact=rule.fact,
        sources=rule.sources,
        ours=rule.ours,
        began=began,
        due=due,
        sure=is_sure((began, due), pack.country),
    )


@cache
def _days_off(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country)

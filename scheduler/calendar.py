"""When each platform is scanned: its own times, and more of them in seasons and risky classes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger

from config.calendar import Calendar, Season
from config.profiles import PlatformProfile
from config.settings import Schedule
from domain.errors import InputError
from domain.rights import Portfolio

AHEAD_DAYS = 3
"""So far the clock looks for the next scan beside those of the night."""


@dataclass(frozen=True, slots=True)
class PlannedScan:
    """One scan to come: when (aware, in the schedule's zone), of what, and for which reasons.

    `nightly` says that it is part of the night; `factor` is by how much the day is multiplied.
    """

    at: datetime
    platform: str
    factor: float
    reasons: tuple[str, ...]
    nightly: bool = False


def planned_scans(
    schedule: Schedule,
    calendar: Calendar,
    profiles: Mapping[str, PlatformProfile],
    rights: Portfolio,
    days: tuple[date, int],
) -> list[PlannedScan]:
    """Every scan of the enabled platforms on these days (the first one and how many), in order.

    Raises:
        InputError: A cron line cannot be read.
    """
    first, count = days
    scans = [
        scan
        for profile in profiles.values()
        if profile.enabled
        for day in (first + timedelta(days=number) for number in range(count))
        for scan in _on(day, profile, schedule, calendar, rights)
    ]
    return sorted(scans, key=lambda scan: (scan.at, scan.platform))


def season_days(season: Season, year: int) -> tuple[tuple[date, date], ...]:
    """The first and the last day of this season, as often as it comes in this year."""
    if season.festival is None:
        first, last = (_day(year, text or "") for text in (season.first_day, season.last_day))
        if first <= last:
            return ((first, last),)
        return ((date(year, 1, 1), last), (first, date(year, 12, 31)))
    before, after = timedelta(season.days_before), timedelta(season.days_after)
    found = []
    # a festival of the next January may begin its season in this year
    for festival_year in (year - 1, year, year + 1):
        named = _festivals(season.calendar, festival_year)
        of_it = sorted(day for day, names in named if season.festival in names)
        if of_it:
            found.append((of_it[0] - before, of_it[0] + after))
    return tuple(found)


class Plan:
    """The scans of the days around a moment."""

    def __init__(
        self,
        schedule: Schedule,
        calendar: Calendar,
        profiles: Mapping[str, PlatformProfile],
        rights: Portfolio,
    ) -> None:
        self.schedule, self.calendar, self.profiles = schedule, calendar, profiles
        self.rights = rights

    def __call__(self, now: datetime, count: int = AHEAD_DAYS) -> list[PlannedScan]:
        """The planned scans from the day before this moment on, in order."""
        today = now.astimezone(ZoneInfo(self.schedule.timezone)).date()
        days = (today - timedelta(days=1), count + 1)
        return planned_scans(self.schedule, self.calendar, self.profiles, self.rights, days)


class PlanTrigger(BaseTrigger):  # type: ignore[misc]  # it has no types
    """Rings at the next planned scan that is not part of the night."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def get_next_fire_time(
        self, previous_fire_time: datetime | None, now: datetime
    ) -> datetime | None:
        """The first time after the last one that lies ahead; a look ahead where nothing does."""
        after = previous_fire_time or now
        later = [scan.at for scan in self.plan(now) if scan.at > after and not scan.nightly]
        return later[0] if later else None


def crontab(text: str, timezone: str) -> CronTrigger:
    """A cron line of five fields, in this zone; weekdays by name, because numbers differ.

    Raises:
        InputError: It is no cron line.
    """
    fields = text.split()
    if len(fields) != 5 or any(one.isdigit() for one in fields[-1]):
        raise InputError(
            f"{text!r} is no cron line.", mend='Write "0 2 * * *"; weekdays as mon,tue.'
        )
    try:
        return CronTrigger.from_crontab(text, timezone=timezone)
    except ValueError as exc:
        raise InputError(f"{text!r} is no cron line ({exc}).") from exc


def _on(
    day: date,
    profile: PlatformProfile,
    schedule: Schedule,
    calendar: Calendar,
    rights: Portfolio,
) -> Iterator[PlannedScan]:
    """The scans of one platform on one day: its own, those a season adds, those of holders."""
    hour, minute = schedule.night_at.split(":")
    cron = profile.cron or f"{int(minute)} {int(hour)} * * *"
    own = list(_times(cron, day, schedule.timezone))
    factor, reasons = _factor(day, profile, calendar, rights)
    for number, at in enumerate(own):
        nightly = profile.cron is None and number == 0
        yield PlannedScan(at, profile.slug, factor, (f"cron {cron}",), nightly)
    wanted = min(math.floor(len(own) * factor + 0.5), calendar.most_scans_a_day)
    for at in _between(own, wanted):
        yield PlannedScan(at, profile.slug, factor, reasons)
    for times in calendar.portfolios:
        held = any(holder.slug == times.holder for holder in rights.holders)
        if held and profile.slug in times.platforms:
            for at in _times(times.cron, day, schedule.timezone):
                yield PlannedScan(at, profile.slug, factor, (f"holder {times.holder}",))


def _factor(
    day: date, profile: PlatformProfile, calendar: Calendar, rights: Portfolio
) -> tuple[float, tuple[str, ...]]:
    """By how much this day's scans are multiplied, and why: the strongest season, and class."""
    country = profile.country or ""
    seasons = [
        season
        for season in calendar.seasons
        if (not season.countries or country in season.countries)
        and any(first <= day <= last for first, last in season_days(season, day.year))
    ]
    season = max(seasons, key=lambda one: one.factor, default=None)
    classes = {number for mark in rights.marks for number in mark.nice_classes}
    weighed = [(calendar.class_weights[one], one) for one in classes & set(calendar.class_weights)]
    weight, heaviest = max(weighed, default=(1.0, 0))
    reasons = [f"{season.names.zh} {season.names.en} ×{season.factor:g}"] if season else []
    reasons += [f"class {heaviest} ×{weight:g}"] if weight != 1 else []
    return (season.factor if season else 1.0) * weight, tuple(reasons)


def _times(cron: str, day: date, timezone: str) -> Iterator[datetime]:
    trigger, zone = crontab(cron, timezone), ZoneInfo(timezone)
    moment = datetime.combine(day, time(), zone) - timedelta(microseconds=1)
    while (at := trigger.get_next_fire_time(None, moment)) and at.date() == day:
        yield at
        moment = at + timedelta(seconds=1)


def _between(own: list[datetime], wanted: int) -> Iterator[datetime]:
    """So many further times as are wanted, spread over the day that begins with the first one."""
    if not own:
        return
    spread = [
        own[0].astimezone(UTC) + timedelta(days=1) * number / wanted for number in range(wanted)
    ]
    free = [at for at in spread if all(abs(at - one) >= timedelta(hours=1) for one in own)]
    yield from (at.astimezone(own[0].tzinfo) for at in free[: wanted - len(own)])


def _day(year: int, text: str) -> date:
    month, number = (int(part) for part in text.split("-"))
    # 29 February is the last of February in a common year
    return date(year, month, min(number, 28)) if month == 2 else date(year, month, number)


@lru_cache(maxsize=32)
def _festivals(country: str, year: int) -> tuple[tuple[date, str], ...]:
    try:
        found = holidays.country_holidays(country, years=year, language="en_US")
    except NotImplementedError as exc:
        raise InputError(f"There is no calendar of festivals for {country!r}.") from exc
    return tuple(found.items())

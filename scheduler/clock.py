"""The clock: starts the night at its hour, and makes up for one that was missed."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from config.calendar import load_calendar
from config.load import load_profiles
from config.settings import Schedule, Settings
from domain.errors import MonitorError
from domain.runs import Step
from scheduler.calendar import Plan, PlanTrigger
from scheduler.lease import held
from scheduler.nightly import run_night
from scheduler.runner import run_step
from scheduler.steps import Store

DUE = timedelta(hours=1)
"""A planned scan that is later than this is left to the next one: a scan sees what is there."""

logger = logging.getLogger(__name__)


def run_clock(store: Store, settings: Settings) -> None:
    """Start every night at its hour until the process is stopped; only one clock may tick.

    Raises:
        Busy: Another clock holds the lease.
    """
    with held(store, "clock", seconds=settings.schedule.lease_seconds, clock=utc_now):
        if is_owed(store, settings.schedule, utc_now()):
            logger.warning("catching up the missed night")
            _night(store, settings)
        scheduler = BlockingScheduler(timezone=settings.schedule.timezone)
        scheduler.add_job(
            _night,
            trigger(settings.schedule),
            args=(store, settings),
            id="night",
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
        for step, minutes in often(settings).items():
            scheduler.add_job(
                _start,
                IntervalTrigger(minutes=minutes),
                args=(store, settings, step),
                id=step,
                max_instances=1,
                coalesce=True,
            )
        scheduler.add_job(
            _remind,
            IntervalTrigger(minutes=settings.reminders.every_minutes),
            args=(store, settings),
            id="remind",
            max_instances=1,
            coalesce=True,
        )
        scheduler.add_job(
            _planned,
            trigger=PlanTrigger(plan_of(store, settings)),
            args=(store, settings),
            id="planned",
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
        scheduler.start()


def plan_of(store: Store, settings: Settings) -> Plan:
    """The calendar as it stands: its file, the profiles, and the classes of the rights owned."""
    with store.reading() as work:
        rights = work.rights.portfolio()
    schedule = settings.schedule
    return Plan(schedule, load_calendar(schedule), load_profiles(settings), rights)


def often(settings: Settings) -> dict[str, int]:
    """Steps that run all day, with the minutes between: captures, and stamps where asked."""
    steps = {"capture": settings.capture.every_minutes}
    if settings.stamping.authorities:
        steps["stamp"] = settings.stamping.retry_minutes
    return steps


def trigger(schedule: Schedule) -> CronTrigger:
    """When the night begins, in the schedule's own time zone."""
    hour, minute = schedule.night_at.split(":")
    return CronTrigger(hour=int(hour), minute=int(minute), timezone=schedule.timezone)


def last_due(schedule: Schedule, now: datetime) -> datetime:
    """The latest time at or before `now` at which a night should have begun, in UTC."""
    hour, minute = (int(part) for part in schedule.night_at.split(":"))
    local = now.astimezone(ZoneInfo(schedule.timezone))
    due = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if due > local:
        due = (local - timedelta(days=1)).replace(
            hour=hour, minute=minute, second=0, microsecond=0
        )
    return due.astimezone(UTC)


def is_owed(store: Store, schedule: Schedule, now: datetime) -> bool:
    """Whether a night was missed: nights were run before, but none since the last due time.

    However many were missed, one run makes up for them: a scan sees what is there now.
    """
    with store.reading() as work:
        nights = work.runs.recent(1, step="night")
    return bool(nights) and nights[0].started_at < last_due(schedule, now)


def utc_now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


def _start(store: Store, settings: Settings, step: str) -> None:
    try:
        run_step(store, settings, Step(step), now=utc_now())
    except MonitorError as exc:
        logger.error("a step of the day failed", extra={"step": step, "why": str(exc)})


def _remind(store: Store, settings: Settings) -> None:
    reminders = settings.reminders
    if not (reminders.email.host or reminders.webhook.url or reminders.calendar_file):
        return
    try:
        run_step(store, settings, Step("remind"), now=utc_now())
    except MonitorError as exc:
        logger.error("no reminders went out", extra={"why": str(exc)})


def _planned(store: Store, settings: Settings) -> None:
    """Scan what became due by the calendar within the last hour, beside the night."""
    now = utc_now()
    due = [scan for scan in plan_of(store, settings)(now) if now - DUE < scan.at <= now]
    platforms = {scan.platform for scan in due if not scan.nightly}
    if platforms:
        _run(store, settings, platforms)


def _night(store: Store, settings: Settings) -> None:
    profiles = load_profiles(settings).values()
    # a platform with times of its own is scanned at those
    _run(store, settings, {one.slug for one in profiles if one.cron is None})


def _run(store: Store, settings: Settings, platforms: Collection[str]) -> None:
    try:
        report = run_night(store, settings, clock=utc_now, platforms=platforms)
    except MonitorError as exc:
        logger.error("the night did not run", extra={"why": str(exc)})
        return
    logger.info("the night is over", extra={"counts": report.counts, "degraded": report.degraded})

"""Reminders, from the clocks of notices to letters that went out; nothing is lost on the way.

A reminder is noted before it is sent and marked when it went out: cut off between the two, its
letter goes out once more under the same id. That is at least once, and never two letters of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from config.settings import Settings
from domain.errors import MonitorError
from domain.notices import NoticeState
from domain.reminders import Letter, Way
from domain.runs import StageReport
from store.unit_of_work import Store
from takedown.clocks import Clock, clocks_of
from takedown.feed import calendar_of, write_feed
from takedown.outward import message_of, send_mail, send_webhook
from takedown.reminders import reminders_of
from takedown.rules import load_packs

HOLD = timedelta(minutes=10)
"""For so long a letter that is being sent is nobody else's; then it is taken to be cut off."""

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=12)

Send = Callable[[Letter], None]

WAITING = (NoticeState.EXPORTED, NoticeState.SUBMITTED, NoticeState.COUNTERED)
"""States in which a notice waits for somebody."""

ENDED = (NoticeState.REMOVED,)
"""States after which only the other side may still act."""


def running_clocks(
    store: Store, settings: Settings, today: date | None = None
) -> tuple[Clock, ...]:
    """Every period that runs for a notice, the soonest first.

    With the day of today also what the other side may still do once listings were removed, until
    that is over.
    """
    packs, zone = load_packs(settings), ZoneInfo(settings.schedule.timezone)
    with store.reading() as work:
        waiting = work.notices.days((*WAITING, *(ENDED if today else ())))
    found: list[Clock] = []
    for one in waiting:
        if one.channel in packs:
            days = {state: at.astimezone(zone).date() for state, at in one.happened.items()}
            running = clocks_of(one.slug, packs[one.channel], one.state, days)
            over = today if today and one.state in ENDED else date.min
            found += [clock for clock in running if clock.due >= over]
    return tuple(sorted(found, key=lambda clock: (clock.due, clock.notice, clock.code)))


def remind(
    store: Store, settings: Settings, *, now: datetime, ways: Mapping[Way, Send] | None = None
) -> StageReport:
    """Say on every way that is set what comes near today and was not said yet; keep the feed.

    Returns:
        Counts of `wanted` (new), `sent` and `failed` reminders.
    """
    today = now.astimezone(ZoneInfo(settings.schedule.timezone)).date()
    clocks = running_clocks(store, settings, today)
    _keep_feed(settings, clocks, now)
    due = reminders_of(clocks, today, settings.reminders.lead_days)
    counts, problems = Counter[str](), dict[str, None]()
    for way, send in (ways_of(settings, now) if ways is None else ways).items():
        with store.begin() as work:
            counts["wanted"] += work.reminders.want(way, due, now)
            work.reminders.put_into_letters(way)
        _send_all(store, way, send, now, (counts, problems))
    return StageReport(dict(counts), tuple(problems))


def _keep_feed(settings: Settings, clocks: tuple[Clock, ...], now: datetime) -> None:
    reminders = settings.reminders
    if reminders.calendar_file is not None:
        content = calendar_of(
            clocks,
            now=now,
            name=settings.takedown.log_name,
            language=settings.review.language,
            leads=reminders.lead_days,
        )
        write_feed(reminders.calendar_file, content)


def ways_of(settings: Settings, now: datetime) -> Mapping[Way, Send]:
    """The ways that are set, and how a letter goes out on each."""
    reminders, language = settings.reminders, settings.review.language
    email, webhook = reminders.email, reminders.webhook
    today = now.astimezone(ZoneInfo(settings.schedule.timezone)).date()

    def by_mail(letter: Letter) -> None:
        send_mail(message_of(letter, email, today=today, now=now, language=language), email)

    def by_webhook(letter: Letter) -> None:
        send_webhook(letter, webhook, now)

    ways: dict[Way, Send] = {}
    if email.host and email.to:
        ways[Way.EMAIL] = by_mail
    if webhook.url:
        ways[Way.WEBHOOK] = by_webhook
    return ways


def _send_all(
    store: Store,
    way: Way,
    send: Send,
    now: datetime,
    told: tuple[Counter[str], dict[str, None]],
) -> None:
    counts, problems = told
    while True:
        with store.begin() as work:
            letter = work.reminders.claim(way, now, HOLD)
        if letter is None:
            return
        try:
            send(letter)
        except MonitorError as exc:
            wait = min(FIRST_WAIT * 2 ** min(letter.tries - 1, 10), LONGEST_WAIT)
            with store.begin() as work:
                work.reminders.failed(letter, str(exc), now + wait)
            counts["failed"] += len(letter.reminders)
            problems[f"{way}: {exc}"] = None
            continue
        with store.begin() as work:
            work.reminders.sent(letter, now)
        counts["sent"] += len(letter.reminders)

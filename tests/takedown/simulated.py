"""Ninety simulated days: notices come and go, and the real reminders run every day."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from config.settings import Settings
from domain.errors import MonitorError
from domain.notices import Notice, NoticeId, NoticeState
from domain.reminders import Letter, Way
from domain.rights import HolderSlug, Portfolio, RightSlug
from store.unit_of_work import Store
from takedown.clocks import Clock
from takedown.reminding import remind, running_clocks
from tests.factories import a_holder, a_work

N = NoticeState
CHANNELS = (
    "alibaba_taotian", "alibaba_international", "jd", "mercado_libre", "kuaishou", "xiaohongshu",
    "tiktok_shop", "amazon", "shopify_standalone", "pinduoduo", "douyin_ecommerce", "rakuten",
)  # fmt: skip
TO_SUBMITTED = (N.INCOMPLETE, N.READY, N.EXPORTED, N.SUBMITTED)


Period = tuple[str, str, date]
"""A notice, the code of one of its periods, and the day on which that ends."""


@dataclass
class Days:
    """What the simulation saw: on which days each of our periods was said, and when it ended."""

    said: dict[tuple[str, str, date], list[date]] = field(
        default_factory=lambda: defaultdict(list)
    )
    ours: dict[tuple[str, str, date], Clock] = field(default_factory=dict)
    known: dict[tuple[str, str, date], date] = field(default_factory=dict)
    ended: dict[str, date] = field(default_factory=dict)
    letters: list[str] = field(default_factory=list)

    def missed(self, last: date) -> list[Period]:
        """Periods of ours that ran to their end, and of which nothing was said by then."""
        return [
            key
            for key, clock in self.ours.items()
            if clock.due <= last
            and self.ended.get(clock.notice, date.max) > clock.due
            and not any(day <= clock.due for day in self.said[key])
        ]


def keep_notice(
    store: Store,
    slug: str,
    channel: str,
    now: datetime,
    happened: Mapping[NoticeState, datetime] | None = None,
) -> NoticeId:
    """A notice that was filed now, and what became of it since."""
    with store.begin() as work:
        if not work.rights.portfolio().holders:
            work.rights.keep_portfolio(Portfolio((a_holder(),), (), (a_work(),)))
        holder, right = HolderSlug("hoshikawa"), RightSlug("work-fox")
        plain = Notice(
            NoticeId(0), slug, channel, "taobao", holder, right, "theft", (), (), N.DRAFTED, now
        )
        notice = work.notices.draft(plain).id
        for state in TO_SUBMITTED:
            work.notices.advance(notice, state, now)
        for state, at in (happened or {}).items():
            work.notices.advance(notice, state, at)
    return notice


def run_days(
    store: Store,
    settings: Settings,
    start: datetime,
    *,
    days: int,
    notices: int,
    outages: frozenset[int] = frozenset(),
    seed: int = 90,
) -> Days:
    """So many days with so many notices; on days of `outages` the mail server is down.

    Each day some notices are filed, some sellers object, some platforms answer; then the reminders
    run once, as the clock of the program would.
    """
    luck, seen, today = random.Random(seed), Days(), start
    filed_on = sorted(luck.randrange(days - 20) for _ in range(notices))
    events: dict[int, list[tuple[NoticeId, str, NoticeState]]] = defaultdict(list)
    number = 0
    for day in range(days):
        today = start + timedelta(days=day, minutes=luck.randrange(600))
        while number < notices and filed_on[number] == day:
            _file(store, f"n{number}", luck, today, (events, day))
            number += 1
        for notice, slug, state in events.pop(day, ()):
            _advance(store, notice, state, today)
            if state is not N.COUNTERED:
                seen.ended[slug] = _local(settings, today)
        _remind(store, settings, today, seen, down=day in outages)
    return seen


def _file(
    store: Store,
    slug: str,
    luck: random.Random,
    now: datetime,
    calendar: tuple[dict[int, list[tuple[NoticeId, str, NoticeState]]], int],
) -> None:
    events, day = calendar
    notice = keep_notice(store, slug, luck.choice(CHANNELS), now)
    answered = day + luck.randrange(1, 12)
    fate = luck.random()
    if fate < 0.35:
        events[answered].append((notice, slug, luck.choice((N.REMOVED, N.REFUSED))))
    elif fate < 0.9:
        events[answered].append((notice, slug, N.COUNTERED))
        after = answered + luck.randrange(1, 40)
        events[after].append((notice, slug, luck.choice((N.RESTORED, N.REMOVED))))


def _advance(store: Store, notice: NoticeId, state: NoticeState, now: datetime) -> None:
    with store.begin() as work:
        work.notices.advance(notice, state, now)


def _remind(store: Store, settings: Settings, now: datetime, seen: Days, *, down: bool) -> None:
    today = _local(settings, now)
    for clock in running_clocks(store, settings):
        if clock.ours:
            key = (clock.notice, clock.code, clock.due)
            seen.ours[key] = clock

    def send(letter: Letter) -> None:
        if down:
            raise MonitorError("the mail server is down")
        seen.letters.append(letter.id)
        for one in letter.reminders:
            seen.said[one.notice, one.code, one.due].append(today)

    remind(store, settings, now=now, ways={Way.EMAIL: send})


def _local(settings: Settings, now: datetime) -> date:
    return now.astimezone(ZoneInfo(settings.schedule.timezone)).date()

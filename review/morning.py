"""The morning: one page from which the day is known in two minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from config.settings import Settings
from domain.deadlines import Deadline
from domain.decisions import Decision
from domain.scans import ClosedScan
from domain.second_looks import SecondLook
from review.deadlines import deadlines
from review.desk import CandidateLine, Store, Waiting, running_clocks, waiting
from takedown.clocks import Clock

DUE_DAYS, PAPER_DAYS = 7, 30
NEW_HOURS = 24
SHOWN = 8


@dataclass(frozen=True, slots=True)
class CameBack:
    """A candidate that was decided once and waits again, and why: `changed` or `disagreed`."""

    line: CandidateLine
    why: str


@dataclass(frozen=True, slots=True)
class Morning:
    """What the day holds. Days are counted in the desk's own time zone.

    `looks` is how many looks the waiting take when a group is one look. `new_count` are those
    suggested in the last 24 hours.
    """

    today: datetime
    clocks: tuple[Clock, ...]
    papers: tuple[Deadline, ...]
    new: tuple[CandidateLine, ...]
    new_count: int
    came_back: tuple[CameBack, ...]
    scans: tuple[ClosedScan, ...]
    second: tuple[SecondLook, ...]
    second_for_me: int
    mine: tuple[Decision, ...]
    mine_today: int
    queues: dict[str, int]
    looks: int
    waiting: Waiting


def morning(store: Store, settings: Settings, *, who: str | None, now: datetime) -> Morning:
    """The morning of this person, None for anybody."""
    zone = ZoneInfo(settings.schedule.timezone)
    here = now.astimezone(zone)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    clocks = running_clocks(store, settings, here.date())
    with store.reading() as work:
        since = now - timedelta(hours=NEW_HOURS)
        second = work.second_looks.waiting({})
        mine = work.decisions.recent(who, 500) if who else ()
        back = work.views.came_back(SHOWN)
        return Morning(
            today=here,
            clocks=tuple(one for one in clocks if one.days_left(here.date()) <= DUE_DAYS),
            papers=deadlines(store, now=now, within_days=PAPER_DAYS),
            new=work.views.new_lines(since, SHOWN),
            new_count=work.views.new_count(since),
            came_back=tuple(CameBack(line, why) for line, why in back),
            scans=work.frontier.latest(),
            second=second,
            second_for_me=sum(one.first_analyst != who for one in second),
            mine=mine[:SHOWN],
            mine_today=sum(one.decided_at >= midnight for one in mine),
            queues=work.views.counts_by_queue(),
            looks=work.groups.count({})[1],
            waiting=waiting(store),
        )

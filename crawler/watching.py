"""Watched listings are looked at again, where a program may ask; the others are for a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Literal

from config.profiles import PlatformProfile
from config.settings import Settings, Watch
from crawler.intake import TakenPage
from crawler.ledger.scanning import Scan
from crawler.request import ScanRequest
from crawler.sources import FOR_PROGRAMS
from domain.listings import PageKind, PageState
from domain.runs import Progress, RunId, StageReport, silent
from domain.scans import Ask
from domain.watch import Check, Rhythm, Stand, next_look, stand_of
from store.unit_of_work import Store, Work
from store.watch import Watched

CONTROLS = 2
"""Listings that nobody complained of, looked at beside the watched ones."""


@dataclass(frozen=True, slots=True)
class WatchLine:
    """A watched listing, where it stands, and when it is looked at next (None: no more)."""

    watched: Watched
    stand: Stand
    looks: int
    next_at: datetime | None
    by_program: bool


def rhythm_of(watch: Watch) -> Rhythm:
    """The settings as the rhythm of looks."""
    confirm = timedelta(hours=watch.confirm_hours)
    return Rhythm(watch.days_after_filing, watch.days_after_removal, confirm)


def watch_lines(
    store: Store, settings: Settings, profiles: Mapping[str, PlatformProfile]
) -> tuple[WatchLine, ...]:
    """Every listing that a notice was filed for, those due first."""
    rhythm = rhythm_of(settings.watch)
    with store.reading() as work:
        watched = work.watch.watched()
        checks = work.watch.checks(one.listing for one in watched)
    lines = []
    for one in watched:
        profile, own = profiles.get(one.key.platform), checks.get(one.listing, ())
        since = tuple(check for check in own if check.at >= one.filed_at)
        lines.append(
            WatchLine(
                one,
                stand_of(own, rhythm.confirm_after),
                len(since),
                next_look(one.filed_at, since, rhythm),
                profile is not None and may_ask(profile),
            )
        )
    far = datetime.max.replace(tzinfo=lines[0].watched.filed_at.tzinfo) if lines else None
    return tuple(sorted(lines, key=lambda line: (line.next_at or far, line.watched.listing)))


def may_ask(profile: PlatformProfile) -> bool:
    """Whether a program may open this platform's pages."""
    lanes = ("http", "browser")
    return profile.enabled and profile.lane in lanes and profile.permission.method in FOR_PROGRAMS


def watch_platform(
    store: Store,
    settings: Settings,
    profile: PlatformProfile,
    *,
    now: datetime,
    run: RunId | None,
    progress: Progress = silent,
) -> StageReport:
    """Look again at the listings of this platform whose time has come.

    Returns:
        Counts of looks by what the page was, and in `problems` what waits for a person.
    """
    lines = watch_lines(store, settings, {profile.slug: profile})
    due = [one for one in lines if one.watched.key.platform == profile.slug and _is_due(one, now)]
    if not may_ask(profile):
        return StageReport({"for_a_person": len(due)}, tuple(_for_a_person(profile, due)))
    asks = list(islice(_asks(due), settings.watch.listings_per_run))
    if not asks:
        return StageReport({"due": len(due)})
    with store.reading() as work:
        controls = work.watch.controls(profile.slug, CONTROLS)
    asks += [Ask(url, PageKind.ITEM) for _, url in controls]
    lane: Literal["http", "browser"] = "http" if profile.lane == "http" else "browser"
    request = ScanRequest(profile=profile, crawl=settings.crawl, lane=lane)
    return Scan(store, settings, request, run).watch(asks, now, progress)


def note_saved(work: Work, pages: Iterable[TakenPage], run: RunId | None) -> int:
    """Note which watched listings the own pages that a person saved say are gone; how many."""
    noted = 0
    for page in pages:
        reading = page.reading
        if reading.kind is not PageKind.ITEM or reading.state is not PageState.GONE:
            continue
        for one in work.watch.watched(reading.platform):
            if _names(reading.url, one.key.item_id):
                check = Check(one.listing, page.seen_at, reading.state, page.dated, reading.signs)
                noted += work.watch.note(check, "intake", run)
    return noted


def _is_due(line: WatchLine, now: datetime) -> bool:
    return line.next_at is not None and line.next_at <= now


def _asks(due: Iterable[WatchLine]) -> Iterable[Ask]:
    for line in due:
        if line.watched.url:
            yield Ask(line.watched.url, PageKind.ITEM, listing=line.watched.listing)


def _for_a_person(profile: PlatformProfile, due: list[WatchLine]) -> Iterable[str]:
    if due:
        yield (
            f"{len(due)} filed listings of {profile.slug} are due for a look by a person: open "
            "them, save the pages, and take them in (`jianzhen watch list --due`)."
        )


def _names(url: str, item_id: str) -> bool:
    """Whether this address holds the item id as a whole, in its path or its parameters."""
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(item_id)}(?![A-Za-z0-9])", url) is not None

"""One scan from its first address to what is kept of it, whatever cuts it off in between."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from config.settings import Settings
from crawler.accounts import AccountShelf, StorageState
from crawler.health import RUNS_COMPARED, UNSURE, doubts, measures, remarks_on, watch_doubts
from crawler.ledger.feed import Feed
from crawler.ledger.keeping import (
    count_page,
    keep_blobs,
    keep_checks,
    keep_each,
    keep_yield,
    remarks,
)
from crawler.process import Ended, run_process
from crawler.request import ScanRequest
from crawler.scan_folder import ScanEnd, ScanFolder, ScanRead
from crawler.scan_talk import locked
from crawler.sightings import telling
from domain.listings import PageKind, PlatformSlug
from domain.queries import Query
from domain.runs import Progress, RunId, StageReport
from domain.scans import Ask, OpenScan, Purpose
from store.unit_of_work import Store

GOES_ON_WITHIN = timedelta(hours=20)
"""A scan that was cut off longer ago is closed with what it saw; a new one sees more."""

FRUITLESS_STARTS = 3
"""A process that dies is started again, unless it died so often without a page between."""

OTHER_SECONDS = 60.0
"""How long we wait for the process of a predecessor that was cut off."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan to be run, or to go on with; it writes its sightings under `run`."""

    store: Store
    settings: Settings
    request: ScanRequest
    run: RunId | None
    searches: tuple[Query, ...] = ()
    """What each search brings is kept for the planning of the next scans."""

    def search(self, searches: Iterable[Ask], now: datetime, progress: Progress) -> StageReport:
        """Ask these searches and what they lead to, or go on with the scan that was cut off."""
        scan, told, made = self._unfinished(now)
        if scan is None:
            scan = self._open(Purpose.SEARCH, searches, now)
        report = self._report(scan, Purpose.SEARCH, now, progress)
        return replace(
            report,
            problems=(*told, *report.problems),
            made=tuple(sorted({*made, *report.made})),
        )

    def addresses(self, urls: Iterable[str], now: datetime, progress: Progress) -> StageReport:
        """Ask addresses that a person named."""
        asks = [Ask(url, PageKind.ITEM) for url in urls]
        scan = self._open(Purpose.ADDRESS, asks, now)
        return self._report(scan, Purpose.ADDRESS, now, progress)

    def watch(self, asks: Iterable[Ask], now: datetime, progress: Progress) -> StageReport:
        """Look again at listings' own pages; what each page was is kept with its listing.

        Asks that name no listing are controls: pages of listings that nobody complained of.
        """
        scan = self._open(Purpose.WATCH, asks, now)
        return self._report(scan, Purpose.WATCH, now, progress)

    def _open(self, purpose: Purpose, asks: Iterable[Ask], now: datetime) -> OpenScan:
        slug = self.request.profile.slug
        name = f"{slug}-{now:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
        self._folder(name).folder.mkdir(parents=True)
        with self.store.begin() as work:
            scan = work.frontier.open_scan(slug, purpose, name, now, self.run)
            work.frontier.add(scan.id, asks)
        return scan

    def _unfinished(self, now: datetime) -> tuple[OpenScan | None, list[str], set[int]]:
        """The scan to go on with; what older ones saw is taken in, and they are closed."""
        slug, told, made = self.request.profile.slug, list[str](), set[int]()
        with self.store.reading() as work:
            open_scans = [
                (purpose, scan)
                for purpose in Purpose
                for scan in work.frontier.open_scans(slug, purpose)
            ]
        searches = [scan for purpose, scan in open_scans if purpose is Purpose.SEARCH]
        latest = searches[-1] if searches else None
        goes_on = latest is not None and now - latest.started_at < GOES_ON_WITHIN
        for purpose, scan in open_scans:
            if goes_on and scan == latest:
                told.append(f"The scan {scan.name} was cut off; it goes on where it was.")
                continue
            feed = self._feed(scan)
            problems = self._take_up(scan, feed)
            read = feed.read(None, problems)
            ended = Ended("abandoned", None)
            made |= set(self._close(scan, purpose, read, ended, now).made)
            told.append(
                f"The scan {scan.name} was cut off; the {len(read.lines)} it saw are taken in."
            )
        return latest if goes_on else None, told, made

    def _report(
        self, scan: OpenScan, purpose: Purpose, now: datetime, progress: Progress
    ) -> StageReport:
        feed, problems = self._feed(scan), list[str]()
        problems += self._take_up(scan, feed)
        fruitless, session = 0, self._session()
        while True:
            before = feed.kept
            request = self.request.model_copy(update={"rests": feed.rests()})
            folder = self._folder(scan.name).folder
            ended = run_process(folder, request, feed, progress, session)
            problems += ended.problems
            fruitless = 0 if feed.kept > before else fruitless + 1
            if not ended.may_start_again or fruitless >= FRUITLESS_STARTS:
                break
            problems += (f"{ended.trouble} It was started again.", *self._take_up(scan, feed))
        problems += remarks_on(feed.asked_again())
        end = _end(self._folder(scan.name), ended, problems)
        return self._close(scan, purpose, feed.read(end, problems), ended, now)

    def _close(
        self,
        scan: OpenScan,
        purpose: Purpose,
        read: ScanRead,
        ended: Ended,
        now: datetime,
    ) -> StageReport:
        """Keep what was seen and close the scan, in one transaction."""
        profile, chosen, counts = self.request.profile, telling(read.lines), Counter[str]()
        keep_blobs(self.store, self._folder(scan.name), chosen)
        for page in read.pages:
            count_page(counts, page.state, page.unidentified)
        with self.store.begin() as work:
            if purpose is Purpose.WATCH:
                why = watch_doubts(read, work.frontier.answers(scan.id), ended.trouble)
            else:
                # a few addresses are no search, and are not to bring what a search brings
                searching = purpose is Purpose.SEARCH
                earlier = work.frontier.closed(profile.slug, RUNS_COMPARED) if searching else ()
                why = doubts(read, profile.expected, earlier, ended.trouble)
            made = tuple(sorted(keep_each(work, chosen, self.run, counts)))
            degraded = " ".join(why) or None
            keep_checks(work, scan.id, counts, sound=not why, run=self.run)
            if not why and purpose is Purpose.SEARCH:
                keep_yield(
                    work, PlatformSlug(profile.slug), self.searches, read.lines, now, self.run
                )
            record = {"health": measures(read), "degraded": degraded}
            reason = read.end.reason if read.end else ended.reason or "cut_off"
            work.frontier.close(scan.id, reason, now, record)
        failed = [
            f"{one.url}: {', '.join(one.signs)}" for one in read.pages if one.state in UNSURE
        ]
        problems = (*read.problems, *failed, *remarks(counts))
        return StageReport(counts, problems, degraded, made)

    def _session(self) -> StorageState | None:
        """The sign-in that the profile names; only a browser needs one."""
        profile = self.request.profile
        if profile.account is None or self.request.lane != "browser":
            return None
        return AccountShelf(self.settings.accounts).state(profile.slug, profile.account)

    def _take_up(self, scan: OpenScan, feed: Feed) -> tuple[str, ...]:
        folder = self._folder(scan.name)
        folder.folder.mkdir(parents=True, exist_ok=True)
        with locked(folder.folder, OTHER_SECONDS):
            return feed.take_up(folder)

    def _feed(self, scan: OpenScan) -> Feed:
        limit = self.settings.crawl.time_limit_seconds
        return Feed(self.store, scan, self.request.profile, limit)

    def _folder(self, name: str) -> ScanFolder:
        return ScanFolder(self.settings.crawl.scans_folder / name)


def _end(folder: ScanFolder, ended: Ended, problems: list[str]) -> ScanEnd | None:
    """How the scan ended: the process knows why it stopped, the feed why it gave no more."""
    end = folder.end(problems)
    if end is not None and end.reason == "finished" and ended.reason:
        return replace(end, reason=ended.reason)
    return end

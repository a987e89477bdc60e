"""Stage 2: a platform is scanned, or saved pages are taken in; gives sighting ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from config.load import load_profiles
from config.profiles import PlatformProfile
from config.settings import Settings
from crawler.addresses import check_url
from crawler.frontier import search_page
from crawler.intake import BadRow, TakenPage, read_saved, saved_pages
from crawler.ledger.keeping import count_page, keep_lines, remarks
from crawler.ledger.scanning import Scan
from crawler.queries import search_terms
from crawler.query_plan import planned
from crawler.reading import profile_for
from crawler.request import ScanRequest
from crawler.watching import note_saved
from domain.errors import InputError
from domain.listings import SightingId
from domain.queries import Query, Tier
from domain.runs import Progress, RunId, StageReport, silent
from domain.scans import Purpose
from store.unit_of_work import Store

MOST_TERMS = 10_000
"""Searches of one scan, and words that are looked through for them."""

BATCH = 20
"""Saved pages that are committed together."""


def scan_platform(  # noqa: PLR0913 - all but the first three are named
    store: Store,
    settings: Settings,
    profile: PlatformProfile,
    *,
    now: datetime,
    run: RunId | None,
    queries: Iterable[Query] = (),
    progress: Progress = silent,
) -> StageReport:
    """Scan one platform in a process of its own, and take in what it saw.

    `queries` are searches beyond the registered names; what each search brings is kept.

    Raises:
        InputError: The platform is not enabled or has no search, or there is nothing to look for.
    """
    lane = _lane(profile)
    searches, left_out = _searches(store, profile, queries, settings.crawl.searches, now)
    asks = (search_page(profile, one.text) for one in searches)
    with store.reading() as work:
        goes_on = bool(work.frontier.open_scans(profile.slug, Purpose.SEARCH))
    request = ScanRequest(profile=profile, crawl=settings.crawl, lane=lane)
    # a scan that goes on asks what was chosen for it earlier
    scan = Scan(store, settings, request, run, () if goes_on else searches)
    report = scan.search([ask for ask in asks if ask], now, progress)
    return replace(report, problems=(*left_out, *report.problems))


def take_in(
    store: Store,
    settings: Settings,
    source: Path | str,
    *,
    now: datetime,
    run: RunId | None = None,
    progress: Progress = silent,
) -> StageReport:
    """Take in pages that a person saved, or one public page by its address.

    Pages are committed in batches: what was committed before an interrupt stays, and taking the
    same source in again completes it and adds nothing twice.

    Raises:
        InputError: There is nothing at this source, or its manifest cannot be read.
        AddressRefused: The address leads into our own network.
    """
    if isinstance(source, str) and "://" in source:
        return _take_in_url(store, settings, source, now=now, run=run, progress=progress)
    path, profiles = Path(source), load_profiles(settings)
    root = path if path.is_dir() else path.parent
    pages = saved_pages(path)
    counts, problems, made = Counter[str](), list[str](), set[SightingId]()
    for start in range(0, len(pages), BATCH):
        taken: list[TakenPage] = []
        for page in pages[start : start + BATCH]:
            read = (
                page
                if isinstance(page, BadRow)
                else read_saved(page, root, profiles, settings.crawl, now)
            )
            if isinstance(read, BadRow):
                counts["bad_rows"] += 1
                problems.append(read.problem)
            else:
                taken.append(read)
        made |= _keep_pages(store, taken, run, counts)
        progress("intake", min(start + BATCH, len(pages)), len(pages))
    return StageReport(counts, (*problems, *remarks(counts)), None, tuple(sorted(made)))


def _lane(profile: PlatformProfile) -> Literal["http", "browser"]:
    if not profile.enabled:
        raise InputError(
            f"{profile.slug} is not enabled.", mend="Decide on its permission, then enable it."
        )
    if profile.search is None or profile.lane not in ("http", "browser"):
        raise InputError(
            f"{profile.slug} is not read by a program.", mend="Save its pages and use intake."
        )
    return "http" if profile.lane == "http" else "browser"


def _take_in_url(
    store: Store,
    settings: Settings,
    url: str,
    *,
    now: datetime,
    run: RunId | None,
    progress: Progress,
) -> StageReport:
    check_url(url, allow_loopback=settings.crawl.allow_loopback)
    profile = profile_for(url, load_profiles(settings))
    if profile is None:
        raise InputError(f"No platform profile serves {url}.")
    plain = profile.model_copy(
        update={"expected": profile.expected.model_copy(update={"minimum": 0})}
    )
    request = ScanRequest(profile=plain, crawl=settings.crawl, lane="manual")
    return Scan(store, settings, request, run).addresses((url,), now, progress)


def _searches(
    store: Store, profile: PlatformProfile, queries: Iterable[Query], limit: int, now: datetime
) -> tuple[tuple[Query, ...], tuple[str, ...]]:
    """The searches of a scan, most telling first, and what was left out: the one place to choose.

    Raises:
        InputError: There is nothing to look for.
    """
    with store.reading() as work:
        wanted = search_terms(work.rights.portfolio(), profile, MOST_TERMS)
        names = [Query(term, Tier.NAMES) for term in wanted]
        chosen = planned([*names, *queries], work.queries.asked(profile.slug), limit, now)
    if not chosen:
        raise InputError("There is nothing to search for.", mend="Import a portfolio first.")
    return chosen, tuple(_dropped(wanted, [one.text for one in chosen]))


def _dropped(wanted: Sequence[str], terms: Sequence[str]) -> Iterable[str]:
    left = [word for word in wanted if word not in terms]
    if left:
        names = ", ".join(left[:5])
        yield f"{len(left)} words were not searched for; {len(terms)} fit a scan ({names}…)."


def _keep_pages(
    store: Store, pages: Sequence[TakenPage], run: RunId | None, counts: Counter[str]
) -> set[SightingId]:
    for content in (content for page in pages for content in page.blobs):
        store.blobs.keep(content)
    made = keep_lines(store, [line for page in pages for line in page.lines], run, counts)
    with store.begin() as work:
        counts["checked_gone"] += note_saved(work, pages, run)
    for page in pages:
        unidentified = len(page.reading.listings) - len(page.lines)
        count_page(counts, page.reading.state, unidentified)
        counts["undated"] += not page.dated
    return made

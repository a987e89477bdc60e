"""Stage 2: a platform is scanned, or saved pages are taken in; gives sighting ids."""

from __future__ import annotations

import secrets
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
from crawler.intake import BadRow, TakenPage, read_saved, saved_pages
from crawler.left_over import left_over, mark_taken_in
from crawler.process import run_process
from crawler.queries import search_terms
from crawler.query_plan import found_by, planned
from crawler.reading import profile_for
from crawler.request import ScanRequest
from crawler.scan_folder import ScanFolder, ScanRead, SeenLine
from domain.digests import Sha256
from domain.errors import EvidenceError, InputError, NotFound
from domain.listings import PageKind, PageState, SightingId
from domain.queries import Query, Tier
from domain.runs import Progress, RunId, StageReport, silent
from store.unit_of_work import Store

TERMS, MOST_TERMS = 20, 10_000
"""Searches of one scan, and words that are looked through for them."""

BATCH = 20
"""Saved pages that are committed together."""

UNSURE = (PageState.BLOCKED, PageState.LOGIN, PageState.UNKNOWN_LAYOUT, PageState.ERROR)


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
    with store.reading() as work:
        wanted = search_terms(work.rights.portfolio(), profile, MOST_TERMS)
        names = [Query(term, Tier.NAMES) for term in wanted]
        chosen = planned([*names, *queries], work.queries.asked(profile.slug), TERMS, now)
    terms, tiers = tuple(one.text for one in chosen), tuple(one.tier for one in chosen)
    if not terms:
        raise InputError("There is nothing to search for.", mend="Import a portfolio first.")
    earlier = _take_in_left_over(store, settings, profile.slug, run)
    request = ScanRequest(
        profile=profile, crawl=settings.crawl, lane=lane, terms=terms, tiers=tiers
    )
    report = _run(store, settings, request, now=now, run=run, progress=progress)
    return replace(
        report,
        problems=(*_dropped(wanted, terms), *earlier.problems, *report.problems),
        made=tuple(sorted({*earlier.made, *report.made})),
    )


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
    return StageReport(counts, (*problems, *_remarks(counts)), None, tuple(sorted(made)))


def ingest(
    store: Store, folder: ScanFolder, read: ScanRead, run: RunId | None, counts: Counter[str]
) -> tuple[SightingId, ...]:
    """Take in what a scan's folder holds, in one transaction; the same folder twice adds nothing.

    Raises:
        EvidenceError: Bytes in the folder are not those that its lines name.
    """
    chosen = telling(read.lines)
    _keep_blobs(store, folder, chosen)
    return tuple(sorted(_keep_lines(store, chosen, run, counts)))


def telling(lines: Iterable[SeenLine]) -> list[SeenLine]:
    """One line for each listing, by key: its own page tells more than a card, the first card does.

    Cards and item pages word things differently; keeping both would show a change each night.
    """
    chosen: dict[object, SeenLine] = {}
    for line in lines:
        known = chosen.get(line.sighting.key)
        if known is None or (line.kind is PageKind.ITEM and known.kind is not PageKind.ITEM):
            chosen[line.sighting.key] = line
    return sorted(chosen.values(), key=lambda line: line.sighting.key)


def doubt(read: ScanRead, minimum: int, trouble: str | None) -> str | None:
    """The sentence why nothing may be concluded from what this scan did not see, or None."""
    if trouble:
        return trouble
    if read.end is None:
        return "The scan was cut off before it could say how it ended."
    if read.end.reason != "finished":
        return f"The scan ended early ({read.end.reason})."
    unsure = sum(read.states[state] for state in UNSURE)
    if 2 * unsure > len(read.pages):
        return (
            f"{unsure} of {len(read.pages)} pages were blocked, asked for a login or were unknown."
        )
    found = len(telling(read.lines))
    if found < minimum:
        return f"The scan saw {found} listings; a healthy one sees at least {minimum}."
    return None


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
    request = ScanRequest(profile=plain, crawl=settings.crawl, lane="manual", urls=(url,))
    return _run(store, settings, request, now=now, run=run, progress=progress)


def _run(
    store: Store,
    settings: Settings,
    request: ScanRequest,
    *,
    now: datetime,
    run: RunId | None,
    progress: Progress,
) -> StageReport:
    name = f"{request.profile.slug}-{now:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    folder = ScanFolder(settings.crawl.scans_folder / name)
    trouble = run_process(folder.folder, request, progress)
    read, counts = folder.read(), Counter[str]()
    made = ingest(store, folder, read, run, counts)
    mark_taken_in(folder.folder)
    if request.terms and not trouble:
        _keep_yield(store, request, read, run, now)
    for page in read.pages:
        _count(counts, page.state, page.unidentified)
    degraded = doubt(read, request.profile.expected.minimum, trouble)
    failed = [f"{one.url}: {', '.join(one.signs)}" for one in read.pages if one.state in UNSURE]
    problems = (*read.problems, *failed, *_remarks(counts))
    return StageReport(counts, problems, degraded, made)


def _dropped(wanted: Sequence[str], terms: Sequence[str]) -> Iterable[str]:
    left = [word for word in wanted if word not in terms]
    if left:
        names = ", ".join(left[:5])
        yield f"{len(left)} words were not searched for; {TERMS} fit a scan ({names}…)."


def _keep_yield(
    store: Store, request: ScanRequest, read: ScanRead, run: RunId | None, now: datetime
) -> None:
    """Keep what each search of this scan found, for the planning of the next ones."""
    pages = ((line.sighting.key, _addresses(line)) for line in read.lines)
    found = found_by(pages, request.terms)
    with store.begin() as work:
        for term, tier in zip(request.terms, request.tiers, strict=True):
            listings = (work.listings.find(key) for key in sorted(found[term]))
            known = [one for one in listings if one is not None]
            query = Query(term, tier)
            work.queries.keep(request.profile.slug, query, known, asked_at=now, run=run)


def _addresses(line: SeenLine) -> list[str]:
    return [capture.url for capture in line.sighting.captures]


def _take_in_left_over(
    store: Store, settings: Settings, slug: str, run: RunId | None
) -> StageReport:
    """Take in what earlier scans of this platform saw before their parent was cut off."""
    problems, made = [], set[SightingId]()
    for folder in left_over(settings.crawl.scans_folder, slug):
        read, counts = folder.read(), Counter[str]()
        made |= set(ingest(store, folder, read, run, counts))
        mark_taken_in(folder.folder)
        name = folder.folder.name
        problems.append(f"The scan {name} was cut off; the {len(read.lines)} it saw are taken in.")
    return StageReport(problems=tuple(problems), made=tuple(sorted(made)))


def _keep_blobs(store: Store, folder: ScanFolder, lines: Sequence[SeenLine]) -> None:
    for digest in sorted({digest for line in lines for digest in _digests(line)}):
        if store.blobs.has(digest):
            continue
        try:
            store.blobs.keep(folder.read_blob(digest))
        except NotFound as exc:
            raise EvidenceError(str(exc)) from exc


def _digests(line: SeenLine) -> Iterable[Sha256]:
    yield from (capture.sha256 for capture in line.sighting.captures)
    yield from (one.sha256 for one in line.sighting.pictures if one.sha256)


def _keep_pages(
    store: Store, pages: Sequence[TakenPage], run: RunId | None, counts: Counter[str]
) -> set[SightingId]:
    for content in (content for page in pages for content in page.blobs):
        store.blobs.keep(content)
    made = _keep_lines(store, [line for page in pages for line in page.lines], run, counts)
    for page in pages:
        unidentified = len(page.reading.listings) - len(page.lines)
        _count(counts, page.reading.state, unidentified)
        counts["undated"] += not page.dated
    return made


def _keep_lines(
    store: Store, lines: Sequence[SeenLine], run: RunId | None, counts: Counter[str]
) -> set[SightingId]:
    made: set[SightingId] = set()
    with store.begin() as work:
        for line in lines:
            kept = work.listings.keep_sighting(line.sighting, run)
            counts["new" if kept.new else "unchanged"] += 1
            made.add(kept.id)
    return made


def _count(counts: Counter[str], state: PageState, unidentified: int) -> None:
    counts["pages"] += 1
    counts[f"pages_{state.value}"] += 1
    counts["unidentified"] += unidentified


def _remarks(counts: Counter[str]) -> Iterable[str]:
    if counts["unidentified"]:
        yield f"{counts['unidentified']} listings have neither an id nor a link and were left out."
    if counts["undated"]:
        yield f"{counts['undated']} pages have no capture date; the file's own date was taken."

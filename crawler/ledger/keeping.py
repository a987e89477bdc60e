"""How what was seen is kept: bytes first, then the sightings that name them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from crawler.query_plan import found_by
from crawler.scan_folder import Outcome, PageLook, ScanFolder, SeenLine
from domain.digests import Sha256
from domain.errors import EvidenceError, NotFound
from domain.listings import ListingId, PageKind, PageState, PlatformSlug, SightingId
from domain.queries import Query
from domain.records import from_plain
from domain.runs import RunId
from domain.scans import ScanId
from domain.watch import Check
from store.unit_of_work import Store, Work

OTHER = "other:listing"
"""The sign of a page that was asked for one listing and shows another."""


def keep_blobs(store: Store, folder: ScanFolder, lines: Sequence[SeenLine]) -> None:
    """Keep all bytes that these lines name.

    Raises:
        EvidenceError: Bytes are missing, or are not those that the lines name.
    """
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


def keep_lines(
    store: Store, lines: Sequence[SeenLine], run: RunId | None, counts: Counter[str]
) -> set[SightingId]:
    """Keep these sightings, all or none; their ids."""
    with store.begin() as work:
        return keep_each(work, lines, run, counts)


def keep_each(
    work: Work, lines: Sequence[SeenLine], run: RunId | None, counts: Counter[str]
) -> set[SightingId]:
    """Keep these sightings in a transaction that holds more; their ids."""
    made: set[SightingId] = set()
    for line in lines:
        kept = work.listings.keep_sighting(line.sighting, run)
        counts["new" if kept.new else "unchanged"] += 1
        made.add(kept.id)
    return made


def keep_yield(
    work: Work,
    platform: PlatformSlug,
    searches: Sequence[Query],
    lines: Iterable[SeenLine],
    now: datetime,
    run: RunId | None,
) -> None:
    """Keep what each search of a scan found; the listings themselves are kept before."""
    pages = (
        (line.sighting.key, [capture.url for capture in line.sighting.captures]) for line in lines
    )
    found = found_by(pages, [one.text for one in searches])
    for query in searches:
        listings = (work.listings.find(key) for key in sorted(found[query.text]))
        known = [one for one in listings if one is not None]
        work.queries.keep(platform, query, known, asked_at=now, run=run)


def keep_checks(
    work: Work, scan: ScanId, counts: Counter[str], *, sound: bool, run: RunId | None
) -> None:
    """Keep what each page that was looked at for its listing says of it.

    A watched listing's page is kept whatever it was. Of other own pages one that says gone is:
    the facts on it may be the same as ever.
    """
    for ask, plain in work.frontier.answers(scan):
        outcome = from_plain(Outcome, plain)
        if ask.listing is not None:
            looks = [(ask.listing, _look_at(work, ask.listing, outcome))]
        else:
            looks = [(listing, outcome.look) for listing in _said_gone(work, outcome)]
        for listing, look in looks:
            check = Check(listing, look.seen_at, look.state, sound, look.signs)
            counts[f"checked_{look.state.value}"] += work.watch.note(check, "crawler", run)


def _look_at(work: Work, listing: ListingId, outcome: Outcome) -> PageLook:
    """The look, unless the page is of another listing: then it says nothing of this one."""
    look = outcome.look
    shown = {work.listings.find(line.sighting.key) for line in outcome.lines}
    if look.state is PageState.OK and listing not in shown:
        return replace(look, state=PageState.UNKNOWN_LAYOUT, signs=(*look.signs, OTHER))
    return look


def _said_gone(work: Work, outcome: Outcome) -> Iterable[ListingId]:
    if outcome.look.state is not PageState.GONE or outcome.look.kind is not PageKind.ITEM:
        return
    for line in outcome.lines:
        if (listing := work.listings.find(line.sighting.key)) is not None:
            yield listing


def count_page(counts: Counter[str], state: PageState, unidentified: int) -> None:
    """Count a page by what it was."""
    counts["pages"] += 1
    counts[f"pages_{state.value}"] += 1
    counts["unidentified"] += unidentified


def remarks(counts: Counter[str]) -> Iterable[str]:
    """What a person should know of what was left out or assumed."""
    if counts["unidentified"]:
        yield f"{counts['unidentified']} listings have neither an id nor a link and were left out."
    if counts["undated"]:
        yield f"{counts['undated']} pages have no capture date; the file's own date was taken."

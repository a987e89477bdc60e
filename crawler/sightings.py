"""From a page's reading to the sightings that it makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from crawler.scan_folder import PageLook, SeenLine
from domain.digests import Sha256
from domain.listings import Capture, Lane, PageKind, PageReading, Sighting, key_of

PICTURES_PER_LISTING = 12
"""Further pictures of a listing are named, not fetched."""


def sighted(
    reading: PageReading, lane: Lane, seen_at: datetime, captures: tuple[Capture, ...]
) -> Iterator[SeenLine]:
    """A line for each listing of this page that has a key; pictures come later."""
    for facts in reading.listings:
        key = key_of(facts)
        if key is not None:
            sighting = Sighting(key, facts, seen_at, lane, reading.state, (), captures)
            yield SeenLine(reading.kind, sighting)


def page_look(
    reading: PageReading,
    seen_at: datetime,
    digest: Sha256 | None = None,
    skew_seconds: float | None = None,
) -> PageLook:
    """What this page was, for the scan's report."""
    unidentified = sum(key_of(facts) is None for facts in reading.listings)
    return PageLook(
        reading.url,
        reading.kind,
        reading.state,
        seen_at,
        reading.signs,
        len(reading.listings),
        unidentified,
        digest,
        skew_seconds,
    )


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

"""From a page's reading to the sightings that it makes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from crawler.scan_folder import PageLook, SeenLine
from domain.listings import Capture, Lane, PageReading, Sighting, key_of


def sighted(
    reading: PageReading, lane: Lane, seen_at: datetime, captures: tuple[Capture, ...]
) -> Iterator[SeenLine]:
    """A line for each listing of this page that has a key; pictures come later."""
    for facts in reading.listings:
        key = key_of(facts)
        if key is not None:
            sighting = Sighting(key, facts, seen_at, lane, reading.state, (), captures)
            yield SeenLine(reading.kind, sighting)


def page_look(reading: PageReading, seen_at: datetime) -> PageLook:
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
    )

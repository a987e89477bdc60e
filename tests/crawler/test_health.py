from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from config.profiles import ExpectedYield
from crawler.health import doubts, measures
from crawler.scan_folder import PageLook, ScanEnd, ScanRead, SeenLine
from domain.digests import sha256_of
from domain.listings import PageKind, PageState, SeenPicture
from domain.scans import ClosedScan
from tests.factories import a_sighting

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
END = ScanEnd("bazaar", "finished", NOW)
ITEM, LISTING = PageKind.ITEM, PageKind.LISTING
SURE = ExpectedYield(minimum=1)


def a_look(number: int, state: PageState = PageState.OK, kind: PageKind = ITEM) -> PageLook:
    return PageLook(f"u{number}", kind, state, NOW, digest=sha256_of(str(number).encode()))


def a_line(number: int, **facts: object) -> SeenLine:
    one = a_sighting(captures=(), pictures=())
    key = replace(one.key, item_id=str(number))
    shown = replace(one.facts, item_id=str(number), **facts)  # type: ignore[arg-type]
    return SeenLine(ITEM, replace(one, key=key, facts=shown))


def a_read(
    looks: Sequence[PageLook] = (), lines: Sequence[SeenLine] = (), end: ScanEnd | None = END
) -> ScanRead:
    looks = looks or [a_look(number) for number in range(10)]
    return ScanRead(tuple(lines or [a_line(n) for n in range(10)]), tuple(looks), end, ())


def earlier(listings: float, degraded: str | None = None, **health: float) -> ClosedScan:
    found = {"listings": listings, **health}
    return ClosedScan("bazaar", "x", NOW, NOW, "finished", found, degraded)


def test_a_whole_scan_raises_no_doubt() -> None:
    assert doubts(a_read(), SURE, [earlier(10), earlier(11)]) == ()


@pytest.mark.parametrize(
    ("read", "expected", "told"),
    [
        (a_read(end=None), SURE, "cut off"),
        (a_read(end=replace(END, reason="day_budget")), SURE, "(day_budget)"),
        (a_read(), ExpectedYield(minimum=11), "at least 11"),
        (a_read(), ExpectedYield(minimum=1, maximum=9), "at most 9"),
        (a_read([a_look(1, PageState.BLOCKED)]), SURE, "1 of 1 pages were blocked"),
        (a_read([a_look(n, PageState.GONE) for n in range(6)]), SURE, "gone, all at once"),
        (a_read([a_look(1)] * 6), SURE, "byte for byte"),
        (
            a_read([*(a_look(n) for n in range(20)), a_look(99, PageState.PARTIAL, LISTING)]),
            SURE,
            "1 of 1 result pages",
        ),
        (a_read([replace(a_look(1), skew_seconds=-4000.0)]), SURE, "-4000 seconds"),
        (
            a_read(lines=[a_line(n, seller=None) for n in range(10)]),
            ExpectedYield(minimum=1, coverage={"seller": 0.9}),
            "Only 0% of the listings have a seller",
        ),
    ],
)
def test_each_way_to_be_blind_is_told(read: ScanRead, expected: ExpectedYield, told: str) -> None:
    assert told in " ".join(doubts(read, expected))


@pytest.mark.parametrize(
    ("past", "told"),
    [
        ([earlier(30), earlier(28)], "listings is 10"),
        ([earlier(1), earlier(1)], "listings is 10"),
        ([earlier(10, has_seller=1.0), earlier(10, has_seller=1.0)], "has_seller is 0.5"),
    ],
)
def test_a_scan_unlike_the_last_sound_ones_is_doubted(
    past: Sequence[ClosedScan], told: str
) -> None:
    lines = [a_line(n, seller=None if n % 2 else "a shop") for n in range(10)]
    assert told in " ".join(doubts(a_read(lines=lines), SURE, past))


def test_a_degraded_scan_is_no_measure_for_the_next() -> None:
    blind = [earlier(300, "It was blocked."), earlier(300, "It was blocked.")]
    assert doubts(a_read(), SURE, blind) == ()


def test_pictures_without_bytes_are_counted() -> None:
    lost = SeenPicture("u", "k", reason="status 404")
    had = SeenPicture("v", "l", sha256_of(b"x"), "image/png")
    line = a_line(1)
    both = replace(line, sighting=replace(line.sighting, pictures=(lost, had)))
    assert measures(a_read(lines=[both]))["pictures_lost"] == 0.5

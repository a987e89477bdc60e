from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.pace import (
    COOL_DOWN_SECONDS,
    FAILING_URLS,
    LONGEST_WAIT_SECONDS,
    DomainPace,
    retry_after_seconds,
)

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("Mon, 23 Nov 2026 02:00:30 GMT", 30.0),
        ("Mon, 23 Nov 2026 01:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(
    header: str | None, seconds: float | None
) -> None:
    assert retry_after_seconds(header, NOW) == seconds


def test_a_domain_is_not_asked_before_its_own_wish() -> None:
    pace = DomainPace()
    pace.failed("a", 100.0, 9.0)
    assert pace.wait_seconds(104.0) == 5.0


def test_waits_without_a_wish_double_up_to_a_cap() -> None:
    pace, waits = DomainPace(), []
    for _ in range(9):
        pace.not_before = 0.0
        pace.failed("same", 0.0, None)
        waits.append(pace.wait_seconds(0.0))
    assert waits[:3] == [2.0, 4.0, 8.0]
    assert waits[-1] == LONGEST_WAIT_SECONDS


def test_one_address_that_always_fails_does_not_open_the_breaker() -> None:
    pace = DomainPace()
    for _ in range(FAILING_URLS * 2):
        pace.failed("same", 0.0, 1.0)
    assert not pace.refuses(1.0)


def test_different_failing_addresses_open_the_breaker() -> None:
    pace = _open()
    assert pace.refuses(1.0)


def test_after_its_cool_down_the_breaker_lets_one_request_through() -> None:
    pace = _open()
    later = COOL_DOWN_SECONDS + 1
    assert [pace.refuses(later), pace.refuses(later)] == [False, True]


def test_a_good_answer_closes_the_breaker() -> None:
    pace = _open()
    pace.succeeded()
    assert not pace.refuses(1.0)


def test_a_wish_longer_than_a_scan_waits_ends_the_asking() -> None:
    pace = DomainPace()
    pace.failed("a", 0.0, 86400.0)
    assert pace.refuses(COOL_DOWN_SECONDS + 1)


def _open() -> DomainPace:
    pace = DomainPace()
    for number in range(FAILING_URLS):
        pace.failed(str(number), 0.0, 1.0)
    return pace

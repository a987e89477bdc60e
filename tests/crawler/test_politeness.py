from __future__ import annotations

import itertools
import time
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path

import pytest

from crawler import settings
from crawler.pace import (
    COOL_DOWN_SECONDS,
    FAILING_URLS,
    LONGEST_WAIT_SECONDS,
    DomainPace,
    retry_after_seconds,
)
from domain.listings import PageState
from tests.crawler.site import PRODUCT, scan_site, site
from tests.shop.replies import Reply, html, redirect

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ON_THE_WAY = 0.5
"""Seconds after which nothing that was sent before an answer is still to arrive."""


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
    assert not pace.refuses(later)
    pace.sent(later, 0.0)
    assert pace.refuses(later)


def test_a_good_answer_to_the_trial_closes_the_breaker() -> None:
    pace = _tried()
    pace.succeeded()
    assert not pace.refuses(COOL_DOWN_SECONDS + 1)


def test_a_trial_that_tells_nothing_lets_another_be_tried() -> None:
    pace = _tried()
    pace.told_nothing()
    assert not pace.refuses(COOL_DOWN_SECONDS + 1)
    pace.sent(COOL_DOWN_SECONDS + 1, 0.0)
    assert pace.refuses(COOL_DOWN_SECONDS + 1)


def test_a_failed_trial_doubles_the_cool_down() -> None:
    pace = _tried()
    pace.failed("9", COOL_DOWN_SECONDS + 1, None)
    assert pace.refuses(2 * COOL_DOWN_SECONDS + 1)
    assert not pace.refuses(3 * COOL_DOWN_SECONDS + 2)


def test_an_open_breaker_does_not_try_before_the_wish_of_the_domain() -> None:
    pace = _open()
    pace.failed("a", 0.0, 86400.0)
    assert pace.refuses(COOL_DOWN_SECONDS + 1)
    assert not pace.refuses(86400.0)


def test_each_request_waits_its_turn() -> None:
    pace = DomainPace()
    pace.sent(10.0, 1.5)
    assert [pace.wait_seconds(10.0), pace.wait_seconds(11.5)] == [1.5, 0.0]


@pytest.mark.parametrize("as_date", [False, True])
def test_nothing_is_sent_to_a_domain_before_the_time_it_asked_for(
    *, as_date: bool, tmp_path: Path
) -> None:
    wishes: list[float] = []

    def answering(path: str, before: int) -> Reply:
        if path != "/1" or before:
            return html(PRODUCT.format(path, ""))
        # a date has whole seconds alone: it is the time that the header states that counts
        until = int(time.time()) + 3 if as_date else time.time() + 2
        wishes.append(until)
        wish = formatdate(until, usegmt=True) if as_date else "2"
        return Reply(429, b"", headers={"Retry-After": wish})

    paths = tuple(f"/{number}" for number in range(1, 9))
    with site(answering) as found:
        # several at once, with a pace: some stand in a queue when the refusal comes
        folder, _ = scan_site(tmp_path, found, paths, delay_seconds=0.2)
    refused = next(at for at, path in found.asked if path == "/1")
    # what was sent before the refusal was heard is on the way, however slow the machine
    later = [at for at, _ in found.asked if at > refused + ON_THE_WAY]
    assert len(later) > 2
    assert min(later) >= wishes[0]
    assert {page.state for page in folder.read().pages} == {PageState.OK}
    assert len(folder.read().lines) == len(paths)


def test_whoever_waited_together_does_not_go_on_together(tmp_path: Path) -> None:
    def answering(path: str, before: int) -> Reply:
        if path == "/1" and not before:
            return Reply(503, b"", headers={"Retry-After": "1"})
        return html(PRODUCT.format(path, ""))

    with site(answering) as found:
        scan_site(tmp_path, found, ("/1", "/2", "/3", "/4"), delay_seconds=0.4)
    times = [at for at, path in found.asked if path != "/robots.txt"]
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    # half the pace is the least that the jitter leaves; a slow server may note two at once later
    assert min(gaps) >= 0.05


def test_a_domain_whose_addresses_all_fail_is_left_alone(tmp_path: Path) -> None:
    with site(lambda _path, _before: Reply(403, b"no")) as found:
        folder, _ = scan_site(tmp_path, found, tuple(f"/{number}" for number in range(12)))
    asked = [path for _, path in found.asked if path != "/robots.txt"]
    # the breaker opens at the last of these; three more may be on the way by then
    assert FAILING_URLS <= len(asked) < FAILING_URLS + 4
    assert not {page.state for page in folder.read().pages} & {PageState.OK, PageState.EMPTY}


def test_a_robots_file_that_cannot_be_had_forbids_everything(tmp_path: Path) -> None:
    with site(lambda _path, _before: html(PRODUCT.format("1", ""))) as found:
        found.robots = Reply(503, b"", headers={"Retry-After": "0"})
        folder, _ = scan_site(tmp_path, found, ("/1",))
    assert {path for _, path in found.asked} == {"/robots.txt"}
    assert [page.state for page in folder.read().pages] == [PageState.ERROR]


def test_robots_are_obeyed_and_we_say_who_we_are(tmp_path: Path) -> None:
    with site(lambda path, _before: html(PRODUCT.format(path, ""))) as found:
        found.robots = Reply(200, b"User-agent: Jianzhen\nDisallow: /2\n", "text/plain")
        scan_site(tmp_path, found, ("/1", "/2"))
    assert {path for _, path in found.asked} == {"/robots.txt", "/1"}
    assert found.agents == {"Jianzhen/0.1 (brand protection; +a@b.example)"}


def test_a_redirect_into_a_private_network_is_not_followed(tmp_path: Path) -> None:
    def answering(path: str, _before: int) -> Reply:
        away = redirect("http://10.0.0.1/admin")
        return away if path == "/1" else html(PRODUCT.format(path, ""))

    with site(answering) as found:
        folder, _ = scan_site(tmp_path, found, ("/1", "/2"))
    told = {page.state: page for page in folder.read().pages}
    assert set(told) == {PageState.OK, PageState.ERROR}
    assert "10.0.0.1" in told[PageState.ERROR].signs[0]


def test_no_door_leads_into_the_crawl() -> None:
    assert settings.REMOTE_CONTROL_ENABLED is False
    assert settings.TELNETCONSOLE_ENABLED is False


def _open() -> DomainPace:
    pace = DomainPace()
    for number in range(FAILING_URLS):
        pace.failed(str(number), 0.0, 1.0)
    return pace


def _tried() -> DomainPace:
    pace = _open()
    pace.sent(COOL_DOWN_SECONDS + 1, 0.0)
    return pace

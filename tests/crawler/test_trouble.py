"""A market that misbehaves in every way we know: each is told by the scan that met it."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path

import pytest

from config.load import load_profiles
from config.profiles import ExpectedYield, PlatformProfile
from crawler.frontier import search_page
from crawler.ledger.scanning import Scan
from crawler.request import ScanRequest
from domain.runs import StageReport, silent
from store.blobs import FolderBlobs
from store.engine import bring_up_to_date, open_engine
from store.unit_of_work import Store
from tests.crawler.site import NO_ROBOTS, PRODUCT, settings_of, site
from tests.shop.pictures import picture_jpeg
from tests.shop.replies import Reply, html, picture, redirect
from tests.shop.server import Shop, write_profiles

FIRST, COUNT, ON_A_PAGE = 700001, 12, 6
NOW = {"Retry-After": "0"}
EMPTY = '<!doctype html><p class="empty">没有找到与“mug”相关的宝贝</p>'
CAPTCHA = "<!doctype html><title>验证码拦截</title><h1>访问受限</h1><p>请完成滑动验证后继续</p>"
LOGIN = "<!doctype html><title>登录</title><p>请登录后查看</p><input type=password name=p>"
CHANGED = "<!doctype html><title>市集 2.0</title><x-app><x-tile></x-tile></x-app>"
GONE = "<!doctype html><title>宝贝不存在</title><p>很抱歉，您查看的宝贝已下架</p>"

Twist = Callable[[str, int], Reply | None]
"""What is said instead to a path that was asked so often before; None where nothing is wrong."""


@dataclass(frozen=True)
class Trouble:
    """One way to misbehave, and the words by which the scan must tell of it.

    `recovers` says that the market lets everything be had in the end: the scan is then sound, and
    must still say what it met.
    """

    twist: Twist
    told: str
    recovers: bool = False
    seconds: int = 40
    pages_per_run: int = 60
    robots: Reply = NO_ROBOTS


def _on(part: str, reply: Callable[[], Reply], first: int = 10**6) -> Twist:
    return lambda path, before: reply() if part in path and before < first else None


def _late(path: str, _before: int) -> None:
    if "/item/" in path:
        time.sleep(2)


def _wish(value: str) -> Callable[[], Reply]:
    return lambda: Reply(429, b"slow down", headers={"Retry-After": value})


def _wish_as_date() -> Reply:
    later = formatdate(time.time() + 2, usegmt=True)
    return Reply(429, b"slow down", headers={"Retry-After": later})


def _circle(path: str, _before: int) -> Reply | None:
    """Every page announces another, and all show the first six goods."""
    return html(_results(1, more=True, page=_page_of(path))) if "/search" in path else None


def _endless(path: str, _before: int) -> Reply | None:
    """Every page announces another with six goods more."""
    page = _page_of(path) if "/search" in path else 0
    return html(_results(page, more=True, page=page)) if page else None


def _bomb() -> Reply:
    packed = gzip.compress(b"<!doctype html>" + b" " * 60_000_000)
    return Reply(200, packed, headers={"Content-Encoding": "gzip"})


def _cut_short() -> Reply:
    return Reply(200, b"<!doctype html><h1>Mug", headers={"Content-Length": "90000"})


def _of_last_year() -> Reply:
    old = formatdate(time.time() - 365 * 86400, usegmt=True)
    return replace(html(_results(1, more=True, page=1)), headers={"Date": old})


TROUBLES = {
    "429 in seconds, once": Trouble(
        _on("/item/70001", _wish("1"), 1), "more than once", recovers=True
    ),
    "429 with a date, once": Trouble(
        _on("700003", _wish_as_date, 1), "more than once", recovers=True
    ),
    "429 until tomorrow": Trouble(_on("/item/", _wish("86400")), "(refused)"),
    "503 for a moment": Trouble(
        _on(
            "page=2",
            lambda: Reply(503, b"", headers={"Retry-After": "1"}),
            2,
        ),
        "more than once",
        recovers=True,
    ),
    "503 for good": Trouble(
        _on("/item/", lambda: Reply(503, b"", headers={"Retry-After": "0"})), "(refused)"
    ),
    "403 on the goods": Trouble(_on("/item/", lambda: Reply(403, b"no", headers=NOW)), "blocked"),
    "captcha on the search": Trouble(_on("/search", lambda: html(CAPTCHA)), "blocked"),
    "captcha on every other item": Trouble(
        lambda path, _: html(CAPTCHA) if path[-6:-5] in "13579" and "/item/" in path else None,
        "blocked",
    ),
    "login wall on the search": Trouble(
        lambda path, _: (
            html(LOGIN) if path == "/login" else redirect("/login") if "/search" in path else None
        ),
        "login",
    ),
    "sign-in form on items": Trouble(_on("/item/", lambda: html(LOGIN)), "login"),
    "empty results": Trouble(_on("/search", lambda: html(EMPTY)), "saw 0 listings"),
    "second page empty": Trouble(_on("page=2", lambda: html(EMPTY)), "saw 6 listings"),
    "half the pictures broken": Trouble(
        lambda path, _: (
            Reply(404, b"") if path.startswith("/img/") and int(path[-5]) % 2 else None
        ),
        "of the pictures could not be had",
    ),
    "new template of the search": Trouble(
        _on("/search", lambda: html(CHANGED)), "could not be read"
    ),
    "new template of items": Trouble(_on("/item/", lambda: html(CHANGED)), "not understood"),
    "slow answers": Trouble(_late, "The scan", seconds=4),
    "paging in a circle": Trouble(_circle, "could not be read"),
    "paging without an end": Trouble(_endless, "(page_budget)", pages_per_run=10),
    "redirect to a private address": Trouble(
        _on("/item/", lambda: redirect("http://10.0.0.1/admin")), "not understood"
    ),
    "redirect to the machine's own metadata": Trouble(
        _on("/search", lambda: redirect("http://169.254.169.254/latest")), "could not be read"
    ),
    "redirect in a circle": Trouble(
        _on("/item/", lambda: redirect("/item/700001.html")), "not understood"
    ),
    "a page that unpacks to sixty megabytes": Trouble(_on("/search", _bomb), "could not be read"),
    # the waits of 2, 4, 8 and 16 seconds outlast this with half of it to spare for a slow start
    "an answer cut short": Trouble(_on("/item/", _cut_short), "(refused)", seconds=28),
    "everything gone at once": Trouble(
        _on("/item/", lambda: replace(html(GONE), status=404)), "gone, all at once"
    ),
    "one page for all goods": Trouble(
        _on("/item/", lambda: html(PRODUCT.format("700001", ""))), "byte for byte"
    ),
    "robots.txt that cannot be had": Trouble(
        lambda _path, _before: None,
        "could not be read",
        robots=Reply(503, b"", headers={"Retry-After": "0"}),
    ),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_a_scan_tells_the_trouble_that_it_met_and_concludes_nothing_from_it(
    name: str, tmp_path: Path
) -> None:
    trouble = TROUBLES[name]
    report = _scanned(tmp_path, trouble)
    assert trouble.told in " ".join((*report.problems, report.degraded or ""))
    if trouble.recovers:
        assert report.degraded is None
        assert len(report.made) == COUNT
    else:
        assert report.degraded


def test_a_market_without_trouble_is_believed(tmp_path: Path) -> None:
    report = _scanned(tmp_path, Trouble(lambda _path, _before: None, ""))
    assert report.degraded is None
    assert report.problems == ()
    assert len(report.made) == COUNT


def _scanned(home: Path, trouble: Trouble) -> StageReport:
    def answering(path: str, before: int) -> Reply:
        return trouble.twist(path, before) or _usual(path)

    with site(answering) as found:
        found.robots = trouble.robots
        write_profiles(home / "profiles", Shop(found.port))
        settings = settings_of(home, scans_folder="scans", time_limit_seconds=trouble.seconds)
        profile = _profile(load_profiles(settings)["bazaar_street"], trouble)
        engine = open_engine(f"sqlite:///{home}/jianzhen.sqlite")
        bring_up_to_date(engine)
        store = Store(engine, FolderBlobs(home / "blobs"))
        request = ScanRequest(profile=profile, crawl=settings.crawl, lane="http")
        search = search_page(profile, "mug")
        assert search is not None
        report = Scan(store, settings, request, None).search([search], datetime.now(UTC), silent)
        store.close()
    return report


def _profile(profile: PlatformProfile, trouble: Trouble) -> PlatformProfile:
    pace = profile.pace.model_copy(
        update={"pages_per_run": trouble.pages_per_run, "requests_at_once": 2}
    )
    assert profile.search is not None
    search = profile.search.model_copy(update={"page_size": ON_A_PAGE, "max_pages": 20})
    expected = ExpectedYield(minimum=COUNT - 2)
    return profile.model_copy(update={"pace": pace, "search": search, "expected": expected})


def _usual(path: str) -> Reply:
    if path.startswith("/img/"):
        return picture(picture_jpeg("work:fox:plain", 220))
    if path.startswith("/item/"):
        item = path.removeprefix("/item/").removesuffix(".html")
        return html(PRODUCT.format(item, f'"/img/{item}.jpg"'))
    page = _page_of(path)
    if page > COUNT // ON_A_PAGE:
        return html(EMPTY)
    return html(_results(page, more=page * ON_A_PAGE < COUNT, page=page))


def _results(block: int, *, more: bool, page: int) -> str:
    """Result page `page`, showing the goods of this block of six."""
    first = FIRST + (block - 1) * ON_A_PAGE
    cards = "".join(
        f'<li class="card"><a class="goods" href="/item/{number}.html">'
        f'<span class="title">Mug {number}</span></a> <span class="price">¥12.50</span></li>'
        for number in range(first, first + ON_A_PAGE)
    )
    link = f'<a class="next" rel="next" href="/search?q=mug&amp;page={page + 1}">→</a>'
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><h1>mug</h1>'
        f'<ul class="results">{cards}</ul>{link if more else ""}'
    )


def _page_of(path: str) -> int:
    return int(path.rpartition("page=")[2])

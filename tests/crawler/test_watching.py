"""Filed listings on a small market are looked at again; what each page says moves them, or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.load import load_profiles
from config.settings import Settings
from crawler.stage import take_in
from crawler.watching import watch_lines, watch_platform
from domain.errors import InputError
from domain.rights import Portfolio
from domain.runs import StageReport
from domain.watch import Standing
from review.watching import note_look
from store import tables
from store.blobs import FolderBlobs
from store.engine import bring_up_to_date, open_engine
from store.unit_of_work import Store
from tests.crawler.site import PRODUCT, Site, settings_of, site
from tests.factories import a_holder, a_work
from tests.filed import FILED, a_filing, a_finding, a_seen
from tests.shop.replies import Reply, html, redirect
from tests.shop.server import Shop, write_profiles

GONE = "<!doctype html><title>宝贝不存在</title><p>很抱歉，您查看的宝贝已下架</p>"
CAPTCHA = "<!doctype html><title>验证码拦截</title><h1>访问受限</h1><p>请完成滑动验证后继续</p>"
ITEMS, CONTROL = ("900001", "900002"), "900777"

Say = Callable[[str], Reply | None]


class Market:
    """An installation with two filed listings and one that nobody complained of."""

    def __init__(self, home: Path, found: Site) -> None:
        self.say: Say = lambda _item: None
        write_profiles(home / "profiles", Shop(found.port))
        self.settings: Settings = settings_of(home, scans_folder="scans")
        engine = open_engine(f"sqlite:///{home}/jianzhen.sqlite")
        bring_up_to_date(engine)
        self.store = Store(engine, FolderBlobs(home / "blobs"))
        self.profiles = load_profiles(self.settings)
        with self.store.begin() as work:
            work.rights.keep_portfolio(Portfolio((a_holder(),), (), (a_work(),)))
            a_seen(work, CONTROL, found.url)
            a_filing(work, [a_finding(work, a_seen(work, item, found.url)) for item in ITEMS])

    def answer(self, path: str, _before: int) -> Reply:
        item = path.removeprefix("/item/").removesuffix(".html")
        return self.say(item) or html(PRODUCT.format(item, ""))

    def look(self, later: timedelta = timedelta()) -> StageReport:
        """One run of the watch, so much later than now."""
        return watch_platform(
            self.store,
            self.settings,
            self.profiles["bazaar_street"],
            now=datetime.now(UTC) + later,
            run=None,
        )

    def stands(self) -> list[Standing]:
        """Where the two filed listings stand, by number."""
        lines = watch_lines(self.store, self.settings, self.profiles)
        by_number = sorted(lines, key=lambda line: line.watched.listing)
        return [line.stand.standing for line in by_number]


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    held: list[Market] = []

    def answering(path: str, before: int) -> Reply:
        return held[0].answer(path, before)

    with site(answering) as found:
        held.append(Market(tmp_path, found))
        yield held[0]
        held[0].store.close()


def _gone(*items: str) -> Say:
    return lambda item: replace(html(GONE), status=404) if item in items else None


def test_a_listing_still_offered_stays_offered_and_is_looked_at_in_its_rhythm(
    market: Market,
) -> None:
    assert market.look().degraded is None
    assert market.stands() == [Standing.OFFERED, Standing.OFFERED]
    assert market.look().counts == {"due": 0}


def test_a_block_page_is_never_a_removal(market: Market) -> None:
    market.say = lambda _item: html(CAPTCHA)
    report = market.look()
    assert report.degraded is not None
    assert market.stands() == [Standing.OFFERED, Standing.OFFERED]


def test_nothing_is_concluded_when_listings_that_nobody_complained_of_are_gone_too(
    market: Market,
) -> None:
    market.say = _gone(*ITEMS, CONTROL)
    report = market.look()
    assert "nobody complained of" in (report.degraded or "")
    assert market.stands() == [Standing.OFFERED, Standing.OFFERED]


def test_another_listing_at_the_same_address_says_nothing_of_the_one_asked(
    market: Market,
) -> None:
    market.say = lambda item: redirect("/item/555555.html") if item == ITEMS[0] else None
    report = market.look()
    assert report.counts["checked_unknown_layout"] == 1
    assert report.counts["checked_ok"] == 1


def test_gone_is_believed_at_the_second_look_and_what_comes_back_is_told(market: Market) -> None:
    market.say = _gone(*ITEMS)
    market.look()
    assert market.stands() == [Standing.SAID_GONE, Standing.SAID_GONE]
    # nothing is due before the second look may confirm the first
    assert market.look(timedelta(hours=5)).counts == {"due": 0}
    _age_checks(market, timedelta(hours=7))
    market.look()
    assert market.stands() == [Standing.GONE, Standing.GONE]
    market.say = lambda _item: None
    market.look(timedelta(days=2))
    assert market.stands() == [Standing.BACK, Standing.BACK]


def test_pages_that_a_person_saved_count_as_looks(market: Market, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    url = f"http://127.0.0.1/item/{ITEMS[0]}.html?from=share"
    page = PRODUCT.format(ITEMS[0], "").replace("$12.50", "该商品已下架")
    (saved / "a.html").write_text(page, encoding="utf-8")
    for day in (1, 2):
        when = FILED + timedelta(days=day, hours=-1)
        rows = f"file,url,captured_on\na.html,{url},{when.isoformat()}\n"
        (saved / "manifest.csv").write_text(rows, encoding="utf-8")
        take_in(market.store, market.settings, saved, now=datetime.now(UTC))
    assert market.stands() == [Standing.GONE, Standing.OFFERED]


def test_a_persons_own_look_counts_and_names_the_person(market: Market) -> None:
    lines = watch_lines(market.store, market.settings, market.profiles)
    listing = lines[0].watched.listing
    for hours in (24, 40):
        note_look(
            market.store,
            listing,
            "gone",
            who="王小明",
            note="页面提示已下架",
            now=FILED + timedelta(hours=hours),
        )
    with market.store.reading() as work:
        (*_, last) = work.audit.events(f"listing {listing}")
    assert last.who == "王小明"
    assert Standing.GONE in market.stands()
    with pytest.raises(InputError, match="watch list"):
        note_look(market.store, 999, "gone", who="王", note=None, now=FILED)  # type: ignore[arg-type]


def _age_checks(market: Market, by: timedelta) -> None:
    """Let every look have been earlier: the table itself refuses to be changed."""
    with market.store.engine.begin() as connection:
        connection.execute(sa.text("DROP TRIGGER checks_no_update"))
        rows = connection.execute(sa.select(tables.checks.c.id, tables.checks.c.at)).all()
        for number, at in rows:
            one = sa.update(tables.checks).where(tables.checks.c.id == number)
            connection.execute(one.values(at=at - by))

from __future__ import annotations

import dataclasses
from datetime import datetime
from pathlib import Path

import pytest

from config.load import load_profiles
from config.settings import Settings
from crawler.scan_folder import SeenLine
from crawler.sightings import telling
from crawler.stage import scan_platform, take_in
from domain.errors import InputError
from domain.listings import PageKind, PageState
from domain.rights import Portfolio
from domain.runs import StageReport
from store.unit_of_work import Store
from tests.factories import a_holder, a_mark, a_sighting
from tests.shop.server import Shop, serving, write_profiles

LINE = SeenLine(PageKind.ITEM, a_sighting(captures=(), pictures=()))


def _with_shop(settings: Settings, shop: Shop, folder: Path) -> Settings:
    write_profiles(folder, shop)
    crawl = settings.crawl.model_copy(update={"profile_folders": (folder,)})
    return settings.model_copy(update={"crawl": crawl})


def _kept(store: Store) -> int:
    with store.reading() as work:
        return len(work.listings.latest_sightings())


def test_an_item_page_tells_more_than_its_card() -> None:
    card = dataclasses.replace(LINE, kind=PageKind.LISTING)
    assert telling([card, LINE, card]) == [LINE]


@pytest.mark.parametrize(
    "path", ["/redirect-private", "/blocked/item/1.html", "/login", "/changed"]
)
def test_a_page_that_shows_no_goods_makes_no_sighting_and_no_conclusion(
    path: str, store: Store, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    with serving() as shop:
        mine = _with_shop(settings, shop, tmp_path / "profiles")
        report = take_in(store, mine, shop.url + path, now=now)
    assert report.made == ()
    assert report.degraded
    assert report.counts["pages"] == 1
    assert not report.counts.get(f"pages_{PageState.OK.value}")


def test_a_disabled_platform_is_not_scanned(
    store: Store, settings: Settings, now: datetime
) -> None:
    profile = load_profiles(settings)["ebay"]
    with pytest.raises(InputError, match="not enabled"):
        scan_platform(store, settings, profile, now=now, run=None)


def test_a_scan_brings_sightings_with_pictures(
    store: Store, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    report = _scan(store, settings, tmp_path, now)
    with store.reading() as work:
        seen = list(work.listings.sightings(report.made).values())  # type: ignore[arg-type]
    digests = [one.sha256 for sighting in seen for one in sighting.pictures if one.sha256]
    assert seen
    assert digests
    assert all(store.blobs.has(digest) for digest in digests)


def test_pages_saved_by_a_person_are_taken_in_once(
    store: Store, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    url = "https://www.ebay.com/itm/266000000002"
    text = '<script type="application/ld+json">{"@type":"Product","name":"Cup"}</script>'
    (saved / "a.html").write_text(text)
    rows = f"file,url,captured_on\na.html,{url},2026-11-01\nno.html,{url},2026-11-01\n"
    (saved / "manifest.csv").write_text(rows)
    reports: list[StageReport] = [take_in(store, settings, saved, now=now) for _ in range(2)]
    assert reports[0].made == reports[1].made
    assert reports[1].counts["new"] == 0
    assert reports[0].counts["bad_rows"] == 1
    assert _kept(store) == len(reports[0].made)


def _scan(store: Store, settings: Settings, tmp_path: Path, now: datetime) -> StageReport:
    mark = a_mark(names=(dataclasses.replace(a_mark().names[0], text="杯"),))
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (mark,)))
    with serving() as shop:
        mine = _with_shop(settings, shop, tmp_path / "profiles")
        profile = load_profiles(mine)["bazaar_street"]
        return scan_platform(store, mine, profile, now=now, run=None)

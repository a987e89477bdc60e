from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from crawler.browser import find_browser
from tests.shop.catalogue import LIVE, OFFERS, find_offers
from tests.shop.server import Shop, serving

pytestmark = pytest.mark.browser
OFFER = next(offer for offer in OFFERS.values() if offer.shop == LIVE)


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    program = find_browser(None)
    assert program, "no Chromium: run make setup"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": 900, "height": 600})
        browser.close()


def test_a_browser_sees_the_results_and_the_way_to_the_next_page(shop: Shop, page: Page) -> None:
    page.goto(f"{shop.live_url}/search?q=mug", wait_until="networkidle")
    titles = page.locator("li.card .title").all_inner_texts()
    assert titles == [offer.title for offer in find_offers(LIVE, "mug")[:12]]
    assert "page=2" in (page.locator("a[rel=next]").get_attribute("href") or "")


def test_an_empty_result_says_so_once_it_is_rendered(shop: Shop, page: Page) -> None:
    page.goto(f"{shop.live_url}/search?q=nothing-of-the-kind", wait_until="networkidle")
    assert "No results found" in page.locator("p.empty").inner_text()


def test_an_item_is_rendered_with_its_microdata(shop: Shop, page: Page) -> None:
    page.goto(f"{shop.live_url}/p/{OFFER.item_id}", wait_until="networkidle")
    assert page.locator("h1[itemprop=name]").inner_text() == OFFER.title
    assert page.locator("[itemprop=price]").get_attribute("content") == str(OFFER.price)
    assert page.locator("[itemprop=seller] [itemprop=name]").inner_text() == OFFER.seller


def test_pictures_load_only_when_they_come_into_view(shop: Shop, page: Page) -> None:
    page.goto(f"{shop.live_url}/search?q=mug", wait_until="networkidle")
    last = page.locator("li.card img").last
    assert last.get_attribute("src") is None
    last.scroll_into_view_if_needed()
    expect(last).to_have_attribute("src", re.compile(rf"localhost:{shop.port}/img/"))

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from parsel import Selector

from config.load import read_toml
from config.profiles import PlatformProfile
from tests.shop.catalogue import LIVE, OFFERS, STREET, Offer, find_offers
from tests.shop.server import Shop, serving, write_profiles

STREET_OFFERS = [offer for offer in OFFERS.values() if offer.shop == STREET]


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with serving() as running:
        yield running


def _page(client: httpx2.Client, url: str) -> Selector:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return Selector(answer.text)


def _product(page: Selector) -> dict[str, Any] | None:
    text = page.css('script[type="application/ld+json"]::text').get()
    return json.loads(text) if text else None


def test_result_pages_lead_through_all_offers_and_end(shop: Shop, client: httpx2.Client) -> None:
    seen, address, pages = [], "/search?q=保温杯", 0
    while address:
        page = _page(client, shop.url + address)
        pages += 1
        seen += page.css("li.card a.goods::attr(href)").getall()
        address = page.css("a[rel=next]::attr(href)").get(default="")
    assert seen == [f"/item/{offer.item_id}.html" for offer in find_offers(STREET, "保温杯")]
    assert pages == -(-len(seen) // 12) > 1


@pytest.mark.parametrize("query", ["q=不存在的宝贝", "q=保温杯&page=99"])
def test_an_empty_result_says_so(shop: Shop, client: httpx2.Client, query: str) -> None:
    page = _page(client, f"{shop.url}/search?{query}")
    assert "没有找到" in (page.css("p.empty::text").get() or "")
    assert not page.css("li.card")


@pytest.mark.parametrize("offer", STREET_OFFERS, ids=lambda offer: offer.item_id)
def test_an_item_page_tells_what_is_offered_and_no_more(
    shop: Shop, client: httpx2.Client, offer: Offer
) -> None:
    page = _page(client, f"{shop.url}/item/{offer.item_id}.html")
    assert page.css("h1::text").get() == offer.title
    shown = "".join(page.css(".price ::text").getall())
    assert (str(offer.price) in shown) == (offer.price is not None)
    if product := _product(page):
        terms = product["offers"]
        assert terms.get("price") == (str(offer.price) if offer.price is not None else None)
        assert terms["seller"]["name"] == offer.seller
        assert terms["availability"].endswith("OutOfStock") == offer.sold_out
    else:
        assert page.css("[itemprop=seller] [itemprop=name]::text").get() == offer.seller
        assert page.css("[itemprop=sku]::attr(content)").get() == offer.item_id


def test_some_item_pages_speak_json_ld_and_some_microdata(
    shop: Shop, client: httpx2.Client
) -> None:
    pages = [_page(client, f"{shop.url}/item/{o.item_id}.html") for o in STREET_OFFERS[:8]]
    assert {bool(_product(page)) for page in pages} == {True, False}


def test_a_picture_is_served_in_two_sizes_under_one_key(shop: Shop, client: httpx2.Client) -> None:
    key = STREET_OFFERS[0].picture_keys[0]
    small, large = (client.get(f"{shop.url}/img/{key}_{width}.jpg") for width in (220, 800))
    assert small.headers["Content-Type"] == large.headers["Content-Type"] == "image/jpeg"
    assert len(small.content) < len(large.content)


@pytest.mark.parametrize("path", ["/item/1.html", "/img/none_220.jpg", "/shop/nobody", "/p/40117"])
def test_what_is_not_there_is_404(shop: Shop, client: httpx2.Client, path: str) -> None:
    assert client.get(shop.url + path).status_code == 404


def test_robots_txt_closes_the_checkout(shop: Shop, client: httpx2.Client) -> None:
    assert "Disallow: /checkout/" in client.get(f"{shop.url}/robots.txt").text


def test_the_script_rendered_pages_are_empty_shells(shop: Shop, client: httpx2.Client) -> None:
    for path in ("/search?q=mug", "/p/40117"):
        text = client.get(shop.live_url + path).text
        assert "/app.js" in text
        assert not any(offer.title in text for offer in OFFERS.values())


def test_the_interface_tells_the_goods_page_by_page(shop: Shop, client: httpx2.Client) -> None:
    pages = [client.get(f"{shop.live_url}/api/search?q=mug&page={n}").json() for n in (1, 2, 3)]
    goods = [entry["title"] for page in pages for entry in page["goods"]]
    assert goods == [offer.title for offer in find_offers(LIVE, "mug")]
    assert pages[0]["pages"] == 2
    assert pages[2]["goods"] == []


def test_the_profiles_are_valid_and_lead_to_this_shop(shop: Shop, tmp_path: Path) -> None:
    paths = write_profiles(tmp_path / "platforms", shop)
    profiles = [PlatformProfile.model_validate(read_toml(path)) for path in paths]
    assert [(p.slug, p.lane, p.currency, p.country) for p in profiles] == [
        (LIVE, "browser", "USD", "US"),
        (STREET, "http", "CNY", "CN"),
    ]
    for profile in profiles:
        assert profile.search
        assert f":{shop.port}/" in profile.search.url
        assert profile.permission.method == "test"


def test_what_was_asked_is_counted(client: httpx2.Client) -> None:
    with serving() as fresh:
        for _ in range(2):
            client.get(f"{fresh.url}/robots.txt")
        assert fresh.asked == {"127.0.0.1/robots.txt": 2}

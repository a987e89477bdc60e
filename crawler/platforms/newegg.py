"""Newegg: item pages of two generations and search pages."""

from __future__ import annotations

import re

import web_poet
from parsel import Selector

from config.profiles import PlatformProfile
from crawler.layout import Layout, Places
from crawler.money import range_in
from crawler.pages import FactsDraft, MarketplacePage
from crawler.placed import PlacedPage
from crawler.script_state import Node
from crawler.visible import joined_text

ITEM = Places(
    at=("h1.product-title", "#grpDescrip_h"),
    item_id=("#newItemId@value",),
    title=("h1.product-title", "#grpDescrip_h [itemprop=name]"),
    price=(".product-buy-box .price-current", "[itemprop=offers] [itemprop=price]@content"),
    list_price=(".product-buy-box .price-was-data",),
    currency=("[itemprop=offers] [itemprop=priceCurrency]@content",),
    seller=(
        ".product-seller-sold-by a strong",
        ".product-seller strong",
        ".featured-seller strong",
    ),
    images=(
        ".product-view-img-original@src",
        "#mainSlide_0 img@src",
        "a#A2 img@src",
        ".mainSlide img@src",
    ),
)
CARDS = Places(
    at=(".item-cell .item-container", ".items-view .item-container"),
    link=("a.item-title@href",),
    title=("a.item-title",),
    price=(".price-current",),
    list_price=(".price-was-data",),
    images=(".item-img img@src",),
)
LAYOUT = Layout(
    url="https://www.{site}/p/{item_id}",
    item_link=re.compile(r"/p/([A-Z0-9][A-Z0-9-]{8,19})(?=[?#/]|$)|[?&][Ii]tem=([A-Z0-9-]{9,20})"),
    picture=re.compile(
        r"/(\d{2}-\d{3}-\d{3}|[A-Z0-9]{4}_\d{15,20}|[A-Z0-9]{4})(?:-[SVZ0-9]+)?\.(?:jpe?g|png)"
    ),
    shown_items=(ITEM,),
    shown_lists=(CARDS,),
    structured=True,
    gone_words=("This item has been discontinued", "we can't find the page"),
    empty_words=("We have found 0 items that match", "We're sorry. We found 0 items"),
    missing={"seller": "the page names no seller here"},
)


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Newegg page or answer."""
    return NeweggPage(response, profile)


class NeweggPage(PlacedPage):
    """An item where the state or the page shows one, else the cards of a search."""

    layout = LAYOUT

    def finish(self, draft: FactsDraft, source: Node | Selector) -> None:
        """Put the price of several offers, beside which their count stands."""
        shown = source.css(".price-current")[:1] if isinstance(source, Selector) else ()
        for node in shown:
            pieces = [
                joined_text(part) for part in (*node.css("strong")[:1], *node.css("sup")[:1])
            ]
            price = range_in("$" + "".join(pieces), self.page_currency())[0]
            draft.put("price", price, "css:.price-current strong, sup")

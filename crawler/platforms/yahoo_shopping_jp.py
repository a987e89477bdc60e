"""Yahoo! Shopping Japan: answers of the item search, and shops' pages by structured data."""

from __future__ import annotations

import re

import web_poet

from config.profiles import PlatformProfile
from crawler.layout import Layout, Places
from crawler.pages import MarketplacePage
from crawler.placed import PlacedPage

ANSWER = Places(
    at=("hits", "~hits"),
    needs=("code", "name", "seller"),
    item_id=("code",),
    link=("url",),
    title=("name",),
    price=("price",),
    list_price=("priceLabel.fixedPrice", "priceLabel.defaultPrice"),
    seller=("seller.name",),
    seller_id=("seller.sellerId",),
    brand=("brand.name",),
    images=("exImage.url", "image.medium", "image.small"),
    stock=("inStock",),
    total=("totalResultsAvailable",),
)
SHOWN = Places(
    at=("[class*='styles_itemName'], .elName, .mdItemName",),
    link=("link[rel=canonical]@href",),
    title=("[class*='styles_itemName'] p", ".mdItemName .elName", ".elName"),
    seller=("[class*='styles_storeName']", ".elStoreName"),
    images=("meta[property='og:image']@content",),
)
LAYOUT = Layout(
    site="shopping.yahoo.co.jp",
    joint="_",
    item_link=re.compile(r"store\.shopping\.yahoo\.co\.jp/([\w-]+)/([\w-]+)\.html"),
    picture=re.compile(r"yimg\.jp/i/(?:\w/)?([\w.-]{5,})"),
    lists=(ANSWER,),
    shown_items=(SHOWN,),
    structured=True,
    gone_words=("この商品は現在販売されておりません", "ページが見つかりませんでした"),
    empty_words=("に一致する商品は見つかりませんでした",),
)


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Yahoo! Shopping Japan page or answer."""
    return YahooShoppingPage(response, profile)


class YahooShoppingPage(PlacedPage):
    """The items of an answer, else the item that a page states."""

    layout = LAYOUT

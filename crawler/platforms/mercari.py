"""Mercari (Japan): item and search answers, and what the pages show of them."""

from __future__ import annotations

import re

import web_poet

from config.profiles import PlatformProfile
from crawler.layout import Layout, Places
from crawler.pages import MarketplacePage
from crawler.placed import PlacedPage
from domain.listings import Availability, PageState

ITEM = Places(
    at=("data", "~data"),
    needs=("id", "name", "seller"),
    item_id=("id",),
    title=("name",),
    price=("price",),
    seller=("seller.name",),
    seller_id=("seller.id",),
    brand=("item_brand.name",),
    images=("photos",),
    stock=("status",),
)
CARDS = Places(
    at=("items", "~items"),
    needs=("id", "name", "status"),
    item_id=("id",),
    title=("name",),
    price=("price",),
    seller=("shop.displayName", "shopName"),
    seller_id=("sellerId", "shop.id"),
    brand=("itemBrand.name",),
    images=("photos.*.uri", "thumbnails"),
    stock=("status",),
    total=("meta.numFound", "~numFound"),
)
SHOWN = Places(
    at=("#item-info, [data-testid='item-detail-container']",),
    title=("[data-testid='name'] h1", "#item-info h1", "h1"),
    price=("#item-info [data-testid='price'], #product-info [data-testid='product-price']",),
    seller=(
        "[data-testid='seller-link'] [data-testid='seller-name'], [data-testid='seller-link'] p",
    ),
    images=("meta[property='og:image']@content",),
    link=("link[rel=canonical]@href",),
)
SHOWN_CARDS = Places(
    at=("li[data-testid='item-cell']",),
    link=("a@href",),
    title=("[data-testid='thumbnail-item-name']", "[itemprop=name]"),
    price=("[class*='merPrice']",),
    images=("img@src",),
)
LAYOUT = Layout(
    site="jp.mercari.com",
    url="https://jp.mercari.com/item/{item_id}",
    item_link=re.compile(r"/item/(m\d{9,13})(?!\d)|[?&]id=(m\d{9,13})(?!\d)|/(m\d{9,13})/?$"),
    picture=re.compile(r"/photos/(m\d{9,13}_\d{1,2})"),
    items=(ITEM,),
    lists=(CARDS,),
    shown_items=(SHOWN,),
    shown_lists=(SHOWN_CARDS,),
    structured=True,
    gone_words=("該当する商品は削除されています", "この商品は削除されました"),
    empty_words=("出品された商品がありません", "該当する商品はありません"),
    refusals=(("result", r"error", PageState.ERROR),),
    removals=(("status", r"stop|cancel|deleted"),),
    stock_words={
        "item_status_on_sale": Availability.IN_STOCK,
        "item_status_sold_out": Availability.OUT_OF_STOCK,
        "item_status_trading": Availability.OUT_OF_STOCK,
    },
    missing={"seller": "the answer names sellers by number only"},
)


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Mercari page or answer."""
    return MercariPage(response, profile)


class MercariPage(PlacedPage):
    """An item or a search as the interfaces tell it, else as the page shows it."""

    layout = LAYOUT

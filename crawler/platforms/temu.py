"""Temu: goods where the page's raw state or an answer holds them."""

from __future__ import annotations

import re

import web_poet

from config.profiles import PlatformProfile
from crawler.layout import Layout, Places
from crawler.pages import MarketplacePage
from crawler.placed import PlacedPage
from domain.listings import PageState

ITEM = Places(
    at=("store.goods", "~goods"),
    needs=("goodsId", "goodsName"),
    item_id=("goodsId",),
    title=("goodsName",),
    price=("minOnSalePriceStr", "priceInfo.priceStr", "/~priceModule.priceStr"),
    list_price=("marketPriceStr", "priceInfo.marketPriceStr"),
    currency=("currency", "priceInfo.currency", "/~localInfo.currency"),
    seller=("/~mallName",),
    seller_id=("mallId",),
    images=("hdThumbUrl", "gallery.*.url", "thumbUrl"),
    stock=("isOnsale",),
)
CARDS = Places(
    at=("~goods_list", "~goodsList"),
    inner=("data",),
    needs=("goods_id", "title"),
    item_id=("goods_id",),
    title=("title",),
    price=("price_info.price_str",),
    list_price=("price_info.market_price_str",),
    currency=("price_info.currency",),
    seller_id=("mall_id",),
    images=("thumb_url", "image.url"),
)
CAMEL = Places(
    at=("~goodsList",),
    inner=("data",),
    needs=("goodsId", "title"),
    item_id=("goodsId",),
    title=("title",),
    price=("priceInfo.priceStr",),
    list_price=("priceInfo.marketPriceStr",),
    currency=("priceInfo.currency",),
    seller_id=("mallId",),
    images=("thumbUrl", "image.url"),
)
LAYOUT = Layout(
    site="temu.com",
    url="https://www.temu.com/g-{item_id}.html",
    item_link=re.compile(r"[/-]g-(\d{12,18})\.html|[?&]goods_id=(\d{12,18})"),
    picture=re.compile(r"kwcdn\.com/(?:.*/)?([\w-]{12,}?)\.(?:jpe?g|png|webp|avif)"),
    states=("window.rawData",),
    items=(ITEM,),
    lists=(CARDS, CAMEL),
    gone_words=("This item is no longer available",),
    refusals=(
        ("error_code", r"40001", PageState.LOGIN),
        ("error_code", r"54001", PageState.BLOCKED),
    ),
    missing={"seller": "the state names shops by number only"},
)


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Temu page or answer."""
    return TemuPage(response, profile)


class TemuPage(PlacedPage):
    """An item or a list where the state holds one; what is drawn by scripts is not in the page."""

    layout = LAYOUT

"""Rakuten Ichiba: answers of the item search interface in both formats, and shop pages."""

from __future__ import annotations

import re

import web_poet

from config.profiles import PlatformProfile
from crawler.layout import Layout, Places
from crawler.pages import MarketplacePage
from crawler.placed import PlacedPage
from domain.listings import PageState

ANSWER = Places(
    at=("~Items", "~items"),
    inner=("Item", "item"),
    needs=("itemName", "itemCode"),
    item_id=("itemCode",),
    link=("itemUrl",),
    title=("itemName",),
    price=("itemPrice",),
    price_max=("itemPriceMax3",),
    seller=("shopName",),
    seller_id=("shopCode",),
    images=("mediumImageUrls.*.imageUrl", "mediumImageUrls", "smallImageUrls.*.imageUrl"),
    stock=("availability",),
    total=("~count",),
)
SHOWN = Places(
    at=("#rakutenLimitedId_ImageMain1-3, #rakutenLimitedId_cart, #ratItemId, .item_name",),
    title=(".item_name", "[itemprop=name]"),
    price=(".price2", "[itemprop=price]@content"),
    seller=("#ratShopName@value", "[itemprop=seller] [itemprop=name]"),
    seller_id=("#ratShopUrl@value",),
    images=("meta[property='og:image']@content",),
    link=("link[rel=canonical]@href",),
)
CARDS = Places(
    at=(".searchresultitem",),
    link=("h2 a@href", ".title a@href"),
    title=("h2 a", ".title a"),
    price=("[class*='price--'], .important", ".price"),
    seller=(".merchant a",),
    images=("img@src",),
)
LAYOUT = Layout(
    site="rakuten.co.jp",
    item_link=re.compile(r"item\.rakuten\.co\.jp/[\w.-]+/()[\w.-]+/?(?:[?#]|$)"),
    picture=re.compile(
        r"/cabinet/([^?#]+)\.\w+|/@0_mall/([^?#]+)\.\w+|/([\w-]{6,})\.(?:jpe?g|gif|png)"
    ),
    lists=(ANSWER,),
    shown_items=(SHOWN,),
    shown_lists=(CARDS,),
    structured=True,
    gone_words=(
        "この商品は販売を終了",
        "ページが表示できません",
        "この商品は現在販売しておりません",
    ),
    empty_words=("に一致する商品は見つかりませんでした", "該当する商品が見つかりませんでした"),
    refusals=(("error", r"wrong_parameter|too_many_requests|system_error", PageState.ERROR),),
    missing={"seller": "the page names no shop"},
)


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Rakuten page or answer."""
    return RakutenPage(response, profile)


class RakutenPage(PlacedPage):
    """The items of an answer, else the item or the results that a page shows."""

    layout = LAYOUT

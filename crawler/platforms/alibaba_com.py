"""Alibaba.com: offers with ladder prices in dollars, and searches of three generations."""

from __future__ import annotations

import re

import web_poet

from config.profiles import PlatformProfile
from crawler.layout import Layout, Places
from crawler.pages import MarketplacePage
from crawler.placed import PlacedPage

ITEM = Places(
    at=("globalData", "~globalData"),
    needs=("product.productId", "product.subject"),
    item_id=("product.productId",),
    title=("product.subject",),
    price=(
        "product.price.productLadderPrices.*.dollarPrice",
        "product.price.productRangePrices.dollarPriceRangeLow",
    ),
    price_max=("product.price.productRangePrices.dollarPriceRangeHigh",),
    seller=("seller.companyName",),
    seller_id=("seller.companyId",),
    images=("product.mediaItems.*.imageUrl.big", "product.mediaItems.*.imageUrl.normal"),
)
CARDS = Places(
    at=("~offerList", "~offers"),
    needs=("id", "title", "productUrl"),
    item_id=("id",),
    link=("productUrl",),
    title=("title",),
    price=("price",),
    seller=("companyName",),
    seller_id=("companyId",),
    images=("mainImage", "multiImage"),
    total=("~totalCount",),
)
OLDER = Places(
    at=("~offerList",),
    needs=("information.productUrl",),
    item_id=("id", "information.id"),
    link=("information.productUrl",),
    title=("information.puretitle", "information.title"),
    price=("tradePrice.price",),
    seller=("supplier.supplierName",),
    images=("image.mainImage", "image.productImage"),
    total=("~totalCount",),
)
SHOWN_CARDS = Places(
    at=(".fy23-search-card", ".organic-list .J-offer-wrapper"),
    link=("a[href*='/product-detail/']@href",),
    title=(".search-card-e-title", ".elements-title-normal"),
    price=(".search-card-e-price-main", ".elements-offer-price-normal__price"),
    seller=(".search-card-e-company", ".list-no-v2-decisionsup__element a"),
    images=("img.search-card-e-slider__img@src", "img@src"),
)
LAYOUT = Layout(
    site="alibaba.com",
    url="https://www.alibaba.com/product-detail/_{item_id}.html",
    item_link=re.compile(r"/product-detail/(?:[^/?#]*_)?(\d{8,16})\.html"),
    picture=re.compile(r"alicdn\.com/(?:.*/)?([\w-]{16,}?)\.(?:jpe?g|png|webp)"),
    states=("window.detailData", "__page__data__config", "__page__data_sse10._offer_list"),
    items=(ITEM,),
    lists=(CARDS, OLDER),
    shown_lists=(SHOWN_CARDS,),
    gone_words=(
        "this product is no longer available",
        "this page is currently unavailable",
    ),
    empty_words=("We couldn't find any matches", "did not match any products"),
    warnings=("prices depend on the quantity, and are for resellers",),
    missing={"availability": "offers of this platform do not say"},
)


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Alibaba.com page or answer."""
    return AlibabaComPage(response, profile)


class AlibabaComPage(PlacedPage):
    """An offer or a list where the state holds one, else the cards that a page shows."""

    layout = LAYOUT

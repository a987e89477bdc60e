"""Walmart: the state of the page holds the item or the results."""

from __future__ import annotations

import re

import web_poet

from config.profiles import PlatformProfile
from crawler.layout import Layout, Places
from crawler.pages import MarketplacePage
from crawler.placed import PlacedPage

ITEM = Places(
    at=("props.pageProps.initialData.data.product", "~initialData.data.product"),
    needs=("usItemId", "name"),
    item_id=("usItemId",),
    title=("name",),
    price=("priceInfo.currentPrice.price",),
    price_max=("priceInfo.priceRange.maxPrice",),
    list_price=("priceInfo.wasPrice.price",),
    currency=("priceInfo.currentPrice.currencyUnit",),
    seller=("sellerDisplayName", "sellerName"),
    seller_id=("catalogSellerId", "sellerId"),
    brand=("brand",),
    images=("imageInfo.allImages.*.url", "imageInfo.thumbnailUrl"),
    stock=("availabilityStatus",),
)
CARDS = Places(
    at=("~searchResult.itemStacks.*.items", "~itemStacks.*.items"),
    needs=("usItemId", "name"),
    item_id=("usItemId",),
    title=("name",),
    price=("priceInfo.currentPrice.price", "priceInfo.linePrice", "price"),
    list_price=("priceInfo.wasPrice.price", "priceInfo.wasPrice"),
    seller=("sellerName",),
    seller_id=("sellerId",),
    brand=("brand",),
    images=("imageInfo.thumbnailUrl", "image"),
    stock=("availabilityStatusV2.value",),
    total=("~searchResult.aggregatedCount",),
)
LAYOUT = Layout(
    url="https://www.{site}/ip/{item_id}",
    item_link=re.compile(r"/ip/(?:[^/?#]+/)?([A-Z0-9]{5,14})(?=[?#/]|$)"),
    picture=re.compile(r"/(?:seo/)?([\w.-]{16,}?)\.(?:jpe?g|png|webp)(?:\?|$)"),
    states=("__NEXT_DATA__",),
    items=(ITEM,),
    lists=(CARDS,),
    gone_words=("This item is no longer available", "We couldn't find this page"),
    empty_words=("There were no search results for", "Sorry, no products matched"),
    missing={"seller": "the card names no seller"},
)


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Walmart page or answer."""
    return WalmartPage(response, profile)


class WalmartPage(PlacedPage):
    """An item or a list where the state of the page holds one."""

    layout = LAYOUT

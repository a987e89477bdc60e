"""Lazada: search pages and answers, and item pages whose values lie in module state."""

from __future__ import annotations

import re

import web_poet

from config.profiles import PlatformProfile
from crawler.layout import Layout, Places
from crawler.pages import MarketplacePage
from crawler.placed import PlacedPage

CARDS = Places(
    at=("mods.listItems", "~listItems"),
    needs=("name", "itemId"),
    item_id=("itemId", "nid"),
    title=("name",),
    price=("price", "priceShow"),
    list_price=("originalPrice",),
    seller=("sellerName",),
    seller_id=("sellerId",),
    brand=("brandName",),
    images=("image", "thumbs.*.image"),
    stock=("inStock",),
    total=("mainInfo.totalResults", "~totalResults"),
)
ITEM = Places(
    at=("data.root.fields", "~fields"),
    needs=("product.title",),
    item_id=("primaryKey.itemId", "tracking.pdt_itemid"),
    link=("product.link",),
    title=("product.title",),
    price=("skuInfos.0.price.salePrice.value", "tracking.pdt_price"),
    list_price=("skuInfos.0.price.originalPrice.value",),
    seller=("seller.name",),
    seller_id=("seller.sellerId",),
    brand=("product.brand.name", "tracking.brand_name"),
    images=("skuGalleries.0.*.src", "skuInfos.0.image"),
    stock=("skuInfos.0.stock",),
)
SHOWN = Places(
    at=(".pdp-mod-product-badge-title",),
    title=(".pdp-mod-product-badge-title",),
    price=(
        ".pdp-product-price .pdp-price_type_normal",
        ".pdp-price_type_normal",
        ".pdp-v2-product-price-content-salePrice",
    ),
    list_price=(".pdp-product-price .pdp-price_type_deleted",),
    seller=(".seller-name__detail-name", ".seller-name-v2__detail-name"),
    images=(".gallery-preview-panel__image@src", "meta[property='og:image']@content"),
    brand=(".pdp-product-brand__brand-link",),
)
SHOWN_CARDS = Places(
    at=("[data-qa-locator='product-item'][data-item-id]",),
    item_id=("@data-item-id",),
    title=("a[title]@title", ".RfADt a"),
    price=(".ooOxS", "[class*='price'] span"),
    images=("img[type=product]@src", "img@src"),
)
LAYOUT = Layout(
    url="https://www.{site}/products/i{item_id}.html",
    item_link=re.compile(r"/products/(?:[^/?#]*-)?i(\d{5,13})(?:-s\d+)?\.html"),
    picture=re.compile(r"(?:slatic\.net|alicdn\.com)/(?:.*/)?([\w.-]{16,}?)\.(?:jpe?g|png|webp)"),
    states=("window.pageData", "__moduleData__", "__INITIAL_STATE__"),
    items=(ITEM,),
    lists=(CARDS,),
    shown_items=(SHOWN,),
    shown_lists=(SHOWN_CARDS,),
    structured=True,
    gone_words=(
        "this product is no longer available",
        "Sorry! This product is no longer available",
    ),
    empty_words=("Search No Result", "We're sorry. We cannot find any matches"),
    missing={"seller": "the card names no seller"},
)


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Lazada page or answer."""
    return LazadaPage(response, profile)


class LazadaPage(PlacedPage):
    """An item or a list where the state holds one, else the cards that a page shows."""

    layout = LAYOUT

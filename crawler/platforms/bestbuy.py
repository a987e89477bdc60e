"""Best Buy: item and search pages; the price shown counts, a tag of the page may be older."""

from __future__ import annotations

import re

import web_poet

from config.profiles import PlatformProfile
from crawler.layout import Layout, Places
from crawler.pages import MarketplacePage
from crawler.placed import PlacedPage

ITEM = Places(
    at=("h1.text-default, .sku-title h1",),
    item_id=("button[data-sku-id]@data-sku-id",),
    title=("h1", ".sku-title h1"),
    price=(
        "[data-lu-target='customer_price'] span",
        ".priceView-hero-price.priceView-customer-price span[aria-hidden]",
    ),
    list_price=("[data-lu-target='comp_value']", ".pricing-price__regular-price"),
    seller=(
        "[data-testid='seller-details-first-party-sold-by-banner-container'] span + span",
        "[data-testid*='sold-by'] a",
        ".sold-by-link",
    ),
    images=(
        "[data-testid='image-gallery'] img@src",
        ".primary-image@src",
        "meta[property='og:image']@content",
    ),
)
CARDS = Places(
    at=("li.product-list-item[data-product-id]", "li.sku-item[data-sku-id]"),
    item_id=("@data-product-id", "@data-sku-id"),
    title=("h3.product-title@title", "h2.product-title@title", ".sku-title a", ".product-title"),
    price=(
        "[data-testid='price-block-customer-price'] span",
        ".priceView-customer-price span[aria-hidden]",
    ),
    list_price=("[data-testid='price-block-regular-price-message-text'] span span",),
    images=("img[data-testid='product-image']@src", "img.product-image@src"),
)
LAYOUT = Layout(
    url="https://www.{site}/site/{item_id}.p?skuId={item_id}",
    item_link=re.compile(
        r"/sku/(\d{5,9})(?!\d)|[?&]skuId=(\d{5,9})(?!\d)|/(\d{7,9})\.p(?:[?#]|$)"
    ),
    picture=re.compile(
        r"/(?:products|prod)/([\w-]{8,}?)(?:_(?:sd|sa|ra|rd|cv\d+\w?|s))?\.jpg|/(\d{7,8})(?:_\w+)?\.jpg"
    ),
    shown_items=(ITEM,),
    shown_lists=(CARDS,),
    structured=True,
    gone_words=("This item is no longer available", "no longer available in new condition"),
    empty_words=("Hmmm, we didn't find anything for", "we didn’t find anything"),
    missing={"seller": "the page names no seller here"},
)


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Best Buy page or answer."""
    return BestBuyPage(response, profile)


class BestBuyPage(PlacedPage):
    """An item where the page shows one, else the cards of a search."""

    layout = LAYOUT

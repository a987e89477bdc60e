"""Etsy: item, shop and search pages, and answers of the open interface of both versions."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import web_poet
from parsel import Selector

from config.profiles import PlatformProfile
from crawler.layout import Layout, Places
from crawler.pages import FactsDraft, MarketplacePage
from crawler.placed import PlacedPage
from crawler.script_state import Node, found_at
from domain.listings import Availability, Money, PageState

ANSWER = Places(
    at=("results", "", "~results"),
    needs=("listing_id",),
    item_id=("listing_id",),
    title=("title",),
    price=("price",),
    currency=("currency_code", "price.currency_code"),
    seller=("shop.shop_name", "Shop.shop_name"),
    seller_id=("shop_id", "user_id"),
    images=("MainImage.url_fullxfull", "MainImage.url_570xN", "images.*.url_fullxfull"),
    stock=("state", "quantity"),
    total=("count",),
)
ITEM = Places(
    at=("h1[data-buy-box-listing-title], #listing-page-cart, [data-buy-box], #listing-price",),
    title=("h1[data-buy-box-listing-title]", "#listing-page-cart h1", "h1 [itemprop=name]"),
    price=(
        "[data-buy-box-region='price'] .wt-text-title-larger",
        "[data-buy-box-region='price'] p.wt-text-title-03",
        "[data-selector='price-only'] p",
        "#listing-price [itemprop=price]@content",
    ),
    currency=("#listing-price [itemprop=currency]@content",),
    seller=(
        "#listing-page-cart a[href*='/shop/'] span",
        "[itemtype*='data-vocabulary'] a[href*='/shop/'] [itemprop=title]",
        "a[href*='/shop/'][itemprop=url] [itemprop=title]",
        "a[href*='ref=shop-header-name']",
    ),
    images=("meta[property='og:image']@content", "img[data-carousel-first-image]@src"),
    stock=("#listing-price ~ [itemprop=availability]@content", "[itemprop=availability]@content"),
)
CARDS = Places(
    at=(
        "[data-behat-listing-card][data-listing-id], .v2-listing-card[data-listing-id]",
        ".js-merch-stash-check-listing[data-listing-id], li [data-listing-id].listing-link",
    ),
    item_id=("@data-listing-id",),
    title=("a[title]@title", "h3", "h2"),
    price=(".n-listing-card__price .wt-text-title-01", ".lc-price", ".n-listing-card__price"),
    images=("img@src", "img@data-src"),
)
LAYOUT = Layout(
    site="etsy.com",
    url="https://www.etsy.com/listing/{item_id}",
    item_link=re.compile(r"/listing/(\d{6,12})(?!\d)"),
    picture=re.compile(r"/il_[0-9a-zA-Z]+\.(\d+_[0-9a-z]+)\."),
    items=(replace(ANSWER, at=("",), needs=("listing_id", "title"), total=()),),
    lists=(ANSWER,),
    shown_items=(ITEM,),
    shown_lists=(CARDS,),
    structured=True,
    gone_words=(
        "this item is unavailable",
        "Sorry, this item is unavailable",
        "Sorry, this item is sold out",
    ),
    empty_words=("We couldn't find any results", "We couldn’t find any results"),
    refusals=(("error", r".*(?:api_key|API key|quota|rate).*", PageState.ERROR),),
    stock_words={"active": Availability.IN_STOCK},
    missing={"seller": "the page names no shop here"},
)
CURRENCY = re.compile(r'"currency":\{"code":"([A-Z]{3})"')
SHOP = re.compile(
    r"https?://(?:www\.)?etsy\.com/(?:[a-z-]{2,5}/)?shop/([A-Za-z0-9]{4,20})(?=[/?#]|$)"
)


def page_object(response: web_poet.HttpResponse, profile: PlatformProfile) -> MarketplacePage:
    """The page object of any Etsy page or answer."""
    return EtsyPage(response, profile)


class EtsyPage(PlacedPage):
    """The listings of an answer, else the item or the cards that a page shows."""

    layout = LAYOUT

    def page_currency(self) -> str | None:
        """The currency in which the page says that it shows its prices."""
        named = CURRENCY.search(self.response.text)
        return named[1] if named else super().page_currency()

    def finish(self, draft: FactsDraft, source: Node | Selector) -> None:
        """Put the third version's price, an amount with its divisor, and a shop page's name."""
        if isinstance(source, Selector):
            shop = SHOP.match(str(self.url))
            draft.put("seller", shop[1] if shop else None, "url")
            return
        amount, divisor, code = (
            next(iter(found_at(source, f"price.{name}")), None)
            for name in ("amount", "divisor", "currency_code")
        )
        if isinstance(amount, int) and isinstance(divisor, int) and amount > 0 < divisor:
            draft.put("price", Money(Decimal(amount) / divisor, str(code)), "state:price.amount")

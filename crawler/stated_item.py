"""An item of a known platform whose template is not known: only what the page states of it."""

from __future__ import annotations

import dataclasses
import re

from parsel import Selector

from crawler.pages import FactsDraft, MarketplacePage
from crawler.shop_item import main_product, own_address
from crawler.shown_price import shown_prices
from crawler.structured import Stated, StatedProduct, stated
from crawler.telling import item_told
from crawler.visible import text_of
from domain.listings import PageReading, PageState, PictureLink

UNKNOWN_TEMPLATE = "the page's template is not known; what it states for machines is kept"
OTHERWISE_SHOWN = "what structured data states is not among the prices shown beside the title"


def product_of(page: MarketplacePage) -> StatedProduct | None:
    """The one product that the page states and that one of its titles names."""
    told = stated(page.selector, str(page.url))
    headings = [text_of(node) for node in page.css("h1")]
    titles = [*headings, told.graph.get("og:title", ""), page.css("title::text").get() or ""]
    return main_product(told, [title for title in titles if title.strip()])


def put_stated(
    draft: FactsDraft, product: StatedProduct, images: tuple[PictureLink, ...]
) -> FactsDraft:
    """Put what the product is, what it costs, and the pictures that its platform knows."""
    where = product.source
    draft.put("title", product.name, where).put("price", product.price, where)
    draft.put("price_max", product.price_max, where)
    draft.put("availability", product.availability, where)
    return draft.put("images", images, where)


def stated_reading(
    page: MarketplacePage, draft: FactsDraft, product: StatedProduct
) -> PageReading:
    """The reading of this item: ok where the product itself names the item's id, else partial.

    The draft has the item's id from the page's address, and no other value that was read.
    """
    item_id = str(draft.values.get("item_id") or "")
    draft.put("url", own_address(page.selector, Stated((), {}), str(page.url)), "url")
    price = product.price
    heading = next(iter(page.css("h1")), None)
    if price and heading is not None and _is_doubted(heading, product):
        for name in ("price", "price_max"):
            draft.values.pop(name, None)
            draft.sources.pop(name, None)
        draft.miss("price", OTHERWISE_SHOWN)
    reading = item_told(page, draft.warn(UNKNOWN_TEMPLATE).facts(), f"{product.source}:Product")
    number = item_id.rsplit(".", maxsplit=1)[-1]
    named = re.search(rf"(?<![A-Za-z0-9]){re.escape(number)}(?![A-Za-z0-9])", _names(product))
    return reading if item_id and named else dataclasses.replace(reading, state=PageState.PARTIAL)


def _names(product: StatedProduct) -> str:
    return f"{product.url or ''} {product.sku or ''} {product.product_id or ''}"


def _is_doubted(heading: Selector, product: StatedProduct) -> bool:
    """Whether prices stand beside the title, and none of them is the one stated."""
    price = product.price
    shown = shown_prices(heading, price.currency if price else None)
    return bool(shown.prices) and price is not None and not shown.shows(price)

"""How a platform's pages are written down: where each value lies, stated or shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.listings import Availability, PageState

Where = tuple[str, ...]
"""Places of one value, the better first: paths of a state, or CSS queries (`query@attribute`)."""

STOCK_WORDS: Mapping[str, Availability] = {
    **dict.fromkeys(
        ("instock", "in_stock", "available", "limitedavailability", "limited_stock", "on_sale"),
        Availability.IN_STOCK,
    ),
    **dict.fromkeys(
        ("outofstock", "out_of_stock", "soldout", "sold_out", "unavailable", "trading"),
        Availability.OUT_OF_STOCK,
    ),
}
"""What interfaces call the two states, in lower case and without an address before."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where one kind of listing keeps its values.

    In states, `at` are paths to the item or to the list, and the others start there. A path goes
    by names and positions (`offers.0.price`), `*` is each of a list, `~name` that name anywhere
    below, and `a+b` joins two values by a point. In what is shown, `at` are CSS queries of the
    cards, or of what only an item page has. `needs` must all be there, or it is something else;
    `inner` is where a card of a list may wrap it.
    """

    at: Where
    needs: Where = ()
    inner: Where = ()
    item_id: Where = ()
    link: Where = ()
    title: Where = ()
    price: Where = ()
    price_max: Where = ()
    list_price: Where = ()
    currency: Where = ()
    seller: Where = ()
    seller_id: Where = ()
    brand: Where = ()
    images: Where = ()
    stock: Where = ()
    total: Where = ()
    price_divisor: int = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """All that is known of a platform's pages; a page object applies it (`crawler.placed`).

    `states` are the names that scripts give them. `site` is fixed, or None where each country's
    domain has items of its own. `url` builds the canonical address from `{site}`, `{item_id}` and
    `{path}` (the id with slashes for points). `item_link` and `picture` give the id and the
    picture's key as their first group that is set; several groups of an id are joined by `joint`.
    `picture_base` completes what is no address, from `{file}` and `{country}` (the host's end).
    `refusals` and `removals` name a path of an interface answer and what its value then reads.
    """

    item_link: re.Pattern[str]
    picture: re.Pattern[str]
    site: str | None = None
    url: str | None = None
    joint: str = "."
    picture_base: str = ""
    states: Where = ()
    items: tuple[Places, ...] = ()
    lists: tuple[Places, ...] = ()
    shown_items: tuple[Places, ...] = ()
    shown_lists: tuple[Places, ...] = ()
    structured: bool = False
    gone_words: tuple[str, ...] = ()
    empty_words: tuple[str, ...] = ()
    refusals: tuple[tuple[str, str, PageState], ...] = ()
    removals: tuple[tuple[str, str], ...] = ()
    stock_words: Mapping[str, Availability] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)
    next_link: str | None = None

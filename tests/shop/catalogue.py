"""What bazaar offers, and the truth about each offer, by which tests and the demo judge."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tests.shop.goods import goods_number
from tests.shop.rows import LIVE_ROWS, LIVE_SELLERS, STREET_ROWS, STREET_SELLERS, Row

STREET = "bazaar_street"
LIVE = "bazaar_live"
CURRENCIES = {STREET: "CNY", LIVE: "USD"}
WRONG = ("copy_plain", "copy_edited", "mark_plain", "mark_evasive")
"""The kinds that a rights holder wants found; the others must be left in peace."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What a listing really is: its kind, which edit or evasion, and the right it is about.

    `about` begins the slug of the right (`work-fox`, `mark-mokureli`); None where there is none.
    """

    kind: str
    detail: str | None
    about: str | None

    @property
    def label(self) -> str:
        """The kind with its detail: `copy_edited:mirrored`, `unrelated`."""
        return f"{self.kind}:{self.detail}" if self.detail else self.kind


@dataclass(frozen=True, slots=True)
class Offer:
    """One listing as its page shows it; `pictures` are recipes of `tests.shop.pictures`."""

    shop: str
    item_id: str
    title: str
    price: Decimal | None
    seller: str
    seller_id: str
    pictures: tuple[str, ...]
    sold_out: bool
    truth: Truth

    @property
    def currency(self) -> str:
        """The currency of the storefront."""
        return CURRENCIES[self.shop]

    @property
    def picture_keys(self) -> tuple[str, ...]:
        """The part of the pictures' addresses that their size leaves alone."""
        return tuple(_picture_key(self.item_id, recipe) for recipe in self.pictures)


def find_offers(shop: str, query: str) -> tuple[Offer, ...]:
    """The storefront's answer to a query: every word of it stands in the title, in any case."""
    words = query.casefold().split()
    return tuple(
        offer
        for offer in OFFERS.values()
        if offer.shop == shop and all(word in offer.title.casefold() for word in words)
    )


def _picture_key(item_id: str, recipe: str) -> str:
    return hashlib.sha256(f"{item_id} {recipe}".encode()).hexdigest()[:14]


def _offers(shop: str, first_id: int, rows: tuple[Row, ...]) -> Iterator[Offer]:
    sellers = {STREET: STREET_SELLERS, LIVE: LIVE_SELLERS}[shop]
    first_picture = 0 if shop == STREET else 100
    for index, row in enumerate(rows):
        item_id = str(first_id + 37 * index)
        plain = f"goods:{goods_number(first_picture + index, row.title)}"
        yield Offer(
            shop=shop,
            item_id=item_id,
            title=row.title,
            price=Decimal(row.price) if row.price else None,
            seller=sellers[row.seller],
            seller_id=row.seller,
            pictures=_pictures(row, plain, index),
            sold_out=row.sold_out,
            truth=Truth(row.kind, row.detail, row.about),
        )


def _pictures(row: Row, plain: str, index: int) -> tuple[str, ...]:
    """Main picture first; a copy hides behind an ordinary picture in every third listing."""
    if row.picture is None:
        return (plain,)
    return (plain, row.picture) if index % 3 == 2 else (row.picture, plain)


OFFERS: dict[tuple[str, str], Offer] = {
    (offer.shop, offer.item_id): offer
    for offer in (*_offers(STREET, 610204, STREET_ROWS), *_offers(LIVE, 40117, LIVE_ROWS))
}
"""Every offer by storefront and item id, in the order in which the storefronts show them."""

TRUTH: dict[tuple[str, str], Truth] = {key: offer.truth for key, offer in OFFERS.items()}
"""The truth table; nothing that is being tested may read it."""

RECIPES: dict[str, str] = {
    key: recipe
    for offer in OFFERS.values()
    for key, recipe in zip(offer.picture_keys, offer.pictures, strict=True)
}
"""Which picture lies behind which key."""

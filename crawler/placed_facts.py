"""One listing's values, read at the places that a layout names, each held to what it must be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any
from urllib.parse import urljoin

from parsel import Selector

from crawler.layout import STOCK_WORDS, Layout, Places, Where
from crawler.money import range_in
from crawler.pages import SAVED_COPY, FactsDraft, saved_picture
from crawler.script_state import found_at, words
from crawler.shop_item import picture_links
from crawler.structured import StatedProduct
from crawler.visible import attribute_of, price_text, text_of
from domain.listings import Availability, Money, PictureLink

Found = Iterator[tuple[object, str]]
Look = Callable[[Where], Found]

_PHOTOGRAPH = re.compile(
    r"^https?://[^/]+/(?:[^?#]*/)?(?![^/?#]*(?:blank|pixel|loading|placeholder|spacer|logo|icon|badge"
    r"|sprite|avatar|grey|gray|default|transparent))[^/?#]{8,}\.(?:jpe?g|png|webp|avif)(?:[?#_]|$)",
    re.IGNORECASE,
)
"""A file as photographs are named, and no picture of the page's own furniture."""

LARGEST = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class PlacedFacts:
    """Reads listings of one layout and one kind of place."""

    platform: str
    site: str
    currency: str | None
    layout: Layout
    places: Places
    page_url: str

    def stated(self, item: object, state: object, address: str = "") -> FactsDraft:
        """The draft of an item of a state; places that begin with `/` start at the whole state."""

        def look(where: Where) -> Found:
            for path in where:
                root, inner = (state, path[1:]) if path.startswith("/") else (item, path)
                for value in _joined(root, inner):
                    yield value, f"state:{path}"

        return self._read(look, look, address)

    def shown(self, node: Selector, address: str = "") -> FactsDraft:
        """The draft of an item page or a card that is shown."""

        def look(where: Where) -> Found:
            for place in where:
                query, _, name = place.partition("@")
                for found in node.css(query) if query else [node]:
                    value = attribute_of(found, name) if name else text_of(found)
                    if value:
                        yield value, f"css:{place}"

        def priced(where: Where) -> Found:
            for place in where:
                query, _, name = place.partition("@")
                for found in node.css(query)[:1] if query else [node]:
                    value = attribute_of(found, name) if name else price_text(found)
                    yield value, f"css:{place}"

        return self._read(look, priced, address)

    def put_product(self, draft: FactsDraft, product: StatedProduct) -> None:
        """Put what structured data tells where nothing is shown; tell where the two differ."""
        where = product.source
        told, price = product.price, draft.values.get("price")
        if told and isinstance(price, Money) and told.currency == price.currency:
            high = product.price_max or told
            if not told.amount <= price.amount <= high.amount:
                text = f"{told.amount} {told.currency}"
                draft.warn(f"structured data states {text}; the shown price is kept")
        elif told and isinstance(price, Money):
            draft.warn(f"structured data states {told.currency}, the page shows {price.currency}")
        draft.put("title", product.name, where)
        if price is None:
            draft.put("price", told, where).put("price_max", product.price_max, where)
        draft.put("seller", product.seller, where)
        draft.put("brand", product.brand, where)
        draft.put("availability", product.availability, where)
        draft.put("images", self._pictures(product.images), where)

    def _read(self, look: Look, priced: Look, address: str) -> FactsDraft:
        draft = FactsDraft(self.platform, self.site)
        self._put_identity(draft, look, address)
        _put_first(draft, "title", words, look(self.places.title))
        self._put_prices(draft, look, priced)
        for name in ("seller", "brand"):
            _put_first(draft, name, words, look(getattr(self.places, name)))
        self._put_images(draft, list(look(self.places.images)))
        _put_first(draft, "seller_id", _plain, look(self.places.seller_id))
        _put_first(draft, "availability", self._stock, look(self.places.stock))
        return self._explained(draft)

    def _put_images(self, draft: FactsDraft, found: list[tuple[object, str]]) -> None:
        values = [value for value, _ in found]
        draft.put("images", self._pictures(values), found[0][1] if found else "")
        saved = [link for value in values if (link := saved_picture(value, self.page_url))]
        if saved and "images" not in draft.values:
            draft.put("images", tuple(saved), found[0][1]).warn(SAVED_COPY)

    def _explained(self, draft: FactsDraft) -> FactsDraft:
        for name, reason in self.layout.missing.items():
            draft.miss(name, reason)
        for warning in self.layout.warnings:
            draft.warn(warning)
        return draft

    def _put_identity(self, draft: FactsDraft, look: Look, address: str) -> None:
        for value, where in look(self.places.item_id):
            draft.put("item_id", _plain(value), where)
        link = next((str(value) for value, _ in look(self.places.link)), "")
        for text, where in ((link, "link"), (address, "url")):
            if found := self.layout.item_link.search(text):
                draft.put("item_id", self.layout.joint.join(filter(None, found.groups())), where)
        item_id = str(draft.values.get("item_id") or "")
        if self.layout.url and item_id:
            path = item_id.replace(".", "/")
            url = self.layout.url.format(site=self.site, item_id=item_id, path=path)
            draft.put("url", url, "built:item_id")
        elif link:
            draft.put("url", urljoin(f"https://{self.site}/", link.split("?")[0]), "link")

    def _put_prices(self, draft: FactsDraft, look: Look, priced: Look) -> None:
        named = (words(value) for value, _ in look(self.places.currency))
        code = next((one.upper() for one in named if one), None)
        currency = code if code and re.fullmatch(r"[A-Z]{3}", code) else self.currency
        for where, found in groupby(priced(self.places.price), key=_place):
            ends = (end for value, _ in found for end in self._money(value, currency))
            if prices := [end for end in ends if end]:
                low, high = min(prices, key=_amount), max(prices, key=_amount)
                draft.put("price", low, where)
                draft.put("price_max", high if high != low else None, where)
                break
        price = draft.values.get("price")
        if not isinstance(price, Money):
            return
        for name in ("price_max", "list_price"):
            for value, where in priced(getattr(self.places, name)):
                money = self._money(value, currency)[0]
                if money and money.currency == price.currency and money.amount > price.amount:
                    draft.put(name, money, where)

    def _money(self, value: object, currency: str | None) -> tuple[Money | None, Money | None]:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return None, None
        text = str(value).strip()
        divisor = self.places.price_divisor
        if re.fullmatch(r"\d{1,18}(?:\.\d{1,6})?", text):
            amount = Decimal(text) / divisor
            if currency is None or not 0 < amount < LARGEST or (divisor > 1 and "." in text):
                return None, None
            return Money(amount, currency), None
        return (None, None) if divisor > 1 else range_in(text, currency)

    def _pictures(self, values: object) -> tuple[PictureLink, ...]:
        links = [self._whole(address) for address in _addresses(values)]
        known = [(link, self.layout.picture.search(link)) for link in links]
        kept: dict[str, PictureLink] = {}
        for link, found in known:
            if found and link.startswith("http"):
                key = next(group for group in found.groups() if group)
                kept.setdefault(key, PictureLink(link, key))
        if kept:
            return tuple(kept.values())
        # names change with the years; a photograph's own file name still tells it from others
        return picture_links(link for link in links if _PHOTOGRAPH.search(link))

    def _whole(self, address: str) -> str:
        link = "https:" + address if address.startswith("//") else address
        if link.startswith(("http://", "https://")) or not self.layout.picture_base:
            return link
        country = self.site.rsplit(".", 1)[-1]
        return self.layout.picture_base.format(file=link, country=country)

    def _stock(self, value: object) -> Availability | None:
        if isinstance(value, bool):
            return Availability.IN_STOCK if value else Availability.OUT_OF_STOCK
        if isinstance(value, int):
            return Availability.IN_STOCK if value > 0 else Availability.OUT_OF_STOCK
        text = str(value).strip().lower().rsplit("/", 1)[-1]
        known = self.layout.stock_words.get(text) or STOCK_WORDS.get(text)
        return known or next(
            (
                kind
                for word, kind in self.layout.stock_words.items()
                if len(word) > 6 and word in text
            ),
            None,
        )


def _put_first(draft: FactsDraft, name: str, read: Callable[[Any], object], found: Found) -> None:
    """Put the first value that can be read; the places after it are not looked at."""
    for value, where in found:
        if name in draft.put(name, read(value), where).values:
            return


def _place(found: tuple[object, str]) -> str:
    return found[1]


def _amount(money: Money) -> Decimal:
    return money.amount


def _joined(root: object, path: str) -> list[object]:
    """The values at a path, or those of several joined by points."""
    if "+" not in path:
        return found_at(root, path)
    pieces = [next(iter(found_at(root, part)), None) for part in path.split("+")]
    texts = [_plain(piece) for piece in pieces]
    return [".".join(text for text in texts if text)] if all(texts) else []


def _plain(value: object) -> str | None:
    """An identifier as text."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value).strip()
    return text if 0 < len(text) <= 120 and text != "0" and not re.search(r"\s", text) else None


def _addresses(value: object, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield value.strip()
    elif isinstance(value, list | tuple) and depth < 4:
        for inner in value[:60]:
            yield from _addresses(inner, depth + 1)

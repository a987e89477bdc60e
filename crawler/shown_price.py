"""The price that a person sees beside the title, found without knowing the shop."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from lxml import etree
from parsel import Selector

from crawler.money import range_in
from crawler.price_labels import Label, label_of
from crawler.price_text import (
    PageNode,
    bare_text,
    is_priced,
    marked_as_prices,
    price_texts,
    texts_with_digits,
)
from domain.listings import Money

HIGHEST = 12
"""Levels above the title within which its price is looked for."""

NEAR, SMALL = 4, 400
"""Levels, and elements of a part, within which a price may do without being marked as one."""

CARD = 60
"""Elements that a card of other goods has at most; the page's own columns have more."""

_OTHER_CLASS = re.compile(
    r"before|was|(?<![bcfghmst])old|(?<!with-)(?<!has-)list-?price|strike|line-?through|compar|sav(?:e|ing)|vatex|without_?-?vat|excl|exvat"
    r"|no-?vat|net-?price|unit|month|install|cetelem|leas|ship|deliver|omnibus|lowest|price-?tax"
    r"|cross|footer|mini-?cart|minicart|cart[-_](?:price|total|sum|amount)|(?:top|head|mini)[\w-]*basket|basket[\w-]*(?:total|sum)"
    r"|member|points|reward|msrp|rrp|original|guarantee|sticker|(?<!show-)badge|coupon|voucher"
    r"|range-?slider|filter|tier|secondary-price|non-?sale|crossed|struck|mrp|rebate"
    r"|klarna|afterpay|clearpay|affirm|sezzle|laybuy|pay-?pal|pay-?later|payment-?(?:terms|plan|option|method|widget|info|message)"
    r"|\bemi\b|emi-|parcel|\bpix\b|deposit|(?<!p)review|rating|comment|warrant|protection|insur"
    r"|frequently|bought|bundle-item|add-?on|club|loyal|sub-?total|pfand|auction|\bbid"
    r"|price-?(?:match|drop|alert|history|beat|chart|promise)",
    re.IGNORECASE,
)
_OTHER_GOODS = re.compile(
    r"relat|similar|recommend|upsell|cross|recent|slick|swiper|carousel|\bcard|[-_]card",
    re.IGNORECASE,
)
_REGULAR = re.compile(r"regular|normal-?price", re.IGNORECASE)
"""The price paid where no other is shown, and a former one where one is."""

_PAID = re.compile(
    r"customer|current|sale|final|special|with_?-?vat|vat-?in|incl|now|our-?price|to-?pay|bigprice"
    r"|new-?price|price-?new|primary-price",
    re.IGNORECASE,
)
_ELEMENTS = etree.XPath("count(descendant::*)")
_NAMED_LINKS = etree.XPath(
    ".//a[@href][.//h2 or .//h3 or .//h4 or .//h5 or .//img"
    " or parent::h2 or parent::h3 or parent::h4 or parent::h5"
    " or contains(concat(@class, ../@class), 'name')"
    " or contains(concat(@class, ../@class), 'title')]"
    "[string-length(normalize-space(.)) > 2]/@href"
)
_NUMBERS = re.compile(r"\d(?:[\d.,' ]*\d)?")
_NO_GOODS = re.compile(r"^#|^javascript:|\.(?:jpe?g|png|webp|avif|gif|svg)(?:$|\?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ShownPrices:
    """The distinct prices that stand nearest to the title, the first one first.

    `marked` is the one that the page itself marks as what a buyer pays, if it marks just one.
    """

    prices: tuple[tuple[Money, Money | None], ...] = ()
    marked: tuple[Money, Money | None] | None = None

    @property
    def sure(self) -> tuple[Money, Money | None] | None:
        """The price, where there is just one, or one is marked."""
        return self.prices[0] if len(self.prices) == 1 else self.marked

    def shows(self, money: Money) -> bool:
        """Whether this amount is among them, cents that are not shown left aside."""
        return any(
            low.amount == money.amount
            or (
                low.amount == low.amount.to_integral_value() and abs(low.amount - money.amount) < 1
            )
            for low, _ in self.prices
        )


def shown_prices(heading: Selector, currency: str | None) -> ShownPrices:
    """The prices of the smallest part of the page that holds this heading and any price.

    Struck, compared, former, ex-tax, unit and instalment prices and those of other goods are
    left out; a text with several amounts is no price. Nearest to the title a text that names a
    currency counts as one even where nothing marks it.
    """
    areas = list(islice(heading.root.iterancestors(), HIGHEST))
    place = {area: level for level, area in enumerate(areas)}
    leads = _Leads()
    # the areas stand in one another, so the nearest one that holds a price tells of all others
    marked = [
        (one, _nearest(one.node, place))
        for one in _priced(marked_as_prices(areas[-1]) if areas else [], currency)
    ]
    for level, area in enumerate(areas):
        inside = [one for one, nearest in marked if nearest <= level]
        if inside and (found := _prices_of(inside, area, leads)).prices:
            return found
        if level < NEAR and (found := _unmarked(area, currency, leads)).prices:
            return found
    return ShownPrices()


def prices_in(area: Selector, currency: str | None) -> ShownPrices:
    """The distinct prices that this card shows."""
    return _prices_of(_priced(marked_as_prices(area.root), currency), area.root, None)


@dataclass(frozen=True, slots=True)
class _Priced:
    node: PageNode
    low: Money
    high: Money | None


class _Leads(dict[PageNode, bool]):
    """Whether a part, in which the title does not stand, leads to goods of another page."""

    def __missing__(self, node: PageNode) -> bool:
        told = _is_of_other_goods(node)
        self[node] = told
        return told


def _nearest(node: PageNode, place: Mapping[PageNode, int]) -> int:
    return next(place[one] for one in chain((node,), node.iterancestors()) if one in place)


def _priced(nodes: Iterable[PageNode], currency: str | None) -> list[_Priced]:
    """The nodes that say one price or one range; what a range marks once more is left out."""
    found, ranges = list[_Priced](), list[PageNode]()
    for node in nodes:
        if ranges and any(above in ranges for above in node.iterancestors()):
            continue
        read = (range_in(text, currency) for text in price_texts(node) if text)
        low, high = next(((low, high) for low, high in read if low), (None, None))
        ranges += [node] if high else []
        found += [_Priced(node, low, high)] if low else []
    return found


def _prices_of(priced: Iterable[_Priced], area: PageNode, leads: _Leads | None) -> ShownPrices:
    own = [
        one
        for one in priced
        if not _is_other(one.node, area, leads) and label_of(one.node, area) is not Label.OTHER
    ]
    plain = [one for one in own if not _is_regular(one.node, area)]
    found, paid = dict[Money, Money | None](), dict[Money, Money | None]()
    for one in plain or own:
        found.setdefault(one.low, one.high)
        if _told_by(_names(one.node)).paid or label_of(one.node, area) is Label.PAID:
            paid[one.low] = one.high
    marked = next(iter(paid.items())) if len(paid) == 1 else None
    return ShownPrices(tuple(found.items()), marked)


def _unmarked(area: PageNode, currency: str | None, leads: _Leads) -> ShownPrices:
    """The one price that this small part of the page shows without marking it, if it is one."""
    found: dict[Money, Money | None] = {}
    small = _ELEMENTS(area) <= SMALL
    for text in texts_with_digits(area) if small else ():
        told = None if text.is_tail else _told_with(text)
        low, high = range_in(told, currency) if told else (None, None)
        if not low or _is_other(text.getparent(), area, leads):
            continue
        if label_of(text.getparent(), area) is not Label.OTHER:
            found[low] = high
    return ShownPrices(tuple(found.items())) if len(found) == 1 else ShownPrices()


def _told_with(text: Any) -> str | None:
    """The bare price that this text is or is a part of: a number with its currency beside it."""
    part = text.getparent()
    beside = not is_priced(text)
    if beside:
        part = part.getparent() if part is not None else None
    told = bare_text(part) if part is not None else None
    if not told or not is_priced(told):
        return None
    # of several numbers nobody knows which one the currency belongs to
    return None if beside and len(_NUMBERS.findall(told)) > 1 else told


def _is_other(start: PageNode, area: PageNode, leads: _Leads | None) -> bool:
    for node in _up_to(start, area):
        style, told = (node.get("style") or "").replace(" ", ""), _told_by(_names(node))
        if (
            node.tag in ("del", "s", "strike", "header", "footer", "nav", "aside")
            or "display:none" in style
            or "line-through" in style
            or told.other
            or (leads is not None and (told.of_other_goods or leads[node]))
        ):
            return True
    return False


def _is_of_other_goods(node: PageNode) -> bool:
    """Whether this is a card: a small part that names and leads to one other page."""
    if _ELEMENTS(node) > CARD:
        return False
    links = {str(href).split("#")[0].strip() for href in _NAMED_LINKS(node)}
    return len({link for link in links if link and not _NO_GOODS.search(link)}) == 1


def _is_regular(start: PageNode, area: PageNode) -> bool:
    return any(_told_by(_names(node)).regular for node in _up_to(start, area))


def _up_to(start: PageNode, area: PageNode) -> Iterator[PageNode]:
    """This node and those that it stands in, up to the area but without it."""
    for node in chain((start,), start.iterancestors()):
        if node is area:
            return
        yield node


@dataclass(frozen=True, slots=True)
class _Told:
    """What the names that a page gives a part say of a price in it."""

    other: bool
    of_other_goods: bool
    regular: bool
    paid: bool


@lru_cache(maxsize=8192)
def _told_by(names: str) -> _Told:
    patterns = (_OTHER_CLASS, _OTHER_GOODS, _REGULAR, _PAID)
    return _Told(*(pattern.search(names) is not None for pattern in patterns))


def _names(node: PageNode) -> str:
    kinds = ("class", "id", "itemprop", "data-testid", "data-hook")
    names = " ".join(node.get(name) or "" for name in kinds)
    # elements of a page's own making are named for what they show
    return f"{names} {node.tag}" if "-" in node.tag else names

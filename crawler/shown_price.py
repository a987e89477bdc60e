"""The price that a person sees beside the title, found without knowing the shop."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Protocol

from lxml import etree
from parsel import Selector

from crawler.money import range_in
from domain.listings import Money

LONGEST = 60
"""Characters; a longer text is a sentence about prices, not a price."""

MARKED = (
    "descendant-or-self::*[contains(@class,'rice') or contains(@id,'rice')"
    " or contains(@itemprop,'rice') or contains(@data-testid,'rice') or contains(@class,'PRICE')]"
    "[not(self::script or self::style or self::input)]"
)
"""What a page marks as a price, by class, id or property."""

HIGHEST = 12
"""Levels above the title within which its price is looked for."""

# evaluated by lxml itself: parsel would make a selector of each
marked_as_prices = etree.XPath(MARKED)
_PIECES = etree.XPath("descendant::text()[not(ancestor::script or ancestor::style)]")
_OTHER_CLASS = re.compile(
    r"before|was|old|list-?price|regular|strike|compar|sav(?:e|ing)|vatex|without_?-?vat|excl|exvat"
    r"|no-?vat|net-?price|unit|month|install|cetelem|leas|ship|deliver|relat|similar|recommend|upsell"
    r"|cross|recent|footer|mini-?cart|minicart|(?:top|head|mini)[\w-]*basket|basket[\w-]*(?:total|sum)|slick|swiper|carousel|member|points|reward|msrp"
    r"|rrp|original|crossed|guarantee|sticker|badge|coupon|voucher|range-?slider|filter|card|tier",
    re.IGNORECASE,
)
_OTHER_TEXT = re.compile(
    r"%|\b(?:save|was|rrp|msrp|list|reg\.?|excl|ex\.? ?vat|without|bez|ohne|zzgl|hors|per|from"
    r"|shipping|month|off|coupon|earn|points?|netto|hint|over)\b|税抜|税別|/\s?\w|měs|splát|免邮|满\d|返",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"customer|current|sale|final|special|with_?-?vat|vat-?in|incl|now|our-?price|to-?pay|bigprice",
    re.IGNORECASE,
)
_DOUBLED = re.compile(r"^(.{3,}?)\s*\1$")
_CENTS = re.compile(r"cent|fraction|decimal|penny", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ShownPrices:
    """The distinct prices that stand nearest to the title, the first one first.

    `marked` is the first that the page itself marks as what a buyer pays.
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
    left out; a text with several amounts is no price.
    """
    areas = list(islice(heading.root.iterancestors(), HIGHEST))
    place = {area: level for level, area in enumerate(areas)}
    marked = marked_as_prices(areas[-1]) if areas else []
    # the areas stand in one another, so the nearest one that holds a price tells of all others
    nodes = [(node, _nearest(node, place)) for node in marked]
    for level, area in enumerate(areas):
        inside = [node for node, nearest in nodes if nearest <= level]
        if inside and (found := _prices_of(inside, area, currency)).prices:
            return found
    return ShownPrices()


def _nearest(node: PageNode, place: Mapping[PageNode, int]) -> int:
    return next(place[one] for one in chain((node,), node.iterancestors()) if one in place)


def prices_in(area: Selector, currency: str | None) -> ShownPrices:
    """The distinct prices that this part of the page shows."""
    return _prices_of(marked_as_prices(area.root), area.root, currency)


def _prices_of(nodes: Iterable[PageNode], area: PageNode, currency: str | None) -> ShownPrices:
    found: dict[Money, Money | None] = {}
    marked: tuple[Money, Money | None] | None = None
    for node in nodes:
        low, high = range_in(_price_text(node), currency)
        if low and not _is_other(node, area):
            found.setdefault(low, high)
            marked = marked or ((low, high) if _PAID.search(_names(node)) else None)
    return ShownPrices(tuple(found.items()), marked)


class PageNode(Protocol):
    """What is used of a node of the page's tree."""

    tag: str

    def get(self, key: str) -> str | None:
        """The value of an attribute."""
        ...

    def getparent(self) -> PageNode | None:
        """The node that this one stands in."""
        ...

    def find(self, path: str) -> PageNode | None:
        """The first node at this path."""
        ...

    def iter(self, tag: str) -> Iterator[PageNode]:
        """The nodes of this tag in it, itself included."""
        ...

    def iterancestors(self) -> Iterator[PageNode]:
        """The nodes that this one stands in, from the inside out."""
        ...


def _is_other(start: PageNode, area: PageNode) -> bool:
    node: PageNode | None = start
    while node is not None and node is not area:
        hidden = "display:none" in (node.get("style") or "").replace(" ", "")
        if (
            node.tag in ("del", "s", "strike", "footer", "nav")
            or hidden
            or _OTHER_CLASS.search(_names(node))
        ):
            return True
        node = node.getparent()
    return False


def _names(node: PageNode) -> str:
    return " ".join(node.get(name) or "" for name in ("class", "id", "itemprop", "data-testid"))


def _price_text(node: PageNode) -> str | None:
    """The node's text with raised cents set off by a point; None where it is no bare price."""
    pieces = ""
    for text in _PIECES(node):
        words, parent = " ".join(str(text).split()), text.getparent()
        raised = not text.is_tail and (
            parent.tag == "sup" or _CENTS.search(parent.get("class") or "") is not None
        )
        if raised and re.fullmatch(r"\d\d", words) and pieces[-1:].isdigit():
            words = "." + words
        pieces += words if raised or not pieces else " " + words
        if len(pieces) > LONGEST:
            return None
    doubled = _DOUBLED.match(pieces.replace(" ", ""))
    pieces = doubled[1] if doubled else pieces
    return None if _OTHER_TEXT.search(pieces) else pieces

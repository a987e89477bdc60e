"""The buttons with which a shop's goods are bought: beside an item's heading, or on each card."""

from __future__ import annotations

from itertools import islice

from lxml import etree
from parsel import Selector

from crawler.price_text import PageNode
from crawler.shop_words import BUY_WORDS
from crawler.visible import shown_text

BUY = (
    "form[action*='cart'] [type=submit], button[name='add'], .single_add_to_cart_button, "
    "[class*='add-to-cart'], [class*='addtocart' i], [id*='add-to-cart'], [id*='addtocart' i], "
    "[data-testid*='add-to-cart' i], [class*='add-to-basket' i]"
)
_LABELLED = etree.XPath(
    "descendant-or-self::*[self::button or self::a or self::input[@type = 'submit']"
    " or @role = 'button' or ((self::div or self::span) and contains(@class, 'btn'))]"
)
FEW = 3
"""Buttons of one item: it may be bought now, put into the cart, and both again further down."""

HIGHEST = 10
"""Levels above a heading within which its buttons are looked for."""


class Buttons:
    """What a page has to buy with."""

    def __init__(self, root: Selector) -> None:
        labelled = [one for one in _LABELLED(root.root) if BUY_WORDS.match(_label(one))]
        marked = [one.root for one in root.css(BUY)]
        self.count = max(len(labelled), len(marked))
        self._nodes = [*labelled, *marked]

    def sell(self, heading: Selector) -> bool:
        """Whether these are the buttons of the one item with this heading.

        A list has a button for each of its goods. An item may have a list of others below it: then
        the buttons that stand nearest to its heading are few.
        """
        if not self.count:
            return False
        return self.count <= FEW or 1 <= self._nearest(heading.root) <= FEW

    def _nearest(self, heading: PageNode) -> int:
        areas = {area: level for level, area in enumerate(_areas(heading))}
        levels = [
            next((areas[one] for one in node.iterancestors() if one in areas), HIGHEST)
            for node in dict.fromkeys(self._nodes)
        ]
        first = min(levels, default=HIGHEST)
        return levels.count(first) if first < HIGHEST else 0


def _areas(heading: PageNode) -> list[PageNode]:
    found = islice(heading.iterancestors(), HIGHEST)
    return [area for area in found if area.tag not in ("body", "html")]


def _label(node: PageNode) -> str:
    return shown_text(node) or (node.get("value") or "").strip()

"""The cards of a shop that nobody described: parts that repeat, each with a price and a link."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from crawler.shown_price import MARKED, PageNode, ShownPrices, prices_in
from crawler.visible import attribute_of, text_of

FEWEST = 4
"""Fewer parts that look alike are no list of goods."""

MOST = 300
HIGHEST = 12
"""Levels above a price at which its card may begin."""

SURE_SHARE = 0.9
"""Of the cards that must have a title and a link of their own, else nothing is said."""

_TITLES = (
    ".//*[self::h2 or self::h3 or self::h4 or self::h5]",
    ".//*[contains(@class,'title') or contains(@class,'name')][not(self::script)]",
    ".//a[@href]",
)
_CUT = ("…", "...")
_OTHER_LINK = re.compile(
    r"^(?:#|javascript:|mailto:|tel:)|/(?:cart|basket|login|account|wishlist)(?:[/?#.]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ShopCard:
    """One card as shown: its title, its link made absolute, its prices and its pictures."""

    title: str
    link: str
    prices: ShownPrices
    pictures: tuple[str, ...]


def shop_cards(root: Selector, url: str, currency: str | None) -> list[ShopCard]:
    """The cards of the one list of goods on this page; none where it is not certain."""
    cards = [_card(Selector(root=part), url, currency) for part in _parts(root)[:MOST]]
    whole = [card for card in cards if card is not None]
    distinct = {card.link for card in whole}
    sure = len(cards) >= FEWEST and len(distinct) >= SURE_SHARE * len(cards)
    priced = sum(1 for card in whole if card.prices.prices)
    return whole if sure and priced >= len(whole) / 2 else []


def _parts(root: Selector) -> list[PageNode]:
    """The parts that repeat most often around a price and a link; the outermost that still do."""
    levels: dict[tuple[str, str], dict[PageNode, None]] = defaultdict(dict)
    for node in root.xpath(MARKED):
        for part, above in _ancestors(node.root):
            levels[_likeness(above), _likeness(part)][part] = None
    linked = [
        [part for part in parts if _is_linked(part)]
        for parts in levels.values()
        if len(parts) >= FEWEST
    ]
    most = max((len(parts) for parts in linked), default=0)
    full = [parts for parts in linked if len(parts) >= max(FEWEST, SURE_SHARE * most)]
    return min(full, key=lambda parts: _depth(parts[0]), default=[])


def _ancestors(node: PageNode) -> Iterator[tuple[PageNode, PageNode]]:
    """The node and what it stands in, upwards, each with what that stands in."""
    for _ in range(HIGHEST):
        parent = node.getparent()
        if parent is None or node.tag == "body":
            return
        yield node, parent
        node = parent


def _likeness(node: PageNode) -> str:
    kinds = (node.get("class") or "").split()
    return f"{node.tag}.{kinds[0] if kinds else ''}"


def _is_linked(part: PageNode) -> bool:
    return part.tag == "a" or part.find(".//a[@href]") is not None


def _depth(node: PageNode) -> int:
    return sum(1 for _ in node.iterancestors())


def _card(part: Selector, url: str, currency: str | None) -> ShopCard | None:
    title = _title(part)
    link = _link(part, url)
    if title is None or link is None:
        return None
    names = ("src", "data-src", "data-lazy-src", "data-original")
    pictures = [attribute_of(image, name) for image in part.xpath(".//img") for name in names]
    kept = tuple(urljoin(url, one) for one in pictures if one and not one.startswith("data:"))
    return ShopCard(title, link, prices_in(part, currency), kept)


def _title(part: Selector) -> str | None:
    """The first text that can be a title, in full where the card has it in full elsewhere."""
    texts = [text for text in _titles(part) if len(text) <= 300]
    # a heading may be as short as the goods' name; other texts so short are labels
    heading = next((text for node in part.xpath(_TITLES[0]) if (text := text_of(node))), "")
    first = next((text for text in texts if len(text) >= 3 or text == heading), None)
    start = (first or "").rstrip(" .…")
    if first is None or start == first.rstrip(" .") or len(start) < 3:
        return first
    longer = (text for text in texts if text.startswith(start) and not text.endswith(_CUT))
    return next(longer, first)


def _titles(part: Selector) -> Iterator[str]:
    for query in _TITLES:
        for node in part.xpath(query):
            yield attribute_of(node, "title") or text_of(node)
    for image in part.xpath(".//img"):
        yield attribute_of(image, "alt")


def _link(part: Selector, url: str) -> str | None:
    """The address of the shop's own that most of the card's links lead to."""
    hrefs = [part.root.get("href") or ""] if part.root.tag == "a" else []
    hrefs += part.xpath(".//a/@href").getall()
    own = [urljoin(url, one.strip()) for one in hrefs if one and not _OTHER_LINK.search(one)]
    host = urlsplit(url).hostname
    plain = Counter(one.split("#")[0] for one in own if _host(one) == host)
    return plain.most_common(1)[0][0] if plain else None


def _host(link: str) -> str | None:
    try:
        return urlsplit(link).hostname
    except ValueError:
        return None

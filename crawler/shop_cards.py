"""The cards of a shop that nobody described: parts that repeat, each with a price and a link."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree
from parsel import Selector

from crawler.price_text import PageNode, marked_as_prices
from crawler.shown_price import ShownPrices, prices_in
from crawler.visible import shown_text

FEWEST = 4
"""Fewer parts that look alike are no list of goods."""

MOST = 300
HIGHEST = 12
"""Levels above a price at which its card may begin."""

SURE_SHARE = 0.9
"""Of the cards that must have a title and a link of their own, else nothing is said."""

# evaluated by lxml itself: parsel would make a selector of each
_TITLES = (
    etree.XPath(".//*[self::h2 or self::h3 or self::h4 or self::h5]"),
    etree.XPath(".//*[contains(@class,'title') or contains(@class,'name')][not(self::script)]"),
    etree.XPath(".//a[@href]"),
)
_ADDRESSES = ("src", "data-src", "data-lazy-src", "data-original")
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
    cards = [_card(part, url, currency) for part in _parts(root)[:MOST]]
    whole = [card for card in cards if card is not None]
    distinct = {card.link for card in whole}
    sure = len(cards) >= FEWEST and len(distinct) >= SURE_SHARE * len(cards)
    priced = sum(1 for card in whole if card.prices.prices)
    return whole if sure and priced >= len(whole) / 2 else []


def _parts(root: Selector) -> list[PageNode]:
    """The parts that repeat most often around a price and a link; the outermost that still do."""
    levels: dict[tuple[str, str], dict[PageNode, None]] = defaultdict(dict)
    for node in marked_as_prices(root.root):
        for part, above in _ancestors(node):
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


def _card(part: PageNode, url: str, currency: str | None) -> ShopCard | None:
    title = _title(part)
    link = _link(part, url)
    if title is None or link is None:
        return None
    pictures = (image.get(name) for image in part.iter("img") for name in _ADDRESSES)
    kept = tuple(urljoin(url, one) for one in pictures if one and not one.startswith("data:"))
    return ShopCard(title, link, prices_in(Selector(root=part), currency), kept)


def _title(part: PageNode) -> str | None:
    """The first text that can be a title, in full where the card has it in full elsewhere."""
    # a heading may be as short as the goods' name; other texts so short are labels
    heading = next((text for node in _TITLES[0](part) if (text := shown_text(node))), "")
    texts = (text for text in _titles(part) if len(text) <= 300)
    first = next((text for text in texts if len(text) >= 3 or text == heading), None)
    start = (first or "").rstrip(" .…")
    if first is None or start == first.rstrip(" .") or len(start) < 3:
        return first
    rest = (text for text in _titles(part) if len(text) <= 300)
    longer = (text for text in rest if text.startswith(start) and not text.endswith(_CUT))
    return next(longer, first)


def _titles(part: PageNode) -> Iterator[str]:
    for query in _TITLES:
        for node in query(part):
            yield (node.get("title") or "").strip() or shown_text(node)
    for image in part.iter("img"):
        yield (image.get("alt") or "").strip()


def _link(part: PageNode, url: str) -> str | None:
    """The address of the shop's own that most of the card's links lead to."""
    hrefs = [(node.get("href") or "").strip() for node in part.iter("a")]
    counted = Counter(one.split("#")[0] for one in hrefs if one and not _OTHER_LINK.search(one))
    host, own = urlsplit(url).hostname, Counter[str]()
    for href, times in counted.items():
        own[urljoin(url, href)] += times
    plain = [one for one, _ in own.most_common() if _host(one) == host]
    return plain[0] if plain else None


def _host(link: str) -> str | None:
    try:
        return urlsplit(link).hostname
    except ValueError:
        return None

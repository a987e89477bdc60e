"""The heading that names a shop page's goods; banners, logos and promotions have headings too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from parsel import Selector

from crawler.visible import attribute_of, text_of

BANNER = re.compile(r"logo|brand|site-?(?:title|name)|navbar", re.IGNORECASE)
_BADGE = re.compile(r"badge|sticker|flag|label|on-?sale|visually-hidden|sr-only", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+[|–—·:/»-]+\s+|\s*[|»]\s*")
_TEXTS = etree.XPath("descendant::text()[not(ancestor::script or ancestor::style)]")
_OTHERS = "h1, h2, h3, [class*=title], [class*=name]"

_OF_A_PRODUCT = "[class*=product][class*=title], [class*=product][class*=name]"
SHORTEST = 4
"""Characters of a name; what is shorter may stand anywhere."""

LEAST_SHARED = 0.5
"""Of a heading's words that the page's title must have, where nothing else speaks for it."""


def item_heading(root: Selector) -> Selector | None:
    """The heading that shares most words with the page's title.

    Where that is a banner, or has hardly a word of the title, the first one that is word for word
    a part of the title.
    """
    named = [node for node in root.css("h1[itemprop=name], h1 [itemprop=name]") if text_of(node)]
    plain = [node for node in root.css("h1") if text_of(node)]
    title = " ".join((root.css("title::text").get() or "").split())
    best = max(named or plain, key=lambda node: _likeness(node, title), default=None)
    if best is not None and not _is_banner(best) and _shares(text_of(best), title):
        return best if named else next(_first_of(title, best, root), best)
    return next(_parts_of(title, root), best)


def _first_of(title: str, best: Selector, root: Selector) -> Iterator[Selector]:
    """What is marked as a product's name and begins the title, where the heading does not."""
    first = _BETWEEN.split(title)[0].casefold()
    begun = first.startswith(heading_text(best).casefold()) or len(first) < SHORTEST
    for node in () if begun else root.css(_OF_A_PRODUCT):
        if heading_text(node).casefold() == first and not node.xpath("ancestor-or-self::a"):
            yield node


def heading_text(heading: Selector) -> str:
    """What the heading says, without the badges in it."""
    kept = [
        text
        for text in _TEXTS(heading.root)
        if not any(_BADGE.search(name) for name in _names_within(text, heading.root))
    ]
    return " ".join(" ".join(kept).replace("\u200b", "").split()) or text_of(heading)


def _likeness(node: Selector, title: str) -> tuple[int, bool]:
    return len(_words(title) & _words(text_of(node))), not _is_banner(node)


def _is_banner(node: Selector) -> bool:
    names = f"{attribute_of(node, 'class')} {attribute_of(node, 'id')}"
    return bool(BANNER.search(names) or node.xpath("ancestor::header[.//nav]"))


def _shares(text: str, title: str) -> bool:
    words = _words(text)
    return not title or len(words & _words(title)) >= LEAST_SHARED * len(words)


def _parts_of(title: str, root: Selector) -> Iterator[Selector]:
    """The headings that are a part of the title, or what is marked as a title or a name."""
    parts = {part.casefold() for part in _BETWEEN.split(title) if part}
    for node in root.css(_OTHERS) if parts else ():
        if heading_text(node).casefold() in parts and not _is_banner(node):
            yield node


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _names_within(text: object, heading: object) -> Iterator[str]:
    """The classes of what this piece of text stands in, within the heading."""
    node = text.getparent()  # type: ignore[attr-defined]  # lxml's texts know where they stand
    node = node.getparent() if text.is_tail else node  # type: ignore[attr-defined]
    while node is not None and node is not heading:
        yield node.get("class") or ""
        node = node.getparent()

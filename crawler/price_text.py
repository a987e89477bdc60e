"""Texts that are a price and nothing else, as a shop's page cuts and decorates them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Protocol

from lxml import etree

LONGEST = 60
"""Characters; a longer text is a sentence about prices, not a price."""

MOST_PIECES = 120
"""Elements; a part with more is no bare price."""

MARKING = frozenset({"class", "id", "itemprop", "data-testid", "data-hook", "data-test"})
"""Attributes by which a page marks what is a price."""

_NO_TEXT = ("script", "style", "input", "meta")

# evaluated by lxml itself: parsel would make a selector of each
_MARKS = etree.XPath("descendant-or-self::*/@*[contains(., 'rice')]")
_LOUD_MARKS = etree.XPath("descendant-or-self::*/@*[contains(., 'rice') or contains(., 'PRICE')]")
_IS_LOUD = etree.XPath("boolean(descendant-or-self::*/@class[contains(., 'PRICE')])")
texts_with_digits = etree.XPath(
    "descendant::text()[string-length(normalize-space()) < 25]"
    "[translate(., '0123456789', '') != .][not(ancestor::script or ancestor::style)]"
)
_PIECES = etree.XPath("descendant::text()[not(ancestor::script or ancestor::style)]")
_OTHER_TEXT = re.compile(
    r"%|\b(?:save|was|rrp|msrp|list|reg\.?|excl|ex\.? ?(?:vat|tax|gst)|without|bez|ohne|zzgl|hors"
    r"|dropp?e?d?|refund|worth|spend|less|cheaper|reduction|discount|bid|estimate|fee|credit|cashback"
    r"|per|from|shipping|month|off|coupon|earn|points?|netto|hint|over|uvp|instead|statt)\b"
    r"|税抜|税別|/\s?\w|měs|splát|免邮|满\d|返",
    re.IGNORECASE,
)
_TAX_TOLD = re.compile(
    r"[(（](?![^()（）]*(?:抜|別|exc|ohne|zzgl|netto|hors))[^()（）]{0,24}(?:税|vat|gst|mwst|ust|tva|iva|moms|incl|inkl|ttc)[^()（）]{0,24}[)）]"
    r"|税込み?|tax included|(?:inkl|incl)\.? ?(?:\d+ ?% ?)?(?:mwst|ust|vat|gst|moms|tva)?\.?\s*$",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"(?<=[.,]\d\d)\s?\*+$|(?<=[€$£])\s?\*+$")
_SYMBOL = re.compile(
    r"[$€£¥￥₹₩₽₺₴₪฿₫₱]|\b(?:[A-Z]{2}\$|CHF|USD|EUR|GBP|CAD|AUD|SEK|NOK|DKK|PLN|CZK|HUF|RON|JPY|KRW)\b"
    r"|円|元|원|Kč|zł|\bkr\b|руб|\bFt\b|\blei\b|R\$|\bRp\b|\bRM\b"
)
_DOUBLED = re.compile(r"^(.{3,}?)\s*\1$")
_CENTS = re.compile(r"cent|fraction|decimal|penny", re.IGNORECASE)
_CUT_CENTS = re.compile(r"[.,]\d\d(?!\d)")
"""Cents that a page sets off in a piece of their own, with their point."""

_STRUCK = ("del", "s", "strike")


class PageNode(Protocol):
    """What is used of a node of the page's tree."""

    tag: str
    text: str | None
    tail: str | None

    def get(self, key: str) -> str | None:
        """The value of an attribute."""
        ...

    def getparent(self) -> PageNode | None:
        """The node that this one stands in."""
        ...

    def getprevious(self) -> PageNode | None:
        """The node before this one in the same parent."""
        ...

    def itertext(self) -> Iterator[str]:
        """The pieces of text in it."""
        ...

    def find(self, path: str) -> PageNode | None:
        """The first node at this path."""
        ...

    def iter(self, tag: str) -> Iterator[PageNode]:
        """The nodes of this tag in it, itself included."""
        ...

    def iterdescendants(self) -> Iterator[PageNode]:
        """The nodes that stand in this one, in the page's order."""
        ...

    def iterancestors(self) -> Iterator[PageNode]:
        """The nodes that this one stands in, from the inside out."""
        ...

    def iterchildren(self) -> Iterator[PageNode]:
        """The nodes that stand in it, comments among them."""
        ...


def marked_as_prices(area: PageNode) -> list[PageNode]:
    """What this part of the page marks as a price, in its order."""
    marked: dict[PageNode, None] = {}
    for value in (_LOUD_MARKS if _IS_LOUD(area) else _MARKS)(area):
        name = value.attrname
        if name in MARKING and (name == "class" or "rice" in value):
            node = value.getparent()
            marked |= {} if node.tag in _NO_TEXT else {node: None}
    return list(marked)


def price_texts(node: PageNode) -> Iterator[str]:
    """What this node says if it may be one price; else what its parts say, but struck ones."""
    whole = bare_text(node)
    if whole is not None:
        yield whole
    yield _undecorated(node.text or "") or ""
    for part in node.iterchildren():
        if isinstance(part.tag, str) and part.tag not in _STRUCK and not _holds_marked(part):
            yield bare_text(part) or ""


def bare_text(node: PageNode) -> str | None:
    """The node's text with raised cents set off by a point; None where it is no bare price."""
    pieces = ""
    for text in () if _is_large(node) else _PIECES(node):
        words, parent = " ".join(str(text).split()), text.getparent()
        raised = not text.is_tail and (
            parent.tag == "sup" or _CENTS.search(parent.get("class") or "") is not None
        )
        if raised and re.fullmatch(r"\d\d", words) and pieces[-1:].isdigit():
            words = "." + words
        cut = raised or (_CUT_CENTS.match(words) is not None and pieces[-1:].isdigit())
        pieces += words if cut or not pieces else " " + words
        if len(pieces) > LONGEST:
            return None
    doubled = _DOUBLED.match(pieces.replace(" ", ""))
    return _undecorated(doubled[1] if doubled else pieces)


def _is_large(node: PageNode) -> bool:
    """Whether this holds more elements than a price is cut into; looks at no more than these."""
    return next(islice(node.iterdescendants(), MOST_PIECES, None), None) is not None


def is_priced(text: str) -> bool:
    """Whether this text names a currency: numbers without one are prices only where marked so."""
    return _SYMBOL.search(text) is not None


def _undecorated(text: str) -> str | None:
    """The text without what it tells of tax and without footnotes; None where of other prices."""
    plain = _FOOTNOTE.sub("", _TAX_TOLD.sub("", text).strip())
    return None if _OTHER_TEXT.search(plain) or not plain else plain


def _holds_marked(part: PageNode) -> bool:
    """Whether this, or anything in it, is marked as a price: that is read by itself."""
    inside = islice(part.iterdescendants(), MOST_PIECES)
    return any(_is_marked(node) for node in chain((part,), inside) if isinstance(node.tag, str))


def _is_marked(node: PageNode) -> bool:
    names = (node.get(name) or "" for name in ("class", "id", "itemprop", "data-testid"))
    return any("rice" in name for name in names)

"""What a person sees of a page: text without scripts, by selector and in order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from lxml import etree
from parsel import Selector, SelectorList

# evaluated by lxml itself: parsel would make a selector of each piece of text
_TEXT = etree.XPath(
    "descendant-or-self::text()[not(parent::script or parent::style)][not(ancestor::noscript)]"
)
_SHORT_TEXT = (
    "//body//text()[contains(., $word)][string-length(normalize-space()) < 120]"
    "[not(ancestor::script or ancestor::style or ancestor::noscript)]"
)
_CENTS = re.compile(r"cent|fraction|decimal|penny", re.IGNORECASE)
_TWO_DIGITS = re.compile(r"\d\d")


def text_of(node: Selector) -> str:
    """The text within this node, on one line."""
    return " ".join(" ".join(_texts(node)).replace("\u200b", "").split())


def shown_text(node: object) -> str:
    """The text within this node of the tree, as `text_of`."""
    return " ".join(" ".join(_TEXT(node)).replace("\u200b", "").split())


def joined_text(node: Selector) -> str:
    """The text within this node, its pieces joined without space: for prices cut into spans."""
    return " ".join("".join(_texts(node)).replace("\u200b", "").split())


def price_text(node: Selector) -> str:
    """The text within this node as `joined_text`, raised cents set off by a point."""
    pieces = ""
    for text in _TEXT(node.root):
        shown, parent = str(text), text.getparent()
        raised = not text.is_tail and (
            parent.tag == "sup" or _CENTS.search(parent.get("class") or "") is not None
        )
        if raised and _TWO_DIGITS.fullmatch(shown.strip()) and pieces.rstrip()[-1:].isdigit():
            pieces = pieces.rstrip() + "."
        pieces += shown
    return " ".join(pieces.replace("\u200b", "").split())


def first_text(root: Selector, *queries: str) -> tuple[str, str] | None:
    """The first text that one of these CSS queries finds, with where it was: (text, `css:…`)."""
    for query in queries:
        for node in root.css(query):
            if text := text_of(node):
                return text, f"css:{query}"
    return None


def said_shortly(root: Selector, words: Iterable[str]) -> str | None:
    """The first of these words in a short text of its own, with that text: a review is longer."""
    for word in words:
        for text in root.xpath(_SHORT_TEXT, word=word).getall():
            return " ".join(text.split())
    return None


def first_attribute(root: Selector, name: str, *queries: str) -> tuple[str, str] | None:
    """The first value of this attribute among what these CSS queries find, with where it was."""
    for query in queries:
        for node in root.css(query):
            if value := attribute_of(node, name):
                return value, f"css:{query}@{name}"
    return None


def attribute_of(node: Selector, name: str) -> str:
    """The node's attribute, "" where it has none.

    Not by `attrib`: that builds all of them, and raises where a page wrote one of a bad name.
    """
    value = "" if isinstance(node.root, str) else node.root.get(name)
    return (value or "").strip()


def any_of(root: Selector, *queries: str) -> SelectorList[Selector]:
    """What the first of these CSS queries that finds anything finds."""
    for query in queries:
        if found := root.css(query):
            return found
    return SelectorList()


def _texts(node: Selector) -> list[str]:
    if isinstance(node.root, str):
        return [node.root]
    return cast("list[str]", _TEXT(node.root))

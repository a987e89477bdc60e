"""A page parsed once, whose queries cost nothing where the page cannot answer them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Self, cast

import web_poet
from lxml import etree
from parsel import Selector, SelectorList
from parsel.csstranslator import HTMLTranslator

_TRANSLATOR = HTMLTranslator()
_COMMA = re.compile(r",(?![^\[(]*[\])])")
_EXCEPT = re.compile(r":[\w-]+(?:\([^)]*\))?")
_LITERAL = re.compile(r"""[#.]([\w-]+)|\[[\w:-]+[*^$~|]?=\s*["']?([^"'\]]+?)["']?\]""")
# plain strings, so that no node is built for each of them
_IDS = etree.XPath("//@id", smart_strings=False)
_FIRST_OF_ID = etree.XPath("id($name)")
_WITH_IDS = etree.XPath("//*[@id]")
_BY_ID = re.compile(r"#([\w-]+)")

LONG_SCRIPT = 1000
"""Characters from which on leaving a script out costs less than searching it."""


class PageResponse(web_poet.HttpResponse):
    """An answer whose text is decoded and whose tree is built at most once."""

    def __init__(self, url: str, body: bytes, page_text: str, status: int) -> None:
        super().__init__(url, body, status=status, headers={}, encoding="utf-8")
        self._page_text = page_text
        self._page_selector: PageSelector | None = None

    @property
    def text(self) -> str:
        """The page as text."""
        return self._page_text

    @property
    def selector(self) -> Selector:
        """The page's tree; always read as HTML, whatever the page says that it is."""
        if self._page_selector is None:
            # an empty page is no page to parsel
            body = self.body if self.body.strip() else b"<html></html>"
            root = PageSelector(body=body, encoding="utf-8", type="html", base_url=str(self.url))
            root.names = PageNames(self.body, root)
            self._page_selector = root
        return self._page_selector


class PageNames:
    """What names a page's bytes hold, and which nodes have an id; each looked up once."""

    def __init__(self, page: bytes, root: Selector) -> None:
        self.page = _without_scripts(page, root.root)
        self.root = root
        self._known: dict[bytes, bool] = {}
        self._ids: Counter[str] | None = None
        self._by_id: dict[str, list[object]] | None = None

    def holds(self, literals: tuple[bytes, ...]) -> bool:
        """Whether a query that needs all of these can find anything."""
        return all(self._holds(literal) for literal in literals)

    def with_id(self, name: str) -> list[object]:
        """The nodes of this id, in the page's order."""
        if self._ids is None:
            self._ids = Counter(_IDS(self.root.root))
        if not self._ids[name]:
            return []
        # the parser knows the first of each id, or an anchor of that name
        first = list(_FIRST_OF_ID(self.root.root, name=name)) if self._ids[name] == 1 else []
        known = first and first[0].get("id") == name
        return first if known else self._repeated().get(name, [])

    def _repeated(self) -> dict[str, list[object]]:
        if self._by_id is None:
            self._by_id = {}
            for node in _WITH_IDS(self.root.root):
                self._by_id.setdefault(node.get("id"), []).append(node)
        return self._by_id

    def _holds(self, literal: bytes) -> bool:
        known = self._known.get(literal)
        if known is None:
            known = self._known[literal] = literal in self.page
        return known


def _without_scripts(page: bytes, root: Any) -> bytes:
    """The page without the text of its long scripts, in which no element's name stands.

    A text that the page holds more than once stays there at least once, so no name is lost.
    """
    parts, done = [], 0
    for script in root.iter("script"):
        text = script.text or ""
        if len(text) < LONG_SCRIPT:
            continue
        told = text.encode("utf-8", "replace")
        at = page.find(told, done)
        if at >= 0:
            parts.append(page[done:at])
            done = at + len(told)
    return b"\n".join((*parts, page[done:]))


class PageSelector(Selector):
    """A part of a page: a query whose names the page's bytes do not hold is not run."""

    names: PageNames | None = None

    def css(self, query: str) -> SelectorList[Self]:
        """What the CSS query finds, as in any selector."""
        names = self.names
        if names is None:
            return super().css(query)
        possible = [part for part, needed in parts_of(query) if names.holds(needed)]
        if not possible:
            return cast("SelectorList[Self]", self.selectorlist_cls())
        nodes: dict[str, Any] = {}
        whole = self is names.root
        paths = [_by_index(part, names, nodes) if whole else path_of(part) for part in possible]
        return self.xpath(" | ".join(paths), **nodes)

    def xpath(
        self, query: str, namespaces: Mapping[str, str] | None = None, **kwargs: Any
    ) -> SelectorList[Self]:
        """What the XPath finds; the parts found are parts of the same page."""
        found = super().xpath(query, namespaces, **kwargs)
        for part in found:
            part.names = self.names
        return found


def _by_index(part: str, names: PageNames, nodes: dict[str, Any]) -> str:
    """The part as XPath that starts at the nodes of its id, put in as a variable."""
    path, found = path_of(part), _BY_ID.match(part)
    start = f"descendant-or-self::*[@id = '{found[1]}']" if found else ""
    if not found or not path.startswith(start):
        return path
    name = f"n{len(nodes)}"
    nodes[name] = names.with_id(found[1])
    return f"${name}{path.removeprefix(start)}"


@lru_cache(maxsize=2048)
def parts_of(query: str) -> tuple[tuple[str, tuple[bytes, ...]], ...]:
    """The alternatives of a query, each with what a page must hold for it to find anything."""
    parts = [part.strip() for part in _COMMA.split(query)]
    return tuple((part, _needed(part)) for part in parts)


def _needed(part: str) -> tuple[bytes, ...]:
    found = _LITERAL.findall(_EXCEPT.sub("", part))
    names = [name or value for name, value in found]
    return tuple(name.encode() for name in names if re.fullmatch(r"[\w\-=/.]{2,}", name))


@lru_cache(maxsize=2048)
def path_of(part: str) -> str:
    """The part as XPath."""
    return _TRANSLATOR.css_to_xpath(part)

"""A page parsed once, whose queries cost nothing where the page cannot answer them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, Self, cast

import web_poet
from lxml import etree
from lxml.html import HtmlComment, HtmlElement
from parsel import Selector, SelectorList

from crawler.css_paths import Need, parts_of, path_of

_CLASSES = etree.ElementDefaultClassLookup(element=HtmlElement, comment=HtmlComment)
_PARSER = etree.HTMLParser(recover=True, encoding="utf-8", huge_tree=True)
_PARSER.set_element_class_lookup(_CLASSES)
_ELEMENTS = etree.XPath("count(descendant-or-self::*)")
_CLASS_VALUES = etree.XPath("descendant-or-self::*/@class", smart_strings=False)
_IDS = etree.XPath("descendant-or-self::*/@id", smart_strings=False)
_FIRST_OF_ID = etree.XPath("id($name)")
# the attribute's own parent: a step to it would be merged in quadratic time
_ALL_OF_ID = etree.XPath("descendant-or-self::*/@id[. = $name]", smart_strings=True)
_BY_ID = re.compile(r"#([\w-]+)")

FEW = 8_000
"""Elements of a page that may be asked in the quick way; on larger ones it could be slow."""


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
            tree = tree_of(self.body, str(self.url))
            root = PageSelector(root=tree, type="html")
            root.names = PageNames(self.body, tree)
            self._page_selector = root
        return self._page_selector


def tree_of(body: bytes, url: str) -> etree._Element:
    """The tree of a page in UTF-8; an empty page has an empty one.

    Parsel's own parser asks Python for the class of every node that is looked at.
    """
    body = body.replace(b"\x00", b"").strip()
    root = etree.fromstring(body, _PARSER, base_url=url) if body else None
    return etree.fromstring(b"<html></html>", _PARSER) if root is None else root


class PageNames:
    """What names a page's elements bear, and which nodes have an id; each looked up once.

    It knows the tree and no selector, so that a page that was read is freed at once.
    """

    def __init__(self, page: bytes, tree: etree._Element) -> None:
        self.page, self.tree = page, tree
        self.few = _ELEMENTS(tree) < FEW
        self._known: dict[Need, bool] = {}
        self._possible: dict[str, list[str]] = {}
        self._classes: str | None = None
        self._ids: list[str] | None = None
        self._of_id: dict[str, list[object]] = {}

    def possible(self, query: str) -> list[str]:
        """The alternatives of this query that can find anything."""
        known = self._possible.get(query)
        if known is None:
            known = self._possible[query] = [
                part for part, needed in parts_of(query) if all(map(self._holds, needed))
            ]
        return known

    def with_id(self, name: str) -> list[object]:
        """The nodes of this id, in the page's order."""
        known = self._of_id.get(name)
        if known is None:
            known = self._of_id[name] = self._found(name)
        return known

    def _found(self, name: str) -> list[object]:
        times = self._all_ids().count(name)
        # the parser knows the first node of each id, or an anchor of that name
        first = list(_FIRST_OF_ID(self.tree, name=name)) if times == 1 else []
        if first and first[0].get("id") == name:
            return first
        return [one.getparent() for one in _ALL_OF_ID(self.tree, name=name)] if times else []

    def _holds(self, need: Need) -> bool:
        known = self._known.get(need)
        if known is None:
            known = self._known[need] = self._looked_up(*need)
        return known

    def _looked_up(self, kind: str, name: str) -> bool:
        if kind == "#":
            return name in self._all_ids()
        return f" {name} " in self._class_words() if kind == "." else name.encode() in self.page

    def _all_ids(self) -> list[str]:
        if self._ids is None:
            self._ids = _IDS(self.tree)
        return self._ids

    def _class_words(self) -> str:
        """All classes of the page's elements, a space before and after each."""
        if self._classes is None:
            words = " ".join(set(_CLASS_VALUES(self.tree))).split()
            self._classes = f" {' '.join(words)} "
        return self._classes


class PageSelector(Selector):
    """A part of a page: a query whose names the page does not hold is not run."""

    names: PageNames | None = None

    def css(self, query: str) -> SelectorList[Self]:
        """What the CSS query finds, as in any selector."""
        names = self.names
        if names is None:
            return super().css(query)
        if not (possible := names.possible(query)):
            return cast("SelectorList[Self]", self.selectorlist_cls())
        nodes: dict[str, Any] = {}
        whole = self.root is names.tree
        paths = [
            _by_index(part, names, nodes) if whole else path_of(part, quick=names.few)
            for part in possible
        ]
        if names.few or len(paths) == 1:
            return self.xpath(" | ".join(paths), **nodes)
        each = [found for path in paths if (found := _compiled(path)(self.root, **nodes))]
        joint = list(chain.from_iterable(each))
        return self._parts(joint if len(each) == 1 else _in_order(joint, self.root))

    def xpath(
        self, query: str, namespaces: Mapping[str, str] | None = None, **kwargs: Any
    ) -> SelectorList[Self]:
        """What the XPath finds; the parts found are parts of the same page."""
        if namespaces or not etree.iselement(self.root):
            return super().xpath(query, namespaces, **kwargs)
        found = _compiled(query)(self.root, **kwargs)
        return self._parts(found if isinstance(found, list) else [found])

    def _parts(self, found: Iterable[object]) -> SelectorList[Self]:
        parts = [self.__class__(root=one, type="html") for one in found]
        for part in parts:
            part.names = self.names
        return cast("SelectorList[Self]", self.selectorlist_cls(parts))


def _in_order(found: list[Any], root: Any) -> list[Any]:
    """Each node once, in the page's order; one query of all needs the square of their number."""
    if any(isinstance(one, str) for one in found):
        return found
    place = {node: at for at, node in enumerate(root.iter())}
    return sorted(dict.fromkeys(found), key=place.__getitem__)


@lru_cache(maxsize=2048)
def _compiled(query: str) -> etree.XPath:
    return etree.XPath(query, smart_strings=False)


def _by_index(part: str, names: PageNames, nodes: dict[str, Any]) -> str:
    """The part as XPath that starts at the nodes of its id, put in as a variable."""
    found = _BY_ID.match(part)
    path = path_of(part, quick=False) if found else path_of(part, quick=names.few)
    start = f"descendant-or-self::*[@id = '{found[1]}']" if found else ""
    if not found or not path.startswith(start):
        return path
    name = f"n{len(nodes)}"
    nodes[name] = names.with_id(found[1])
    return f"${name}{path.removeprefix(start)}"

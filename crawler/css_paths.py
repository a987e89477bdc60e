"""CSS queries as XPath: what a page must hold for one to find anything, and the quicker way."""

from __future__ import annotations

import re
from functools import lru_cache

from parsel.csstranslator import HTMLTranslator

_TRANSLATOR = HTMLTranslator()
_COMMA = re.compile(r",(?![^\[(]*[\])])")
_EXCEPT = re.compile(r":[\w-]+(?:\([^)]*\))?")
_LITERAL = re.compile(r"""([#.])([\w-]+)|(\[)[\w:-]+[*^$~|]?=\s*["']?([^"'\]]+?)["']?\]""")
_A_CLASS = re.compile(
    r"\[@class and contains\(@class, '([^']+)'\)"
    r" and contains\(concat\(' ', normalize-space\(@class\), ' '\), ' \1 '\)\]"
)
_A_VALUE = re.compile(r"\[@([\w-]+) = '([^']*)'\]")


Need = tuple[str, str]
"""What a query needs: `#` and an id, `.` and a class, `[` and what an attribute's value holds."""


@lru_cache(maxsize=2048)
def parts_of(query: str) -> tuple[tuple[str, tuple[Need, ...]], ...]:
    """The alternatives of a query, each with what a page must hold for it to find anything."""
    parts = [part.strip() for part in _COMMA.split(query)]
    return tuple((part, _needed(part)) for part in parts)


def _needed(part: str) -> tuple[Need, ...]:
    found = _LITERAL.findall(_EXCEPT.sub("", part))
    needs = [(kind or value_kind, name or value) for kind, name, value_kind, value in found]
    return tuple(need for need in needs if re.fullmatch(r"[\w\-=/.]{2,}", need[1]))


@lru_cache(maxsize=2048)
def path_of(part: str, *, quick: bool) -> str:
    """The part as XPath.

    The quick one goes to the attributes and back: half the work for each element of the page, but
    going back costs the square of what is found.
    """
    path = _TRANSLATOR.css_to_xpath(part)
    return _A_VALUE.sub(r"/@\1[. = '\2']/..", _A_CLASS.sub(_to_a_class, path)) if quick else path


def _to_a_class(found: re.Match[str]) -> str:
    name, whole = found[1], "concat(' ', normalize-space(), ' ')"
    return f"/@class[contains(., '{name}') and contains({whole}, ' {name} ')]/.."

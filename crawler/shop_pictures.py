"""The pictures that a person sees beside the title, found without knowing the shop."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urljoin

from parsel import Selector

from crawler.price_text import PageNode
from crawler.visible import text_of

LEVELS = 8
"""So far above the heading a gallery may begin."""

SHARE = 0.8
"""Of the title's words that a picture's own description must have, and no more than these."""

_ADDRESSES = ("data-zoom-image", "data-large_image", "src", "data-src", "data-lazy-src")


def shown_pictures(heading: Selector, url: str) -> list[str]:
    """The addresses of the pictures near this heading that bear its words, made absolute.

    A picture within a link to another page belongs to other goods, and is left out.
    """
    title, seen = text_of(heading), dict[PageNode, str | None]()
    for area in islice(heading.root.iterancestors(), LEVELS):
        images = list(area.iter("img"))
        for image in images:
            if image not in seen:
                seen[image] = _own(image, title, url)
        if found := [link for image in images if (link := seen[image])]:
            return found
    return []


def _own(image: PageNode, title: str, url: str) -> str | None:
    if not _akin(image.get("alt") or image.get("title") or "", title):
        return None
    around = next((node for node in image.iterancestors() if node.tag == "a"), None)
    href = (around.get("href") or "").strip() if around is not None else ""
    if href and not re.search(r"^#|\.(?:jpe?g|png|webp|avif|gif)(?:$|\?)", href, re.IGNORECASE):
        return None
    links = ((image.get(name) or "").strip() for name in _ADDRESSES)
    link = next((one for one in links if one and not one.startswith("data:")), None)
    return urljoin(url, link) if link else None


def _akin(alt: str, title: str) -> bool:
    """Whether these are the same words, but for few: goods of one shop are often named alike."""
    left, right = (set(re.findall(r"\w+", text.casefold())) for text in (alt, title))
    return bool(left and right) and len(left & right) >= SHARE * len(left | right)

"""The pictures that a person sees beside the title, found without knowing the shop."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from parsel import Selector

from crawler.visible import attribute_of, text_of

LEVELS = 8
"""So far above the heading a gallery may begin."""

SHARE = 0.8
"""Of the title's words that a picture's own description must have, and no more than these."""

_ADDRESSES = ("data-zoom-image", "data-large_image", "src", "data-src", "data-lazy-src")


def shown_pictures(heading: Selector, url: str) -> list[str]:
    """The addresses of the pictures near this heading that bear its words, made absolute.

    A picture within a link to another page belongs to other goods, and is left out.
    """
    title = text_of(heading)
    for area in heading.xpath(f"ancestor::*[position() <= {LEVELS}]")[::-1]:
        if found := [link for image in area.xpath(".//img") if (link := _own(image, title, url))]:
            return found
    return []


def _own(image: Selector, title: str, url: str) -> str | None:
    if not _akin(attribute_of(image, "alt") or attribute_of(image, "title"), title):
        return None
    href = image.xpath("ancestor::a[1]/@href").get()
    if href and not re.search(r"^#|\.(?:jpe?g|png|webp|avif|gif)(?:$|\?)", href, re.IGNORECASE):
        return None
    links = (attribute_of(image, name) for name in _ADDRESSES)
    link = next((one for one in links if one and not one.startswith("data:")), None)
    return urljoin(url, link) if link else None


def _akin(alt: str, title: str) -> bool:
    """Whether these are the same words, but for few: goods of one shop are often named alike."""
    left, right = (set(re.findall(r"\w+", text.casefold())) for text in (alt, title))
    return bool(left and right) and len(left & right) >= SHARE * len(left | right)

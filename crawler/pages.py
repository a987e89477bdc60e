"""What a page object is given and what it gives: an answer in, a reading out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self
from urllib.parse import urljoin

import web_poet
from parsel import Selector

from config.profiles import PlatformProfile
from domain.listings import ListingFacts, PageReading, PictureLink, PlatformSlug

NOT_SHOWN = "the page does not show it"
"""Why a value is missing, where nothing more precise is known."""

EXPLAINED = ("item_id", "url", "title", "price", "seller", "images", "availability")
"""The fields of which a reading always says why they are missing."""


NAMES = ("seller", "brand", "title")
AN_ADDRESS = re.compile(r"^(?:https?:)?//|^www\.\S+$|^/[\w-]+/\S*$", re.IGNORECASE)
"""Markup that names a seller may hold the seller's address instead; that is no name."""


NO_PAGE = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""Addresses that lead to no page: scripts, data, files, mail."""

SAVED_COPY = "a picture's address is that of a saved copy beside the page"
_SAVED = re.compile(
    r"^(?:\./)?[^:?#]{1,200}_files/([^/?#]{6,120}?)\.(?:jpe?g|png|webp|gif|avif)(?![a-z])",
    re.IGNORECASE,
)


def saved_picture(address: object, page_url: str) -> PictureLink | None:
    """The picture that a browser saved beside the page; its file's name is the platform's own.

    Its address is made absolute as if the file lay where the page was.
    """
    link = address.strip() if isinstance(address, str) else ""
    found = _SAVED.match(link)
    return PictureLink(urljoin(page_url, link), found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Answer:
    """The bytes that one address gave, saved or fetched just now."""

    url: str
    body: bytes
    status: int = 200
    content_type: str | None = None
    captured_at: datetime | None = None

    def response(self) -> web_poet.HttpResponse:
        """The same answer as web-poet's response."""
        headers = {"Content-Type": self.content_type} if self.content_type else {}
        return web_poet.HttpResponse(self.url, self.body, status=self.status, headers=headers)


class MarketplacePage(web_poet.WebPage[PageReading]):
    """A page of one platform. A page object subclasses this and writes `reading`.

    `reading` never raises on what a page holds: what it cannot prove is a state
    (`unknown_layout`, `partial`), and what it does not see is None with a reason.
    """

    def __init__(self, response: web_poet.HttpResponse, profile: PlatformProfile) -> None:
        super().__init__(response)
        self.profile = profile

    @property
    def selector(self) -> Selector:
        """The response's own tree, so that a page is parsed once."""
        return self.response.selector

    def reading(self) -> PageReading:
        """The page's state with its signs, and the listings on it in page order."""
        raise NotImplementedError


@dataclass(slots=True)
class FactsDraft:
    """Collects what a page tells of one listing, each value with where it was read.

    The first value given for a field stays; a later one that differs can be told with `warn`.
    """

    platform: str
    site: str
    values: dict[str, object] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def put(self, name: str, value: object, source: str) -> Self:
        """Keep this value unless it is empty or the field is already known."""
        empty = value is None or value in ("", (), {})
        if name in NAMES and isinstance(value, str) and AN_ADDRESS.match(value.strip()):
            empty = True
        if name == "url" and isinstance(value, str) and NO_PAGE.match(value.strip()):
            empty = True
        if not empty and name not in self.values:
            self.values[name] = value
            self.sources[name] = source
        return self

    def miss(self, name: str, reason: str) -> Self:
        """Say why a field has no value; the first reason stays."""
        self.missing.setdefault(name, reason)
        return self

    def warn(self, text: str) -> Self:
        """Say something that a reader of these facts must know."""
        if text not in self.warnings:
            self.warnings.append(text)
        return self

    def facts(self) -> ListingFacts:
        """The finished facts; every explained field without a value says why."""
        reasons = {
            name: self.missing.get(name, NOT_SHOWN)
            for name in (*EXPLAINED, *self.missing)
            if name not in self.values
        }
        return ListingFacts(
            platform=PlatformSlug(self.platform),
            site=self.site,
            sources=dict(sorted(self.sources.items())),
            missing=dict(sorted(reasons.items())),
            warnings=tuple(self.warnings),
            **self.values,  # type: ignore[arg-type]  # keys are field names, checked by the record
        )

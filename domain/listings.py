"""Listings: what is offered, as far as a page told it, and each time it was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from domain.digests import Sha256, digest_of, sha256_of
from domain.records import to_plain

PlatformSlug = NewType("PlatformSlug", str)
ListingId = NewType("ListingId", int)
SightingId = NewType("SightingId", int)


LONGEST_ITEM_ID = 120
"""Characters; whatever is longer on a page is no item id."""


class PageState(StrEnum):
    """What a page is, by a positive sign. Only ok, empty and gone say anything of listings."""

    OK = "ok"
    EMPTY = "empty"
    PARTIAL = "partial"
    LOGIN = "login"
    BLOCKED = "blocked"
    GONE = "gone"
    UNKNOWN_LAYOUT = "unknown_layout"
    ERROR = "error"


class PageKind(StrEnum):
    """One listing's own page, or a page of several (search, shop, feed, interface answer)."""

    ITEM = "item"
    LISTING = "listing"


class Availability(StrEnum):
    """Whether the page lets one buy, in schema.org's words."""

    IN_STOCK = "InStock"
    OUT_OF_STOCK = "OutOfStock"


class Lane(StrEnum):
    """How the page was had, in the order of preference."""

    API = "api"
    HTTP = "http"
    BROWSER = "browser"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a named currency (ISO 4217), as a buyer would pay it.

    Raises:
        ValueError: The amount is negative or not a number, or the currency is not three letters.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        """Refuse what cannot be a price."""
        if not self.amount.is_finite() or self.amount < 0:
            raise ValueError(f"{self.amount} is no price.")
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise ValueError(f"{self.currency!r} is no ISO 4217 code.")


@dataclass(frozen=True, slots=True)
class PictureLink:
    """Where a listing's picture lies, and the part of the address that its size leaves alone."""

    url: str
    key: str


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """What one page told of one listing.

    A value that the page does not have is None, and `missing` says why; `sources` says where each
    value was read (`state:runParams`, `jsonld`, `css:h1`, `guessed:h1`). A price of no currency is
    not given.
    """

    platform: PlatformSlug
    site: str
    item_id: str | None = None
    url: str | None = None
    title: str | None = None
    price: Money | None = None
    price_max: Money | None = None
    list_price: Money | None = None
    seller: str | None = None
    seller_id: str | None = None
    brand: str | None = None
    description: str | None = None
    availability: Availability | None = None
    images: tuple[PictureLink, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def texts(self) -> dict[str, str | None]:
        """What a page tells in words, by field; attributes as one text with a line each.

        A place in such a text is what a span counts from.
        """
        lines = [f"{name}: {value}" for name, value in self.attributes.items()]
        return {
            "title": self.title,
            "brand": self.brand,
            "description": self.description,
            "attributes": "\n".join(lines) or None,
            "seller": self.seller,
        }


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a saved or fetched page is, and the listings on it, in page order.

    `signs` are the marks that prove the state (`css:div.results`, `text:No longer available`).
    `item_links` are further item pages to visit; `total` is the count that the platform states.
    """

    platform: PlatformSlug
    url: str
    kind: PageKind
    state: PageState
    signs: tuple[str, ...] = ()
    listings: tuple[ListingFacts, ...] = ()
    total: int | None = None
    next_url: str | None = None
    item_links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class ListingKey:
    """What makes a listing the same listing: platform, site and the platform's own item id."""

    platform: PlatformSlug
    site: str
    item_id: str


@dataclass(frozen=True, slots=True)
class SeenPicture:
    """A listing's picture as it was fetched; without bytes, `reason` says why."""

    url: str
    key: str
    sha256: Sha256 | None = None
    media_type: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes kept of a page: the raw answer, the rendered page, or its screenshot."""

    kind: str
    sha256: Sha256
    media_type: str
    size_bytes: int
    url: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """One look at one listing: the facts, the pictures and the page bytes they came from.

    Appended, never changed. `seen_at` is aware UTC. A manual intake carries the day the page was
    captured by whoever saved it, and `lane` says so.
    """

    key: ListingKey
    facts: ListingFacts
    seen_at: datetime
    lane: Lane
    page_state: PageState
    pictures: tuple[SeenPicture, ...] = ()
    captures: tuple[Capture, ...] = ()

    @property
    def content_digest(self) -> Sha256:
        """The digest of what was offered, without when: equal means that nothing changed."""
        pictures = [[picture.key, picture.sha256] for picture in self.pictures]
        return digest_of([to_plain(self.key), to_plain(self.facts), pictures])

    @property
    def digest(self) -> Sha256:
        """The digest of the whole look, time and captures included."""
        return digest_of(to_plain(self))


def key_of(facts: ListingFacts) -> ListingKey | None:
    """The key of this listing; by the digest of its link where the page hides the item id.

    Returns:
        None where the page gives neither an item id nor a link: such a card cannot be followed.
    """
    if facts.item_id and len(facts.item_id) <= LONGEST_ITEM_ID:
        return ListingKey(facts.platform, facts.site, facts.item_id)
    if facts.url:
        return ListingKey(facts.platform, facts.site, "link-" + sha256_of(facts.url.encode())[:20])
    return None

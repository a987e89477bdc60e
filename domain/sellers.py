"""Sellers as far as a case needs them: what they offer, and the facts that others share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.candidates import CandidateId
from domain.listings import ListingId


class SharedFact(StrEnum):
    """A fact that two sellers' listings have in common. It ties listings, not persons."""

    PICTURE = "picture"
    TITLE = "title"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class SellerLine:
    """A seller in a list, with how many listings stand where."""

    platform: str
    seller: str
    listings: int
    states: Mapping[str, int] = field(default_factory=dict)
    filed: int = 0


@dataclass(frozen=True, slots=True)
class SellersListing:
    """One listing of a seller, with its candidate where it has one."""

    listing: ListingId
    item_id: str
    url: str | None
    title: str | None
    first_seen_at: datetime
    last_seen_at: datetime
    candidate: CandidateId | None = None
    state: str | None = None
    right: str | None = None
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """What one other seller's listings have in common with this one's, byte for byte."""

    platform: str
    seller: str
    fact: SharedFact
    value: str
    listings: int


@dataclass(frozen=True, slots=True)
class SellerPage:
    """All that is known of one seller on one platform, for those who work on its cases."""

    platform: str
    seller: str
    listings: tuple[SellersListing, ...]
    shared: tuple[Shared, ...]

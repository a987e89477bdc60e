"""Scans: what is asked of a platform, address by address, and when a domain may be asked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from domain.listings import ListingId, PageKind

ScanId = NewType("ScanId", int)
AskId = NewType("AskId", int)


class Purpose(StrEnum):
    """What a scan is for: searches, addresses a person named, or listings that are watched."""

    SEARCH = "search"
    ADDRESS = "address"
    WATCH = "watch"


@dataclass(frozen=True, slots=True)
class Ask:
    """An address to be asked: what is expected there, and the search that leads to it.

    `listing` is the one whose own page this is, where it is watched.
    """

    url: str
    kind: PageKind
    term: str = ""
    page: int = 1
    listing: ListingId | None = None


@dataclass(frozen=True, slots=True)
class Lease:
    """An address that a crawl was given to ask; `tries` counts this one.

    `refusals` counts the tries before that the platform or the way to it refused; of the others
    nobody knows what came, as the crawl was cut off.
    """

    id: AskId
    ask: Ask
    tries: int
    refusals: int = 0


@dataclass(frozen=True, slots=True)
class OpenScan:
    """A scan that has not been closed: its folder's name, and when it was begun."""

    id: ScanId
    name: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class ClosedScan:
    """How an earlier scan ended, and what it measured of itself.

    `degraded` says why nothing may be concluded from what it did not see; None where it may.
    """

    platform: str
    name: str
    started_at: datetime
    closed_at: datetime
    reason: str
    health: Mapping[str, float] = field(default_factory=dict)
    degraded: str | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """When a domain may be asked again, as the last scan left it; times are aware UTC."""

    host: str
    not_before: datetime
    opened_at: datetime | None = None
    openings: int = 0
    waits: int = 0
    failing: tuple[str, ...] = ()

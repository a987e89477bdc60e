"""Captures for evidence: a listing's page recorded whole, when a person found infringement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from domain.digests import Sha256
from domain.listings import ListingFacts, ListingId, PageState

CaptureId = NewType("CaptureId", int)


class CapturePurpose(StrEnum):
    """Why a page is captured."""

    CANDIDATE = "candidate"
    """Before a person has looked: pages go fast."""
    CONFIRMATION = "confirmation"
    SECOND_LOOK = "second_look"
    """At another time, to see whether the first one is borne out."""


class CaptureState(StrEnum):
    """How far a capture is."""

    WAITING = "waiting"
    TAKEN = "taken"
    FAILED = "failed"
    ERASED = "erased"
    """Its files are gone; the log says which, and that they were there."""


MANUAL_LACKS: Mapping[str, str] = {
    "network": "the page was saved by a person; its connections were not recorded",
    "tls": "the page was saved by a person; the certificates were not recorded",
    "http": "the page was saved by a person; the server's headers were not recorded",
    "tools": "what the person's browser was is not recorded",
    "clean_environment": "the page was saved in a person's own browser",
    "steps": "what the person did is not recorded",
    "time.clock": "the clock of the person's machine was not measured",
    "time.http_date": "the server's clock was not recorded",
}
"""Fields of a capture's circumstances that a page saved by hand cannot have, with the reason."""


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One file of a capture."""

    name: str
    media_type: str
    sha256: Sha256
    size_bytes: int


@dataclass(frozen=True, slots=True)
class TakenPage:
    """What a finished capture holds, and what the page objects read on the page it shows."""

    slug: str
    final_url: str
    taken_at: datetime
    page_state: PageState
    files: tuple[EvidenceFile, ...]
    facts: ListingFacts | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceCapture:
    """A page that is to be captured, or was."""

    id: CaptureId
    listing: ListingId
    url: str
    purpose: CapturePurpose
    state: CaptureState
    next_try_at: datetime
    tries: int = 0
    reason: str | None = None
    taken: TakenPage | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """One fact of two looks at a listing, side by side; None where a look did not show it."""

    fact: str
    first: str | None
    second: str | None

    @property
    def agrees(self) -> bool | None:
        """Whether both say the same; None where one of them does not say."""
        if self.first is None or self.second is None:
            return None
        return self.first == self.second


@dataclass(frozen=True, slots=True)
class TwoLooks:
    """Two captures of one listing, and what they agree on."""

    first: TakenPage
    second: TakenPage
    compared: tuple[Agreement, ...]


def two_looks(captures: Iterable[EvidenceCapture]) -> TwoLooks | None:
    """The first and the last capture on which facts were read; None where there are not two."""
    read = [one.taken for one in captures if one.taken and one.taken.facts]
    if len(read) < 2:
        return None
    first, second = read[0], read[-1]
    if first.facts is None or second.facts is None:
        return None
    return TwoLooks(first, second, agreements(first.facts, second.facts))


def agreements(first: ListingFacts, second: ListingFacts) -> tuple[Agreement, ...]:
    """What two independent looks at one listing agree on, fact by fact."""
    one, other = _told(first), _told(second)
    return tuple(Agreement(fact, one[fact], other[fact]) for fact in one)


def _told(facts: ListingFacts) -> Mapping[str, str | None]:
    price = facts.price
    return {
        "platform": facts.platform,
        "item": facts.item_id,
        "title": facts.title,
        "price": f"{price.amount.normalize():f} {price.currency}" if price else None,
        "seller": facts.seller,
        "pictures": " ".join(sorted({one.key for one in facts.images})) or None,
    }

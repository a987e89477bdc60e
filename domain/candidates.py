"""Candidates: a listing beside a right, and why they look alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from domain.digests import Sha256
from domain.languages import Sentence
from domain.listings import ListingId, SightingId
from domain.placements import Placement
from domain.rights import RightSlug

CandidateId = NewType("CandidateId", int)


class Band(StrEnum):
    """How far a score reaches: shown first, shown after, or only logged."""

    SUGGEST = "suggest"
    REVIEW = "review"
    LOG = "log"


class Queue(StrEnum):
    """What a candidate is put up as, so that likes are decided together."""

    MAIN = "main"
    COMPATIBLE = "compatible"
    OBFUSCATED = "obfuscated"


class CandidateState(StrEnum):
    """Where a candidate stands."""

    SUGGESTED = "suggested"
    INFRINGING = "infringing"
    CLEARED = "cleared"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Span:
    """The exact place in a listing's text, counted in characters of the original."""

    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class PicturePair:
    """Two pictures and the distance of their prints (bits of the named hash)."""

    listing_picture: Sha256
    reference_picture: Sha256
    print_name: str
    distance_bits: int
    turn: str = "as is"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one signal says of a pair: 0 (nothing) to 1, with the place that shows it.

    `also` are further places that say the same.
    """

    signal: str
    value: float
    sentence: Sentence
    span: Span | None = None
    pictures: PicturePair | None = None
    placement: Placement | None = None
    detail: Mapping[str, str] = field(default_factory=dict)
    also: tuple[Span, ...] = ()

    def spans(self) -> tuple[Span, ...]:
        """Every place that shows it, the most telling first."""
        return (self.span, *self.also) if self.span else self.also


@dataclass(frozen=True, slots=True)
class Score:
    """All readings of a pair weighed by a scorecard of a named version: 0 to 1, and its band.

    Attributes:
        queue: A use for fit is put up apart, and so is a disguised name that nothing else backs.
    """

    value: float
    band: Band
    readings: tuple[Reading, ...]
    scorecard: str
    queue: Queue = Queue.MAIN


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listing to put beside a right; it names the sighting that was scored."""

    id: CandidateId
    listing: ListingId
    right: RightSlug
    sighting: SightingId
    sighting_digest: Sha256
    score: Score
    state: CandidateState
    suggested_at: datetime

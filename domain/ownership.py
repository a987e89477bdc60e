"""Ownership: the exhibits of a right, what they show, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.digests import Sha256
from domain.languages import Sentence
from domain.rights import HolderSlug, RightSlug


class ExhibitKind(StrEnum):
    """What a piece of evidence is."""

    IDENTITY = "identity"
    POWER_OF_ATTORNEY = "power_of_attorney"
    MARK_CERTIFICATE = "mark_certificate"
    ORIGINAL = "original"
    LAYERED_SOURCE = "layered_source"
    RAW_PHOTO = "raw_photo"
    DRAFT = "draft"
    SHOOTING_SET = "shooting_set"
    FIRST_PUBLICATION = "first_publication"
    EMPLOYMENT = "employment"
    COMMISSION = "commission"
    ASSIGNMENT = "assignment"
    LICENCE = "licence"
    TIME_STAMP = "time_stamp"
    NOTARY = "notary"
    CERTIFIER = "certifier"
    WORK_CERTIFICATE = "work_certificate"
    DECLARATION = "declaration"


class Question(StrEnum):
    """The five questions that a proof of ownership answers."""

    AUTHOR = "author"
    DATE = "date"
    TITLE = "title"
    STANDING = "standing"
    SAME_WORK = "same_work"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One document or file, kept by its bytes, taken in by a named person."""

    right: RightSlug | None
    holder: HolderSlug
    kind: ExhibitKind
    sha256: Sha256
    file_name: str
    media_type: str
    size_bytes: int
    taken_in_at: datetime
    taken_in_by: str
    described: str
    dated: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that nothing answers yet, and the cheapest thing that would."""

    question: Question
    wanted: tuple[ExhibitKind, ...]
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, and the exhibits (by digest) that answer it in a named way of proof."""

    question: Question
    way: str
    exhibits: tuple[Sha256, ...]
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class OwnershipProof:
    """What can be shown of one right today, and what cannot."""

    right: RightSlug
    answers: tuple[Answer, ...]
    gaps: tuple[Gap, ...]

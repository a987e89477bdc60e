"""Ownership: the exhibits of a right, what they show, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.digests import Sha256
from domain.grades import Grade, Jurisdiction, Level
from domain.languages import Sentence
from domain.rights import AgentSlug, HolderSlug, RightSlug


class ExhibitKind(StrEnum):
    """What a piece of evidence is."""

    IDENTITY = "identity"
    POWER_OF_ATTORNEY = "power_of_attorney"
    AGENT_IDENTITY = "agent_identity"
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
    CONTENT_CREDENTIALS = "content_credentials"
    DESIGN_CERTIFICATE = "design_certificate"
    DESIGN_VIEWS = "design_views"
    ANNUAL_FEE = "annual_fee"
    EVALUATION_REPORT = "evaluation_report"
    APPEARANCE = "appearance"
    FIRST_USE = "first_use"
    SALES_RECORD = "sales_record"
    ADVERTISING = "advertising"
    RECOGNITION = "recognition"


class Question(StrEnum):
    """The five questions that a proof of ownership answers."""

    AUTHOR = "author"
    DATE = "date"
    TITLE = "title"
    STANDING = "standing"
    SAME_WORK = "same_work"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One document or file, kept by its bytes, taken in by a named person.

    It belongs to a right, to a holder as a whole, or to an agent; a power of attorney is its
    holder's and names the agent. `source` says where it came from, as far as that is told.
    What it says is told with it where somebody looked: the names of author or owner that it
    `bears`; the parties of a contract (of an employment: employee, then employer); whether a
    `clause` gives the right (or, of a licence, leave to enforce); the term it covers; the
    platforms a power of attorney is for (none: every one) and its `scope`: rights by slug or kinds
    of rights (none: all); whether a publication is a
    `third_party`'s; the digest that a time stamp `stamps`. `confirmed_by` compared the paper with
    what is told of it.
    """

    right: RightSlug | None
    holder: HolderSlug | None
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
    confirmed_by: str | None = None
    bears: tuple[str, ...] = ()
    giver: str | None = None
    taker: str | None = None
    clause: bool | None = None
    term_from: date | None = None
    term_until: date | None = None
    platforms: tuple[str, ...] = ()
    third_party: bool = False
    stamps: Sha256 | None = None
    agent: AgentSlug | None = None
    scope: tuple[str, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that nothing answers yet, and the cheapest thing that would."""

    question: Question
    wanted: tuple[ExhibitKind, ...]
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, the exhibits (by digest) that answer it, and the named condition they met."""

    question: Question
    way: str
    exhibits: tuple[Sha256, ...]
    sentence: Sentence
    level: Level = Level.STATED
    condition: str = "stated"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A fact that speaks against the claim, with the exhibits it was found in; always shown.

    One that `blocks` leaves the file not ready for a route; where it rests on some laws alone
    (`laws`), it counts under those.
    """

    code: str
    sentence: Sentence
    exhibits: tuple[Sha256, ...] = ()
    blocks: bool = False
    laws: tuple[Jurisdiction, ...] = ()

    def counts_under(self, law: Jurisdiction) -> bool:
        """Whether it speaks against a claim under this law."""
        return not self.laws or law in self.laws


@dataclass(frozen=True, slots=True)
class NextStep:
    """The cheapest thing that leads a question to the next grade, under one law."""

    jurisdiction: Jurisdiction
    grade: Grade
    question: Question | None
    condition: str
    wanted: tuple[ExhibitKind, ...]
    effort: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class OwnershipProof:
    """What can be shown of one right today, and what cannot.

    Answers and gaps are those of PRC law; `grades` holds the grade under each law. A proof that
    was kept before grades were given has none.
    """

    right: RightSlug
    answers: tuple[Answer, ...]
    gaps: tuple[Gap, ...]
    contradictions: tuple[Contradiction, ...] = ()
    grades: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[NextStep, ...] = ()

"""The record of one mention: what was found, where, how, and what speaks for and against it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.candidates import Band
from domain.rights import NameKind, RightSlug


class UseContext(StrEnum):
    """How a name is used, as far as the words around it tell."""

    BRAND = "brand"
    COMPATIBLE = "compatible"
    WORD = "word"
    COMPARISON = "comparison"


class Channel(StrEnum):
    """How a name was recognised, from the plainest way to the most roundabout."""

    EXACT = "exact"
    GAP = "gap"
    ALIAS = "alias"
    KANA = "kana"
    SKELETON = "skeleton"
    PINYIN = "pinyin"
    ROMANISED = "romanised"
    SPLIT = "split"
    SHAPE = "shape"
    MASK = "mask"
    TYPO = "typo"
    PINYIN_FUZZY = "pinyin_fuzzy"
    SUBSTITUTED = "substituted"
    ORDER = "order"
    INITIALS = "initials"


class Guard(StrEnum):
    """A reason why what looks like the name may be something else; each lowers the score."""

    ORDINARY_WORD = "ordinary_word"
    KNOWN_WORD = "known_word"
    INSIDE_WORD = "inside_word"
    SHORT_NAME = "short_name"
    NEEDS_EVIDENCE = "needs_evidence"
    FORBIDDEN_WORD = "forbidden_word"
    REQUIRED_WORD_MISSING = "required_word_missing"
    OTHER_BRAND_DECLARED = "other_brand_declared"
    ALLOWED_USE = "allowed_use"


class Field(StrEnum):
    """The text of a listing that a mention stands in."""

    TITLE = "title"
    BRAND = "brand"
    DESCRIPTION = "description"
    ATTRIBUTES = "attributes"
    SELLER = "seller"
    SHOP = "shop"
    PICTURE = "picture_text"


class Tier(StrEnum):
    """What a code word of the trade says: an imitation, or goods of doubtful way."""

    COUNTERFEIT = "counterfeit"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class CodeWord:
    """A code word of the trade beside a mark, at its place in the original text."""

    text: str
    tier: Tier
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SoughtName:
    """One spelling that is looked for, and in which ways.

    Attributes:
        text: The spelling as a person wrote it.
        kind: Short forms and nicknames stand for approved aliases; what no person approved is
            never handed over.
        channels: The ways allowed; None for those that fit its length and script.
        needs_evidence: Whether it is suggested only beside goods of the mark or a code word;
            None for what fits its kind, length and script.
    """

    text: str
    kind: NameKind = NameKind.REGISTERED
    channels: frozenset[Channel] | None = None
    needs_evidence: bool | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One name of one mark in one field; `text` is what stands from `start` to `end`.

    Attributes:
        distance: Characters, syllables or letters that differ; 0 where it is the name itself.
        score: 0 to 1 after guards, context, evidence and the weight of the field.
        band: Of this mention alone, by the mark's own thresholds.
        guards: What spoke against it.
        goods: The first word for goods of the mark's classes that stands in the text.
        code_word: The strongest code word of the trade in the text.
        claim: A word that claims the genuine article ("原装", "genuine").
        other_brand: The brand the listing declares, where that is not the mark.
    """

    mark: RightSlug
    name: SoughtName
    channel: Channel
    distance: int
    start: int
    end: int
    text: str
    context: UseContext
    score: float
    band: Band
    field: Field = Field.TITLE
    guards: tuple[Guard, ...] = ()
    goods: str | None = None
    code_word: CodeWord | None = None
    claim: str | None = None
    other_brand: str | None = None

"""A name as it is looked for: folded, with its script and the ways that fit it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from domain.rights import NameKind, RightSlug
from matcher.text.folding import DROPPED, Folded, fold, is_han, is_kana
from matcher.text.mention import Channel, SoughtName

LONGEST_NAME = 60


class Writing(StrEnum):
    """What a folded name is written in."""

    LATIN = "latin"
    HAN = "han"
    KANA = "kana"
    MIXED = "mixed"


@dataclass(frozen=True, eq=False, slots=True)
class Form:
    """One folded spelling of one mark.

    Attributes:
        chars: Letters and digits alone.
        words: The pieces that blanks and signs part the name into.
    """

    mark: RightSlug
    name: SoughtName
    chars: str
    writing: Writing
    words: tuple[str, ...]
    channels: frozenset[Channel]

    def allows(self, channel: Channel) -> bool:
        """Whether the name may be recognised in this way."""
        return channel in self.channels

    @property
    def alias(self) -> bool:
        """Whether this is a short form or a nickname rather than a name of the register."""
        return self.name.kind in (NameKind.SHORT, NameKind.NICKNAME)


@dataclass(frozen=True, slots=True)
class Found:
    """A form that a channel found; `first` and `beyond` are places of the folded text."""

    form: Form
    channel: Channel
    distance: int
    first: int
    beyond: int


class Way(Protocol):
    """One way of recognising names: an index that names are added to, and a search."""

    def add(self, form: Form) -> None:
        """Lay out one more form; cheap, whatever is laid out already."""

    def find(self, folded: Folded) -> Iterable[Found]:
        """Every form that the text may mention in this way, each verified."""


def form_of(mark: RightSlug, name: SoughtName) -> Form | None:
    """The name as it is looked for; None where it has fewer than two letters (修, X)."""
    folded = fold(name.text)
    chars = folded.chars[:LONGEST_NAME]
    if len(chars) < 2:
        return None
    words = tuple(word for word in folded.aligned.split(DROPPED) if word)
    writing = _writing(chars)
    fitting = name.channels or fitting_channels(chars, writing, name.kind)
    return Form(mark, name, chars, writing, words, frozenset(fitting))


def _writing(chars: str) -> Writing:
    if chars.isascii():
        return Writing.LATIN
    if all(map(is_han, chars)):
        return Writing.HAN
    return Writing.KANA if all(map(is_kana, chars)) else Writing.MIXED


PLAIN = frozenset((Channel.EXACT, Channel.GAP, Channel.ALIAS))
LATIN_3 = PLAIN | {Channel.SKELETON, Channel.MASK}
LATIN_4 = LATIN_3 | {Channel.TYPO}
HAN_2 = PLAIN | {
    Channel.PINYIN,
    Channel.ROMANISED,
    Channel.SPLIT,
    Channel.SHAPE,
    Channel.MASK,
    Channel.PINYIN_FUZZY,
}
HAN_3 = HAN_2 | {Channel.SUBSTITUTED, Channel.ORDER}
KANA = PLAIN | {Channel.KANA, Channel.SKELETON}
KANA_4 = KANA | {Channel.TYPO, Channel.MASK}


def fitting_channels(chars: str, writing: Writing, kind: NameKind) -> frozenset[Channel]:
    """The ways that fit a name of this length, script and kind.

    The shorter a name, the likelier that what looks like it is another word.
    """
    if kind in (NameKind.SHORT, NameKind.NICKNAME) or len(chars) < 2:
        return PLAIN
    if writing is Writing.LATIN:
        if len(chars) == 2 or chars.isdigit():
            return PLAIN
        return LATIN_3 if len(chars) == 3 else LATIN_4
    if writing is Writing.HAN:
        return HAN_2 if len(chars) == 2 else HAN_3
    if writing is Writing.KANA:
        return KANA if len(chars) < 4 else KANA_4
    return KANA

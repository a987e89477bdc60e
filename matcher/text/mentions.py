"""Mentions of marks in a text: found by candidates first, each verified, with exact places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

from domain.rights import Mark, MarkName, RightSlug
from matcher.text.context import UseContext, use_context
from matcher.text.folding import Folded, fold, is_hiragana, is_kana, is_latin
from matcher.text.names import (
    FREE_FIRST_LETTER,
    GREEK_CAPITALS,
    SKELETON,
    KnownName,
    NameIndex,
    shortenings,
)
from matcher.text.ordinary import ORDINARY_WORDS

LONGEST_WORD = 40
LONGEST_RUN = 3
"""Neighbouring words that are read as one: a mask or a blank parts a name in so many pieces."""
LEAST_IN_PIECES = 6
ENDINGS = frozenset(("n", "s", "d", "r", "y", "an", "es", "er", "ed"))
"""What makes another English word of a name ("Columbian"), rather than a slip."""
PAUSES = frozenset(',，、;；:：/+&()（）[]【】「」《》<>"“”。|-–—!！?？~～')
"""Signs that part two words rather than the two characters of one name."""


class Channel(StrEnum):
    """How a name was recognised, from the plainest way to the most roundabout."""

    EXACT = "exact"
    GAPPED = "gapped"
    SKELETON = "skeleton"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True)
class Mention:
    """One name of one mark in a text; `text` is what stands from `start` to `end`.

    `distance` counts characters that differ: 0 but for the fuzzy channel.
    """

    mark: RightSlug
    name: MarkName
    channel: Channel
    distance: int
    start: int
    end: int
    text: str
    context: UseContext


@dataclass(frozen=True, slots=True)
class _Found:
    name: KnownName
    channel: Channel
    distance: int
    first: int
    beyond: int

    @property
    def rank(self) -> tuple[int, int, int, str]:
        """Sorts the plainest, closest and longest first."""
        order = tuple(Channel).index(self.channel)
        return order, self.distance, self.first - self.beyond, self.name.chars


class MentionFinder:
    """Finds every mark of a portfolio in a text; built once, used for many texts."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._index = NameIndex(marks)

    def find(self, text: str) -> list[Mention]:
        """The marks that the text mentions, in order of place.

        Of mentions that overlap, the plainest and longest stays: a name inside a longer name of
        the portfolio is not a mention of its own.
        """
        folded = fold(text)
        found = list(_plain(folded, self._index))
        found += _skeleton(folded, self._index)
        found += _slipped(folded, self._index)
        found += _substituted(folded, self._index)
        return [
            mention
            for one in _apart(found, len(folded.chars))
            for mention in _told(text, folded, one)
        ]


def _plain(folded: Folded, index: NameIndex) -> Iterator[_Found]:
    chars = folded.chars
    for first in range(len(chars) - 1):
        for length in index.plain_heads.get(chars[first : first + 2], ()):
            name = index.plain.get(chars[first : first + length])
            if (
                name
                and len(name.chars) == length
                and _bounded(folded, chars, name, first, first + length)
            ):
                channel = _gap_channel(folded, name, first)
                if channel:
                    yield _Found(name, channel, 0, first, first + length)


def _gap_channel(folded: Folded, name: KnownName, first: int) -> Channel | None:
    """Exact, or gapped where the text parts what the name does not; None where that is chance."""
    inside = range(1, len(name.chars))
    own = [at for at in inside if first + at in folded.gaps and at not in name.gaps]
    if not own:
        return Channel.EXACT
    dropped = [folded.gaps[first + at] for at in own]
    if name.latin:
        return Channel.GAPPED if _latin_gaps_meant(name, dropped) else None
    if len(name.chars) == 2:
        return Channel.GAPPED if _no_pause(dropped[0]) else None
    return Channel.GAPPED if all(len(gap) <= 3 for gap in dropped) else None


def _latin_gaps_meant(name: KnownName, dropped: list[str]) -> bool:
    """Whether letters were parted on purpose: all of them, by a sign, or within a long name."""
    if name.short or any(len(gap) > 3 for gap in dropped):
        return False
    if len(dropped) == len(name.chars) - 1:
        return True
    return len(name.chars) >= 6 or not any(gap.isspace() or "," in gap for gap in dropped)


def _no_pause(gap: str) -> bool:
    """Whether this is no comma, blank or bracket that parts two ordinary words."""
    return not any(char.isspace() or char in PAUSES for char in gap) and len(gap) <= 3


PAUSES = frozenset(',，、;；:：/+&()（）[]【】「」《》<>"“”。|-–—!！?？~～')


def _bounded(folded: Folded, chars: str, name: KnownName, first: int, beyond: int) -> bool:
    """Whether the name stands alone in `chars`, and not inside a longer word of its own script."""
    edges = ((first - 1, first, first), (beyond, beyond - 1, beyond))
    for neighbour, edge, border in edges:
        if not 0 <= neighbour < len(chars) or folded.parted(border):
            continue
        if _glued(chars[neighbour], name) and (
            not name.kana or _same_kana(folded, neighbour, edge)
        ):
            return False
    return True


def _glued(neighbour: str, name: KnownName) -> bool:
    if name.latin:
        return is_latin(neighbour) or (name.short and neighbour.isdigit())
    return name.kana and is_kana(neighbour)


def _same_kana(folded: Folded, left: int, right: int) -> bool:
    """Whether both are hiragana or both katakana: a particle after a name is no part of it."""
    return is_hiragana(folded.written(left)) == is_hiragana(folded.written(right))


def _skeleton(folded: Folded, index: NameIndex) -> Iterator[_Found]:
    chars = _skeleton_of(folded)
    for first in range(len(chars) - 1):
        for length in index.skeleton_heads.get(chars[first : first + 2], ()):
            beyond = first + length
            for name in index.skeletons.get(chars[first:beyond], ()):
                if (
                    beyond <= len(chars)
                    and _disguised(folded.chars[first:beyond], name)
                    and _bounded(folded, chars, name, first, beyond)
                    and _gap_channel(folded, name, first)
                ):
                    yield _Found(name, Channel.SKELETON, 0, first, beyond)


def _disguised(written: str, name: KnownName) -> bool:
    """Whether this is the name with signs for letters, and not plain, and not a bare number."""
    return written != name.chars and not written.isdigit()


def _skeleton_of(folded: Folded) -> str:
    chars = folded.chars.translate(SKELETON)
    if GREEK_CAPITALS.keys().isdisjoint(folded.original):
        return chars
    places = enumerate(chars)
    return "".join(GREEK_CAPITALS.get(folded.written(at), char) for at, char in places)


def _slipped(folded: Folded, index: NameIndex) -> Iterator[_Found]:
    """Names written with a slip: words whose shortenings are those of a name, measured by OSA."""
    words = list(_words(folded))
    for at in range(len(words)):
        for count in range(1, min(LONGEST_RUN, len(words) - at) + 1):
            first, beyond = words[at][0], words[at + count - 1][1]
            if beyond - first > LONGEST_WORD:
                break
            yield from _slips_of(folded, index, first, beyond, count)


def _slips_of(
    folded: Folded, index: NameIndex, first: int, beyond: int, count: int
) -> Iterator[_Found]:
    word = folded.chars[first:beyond]
    slips = index.slips_of(word)
    if not slips or word in index.plain or word in ORDINARY_WORDS:
        return
    candidates = {
        name.chars: name
        for rest in shortenings(word, slips)
        for name in index.shortened.get(rest, ())
    }
    for name in candidates.values():
        distance = OSA.distance(word, name.chars, score_cutoff=name.slips)
        if distance <= name.slips and _slip_likely(word, name, count):
            yield _Found(name, Channel.FUZZY, distance, first, beyond)


def _slip_likely(word: str, name: KnownName, count: int) -> bool:
    """Whether the word is rather this name than another word."""
    if count > len(name.gaps) + 1 and len(name.chars) < LEAST_IN_PIECES:
        return False
    if word.startswith(name.chars) and word[len(name.chars) :] in ENDINGS:
        return False
    return len(name.chars) >= FREE_FIRST_LETTER or word[0] == name.chars[0]


def _substituted(folded: Folded, index: NameIndex) -> Iterator[_Found]:
    """Chinese names of four characters and more of which one was replaced."""
    chars = folded.chars
    for length in index.half_lengths:
        for place in range(len(chars) - length + 1):
            for offset, name in index.halves.get(chars[place : place + length], ()):
                first, beyond = place - offset, place - offset + len(name.chars)
                window = chars[max(0, first) : beyond]
                if _one_replaced(window, name.chars):
                    yield _Found(name, Channel.FUZZY, 1, first, beyond)


def _one_replaced(window: str, name: str) -> bool:
    if len(window) != len(name):
        return False
    return sum(left != right for left, right in zip(window, name, strict=True)) == 1


def _words(folded: Folded) -> Iterator[tuple[int, int]]:
    """Runs of Latin letters with their digits and signs, or of kana, between gaps."""
    start, kind = 0, ""
    for place, char in enumerate(folded.chars):
        now = _kind(char)
        if place > start and (now != kind or folded.parted(place)):
            if kind:
                yield start, place
            start = place
        if place == start:
            kind = now
    if kind and start < len(folded.chars):
        yield start, len(folded.chars)


def _kind(char: str) -> str:
    if is_kana(char):
        return "kana"
    return "latin" if char.isascii() else ""


def _apart(found: list[_Found], length: int) -> list[_Found]:
    """The best of what overlaps, in order of place; equal places all stay."""
    taken: list[tuple[int, int] | None] = [None] * length
    kept: list[_Found] = []
    for one in sorted(set(found), key=lambda one: one.rank):
        place = (one.first, one.beyond)
        if all(taken[at] in (None, place) for at in range(*place)):
            taken[one.first : one.beyond] = [place] * (one.beyond - one.first)
            kept.append(one)
    return sorted(kept, key=lambda one: (one.first, one.beyond, one.rank))


def _told(text: str, folded: Folded, one: _Found) -> Iterator[Mention]:
    start, end = folded.offsets[one.first], folded.ends[one.beyond - 1]
    context = use_context(text, start, end)
    for mark, name in one.name.bearers:
        yield Mention(mark, name, one.channel, one.distance, start, end, text[start:end], context)

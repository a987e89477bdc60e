"""All names of all marks, laid out so that a text finds its candidates without trying each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from domain.rights import Mark, MarkName, RightSlug
from matcher.text.folding import fold, is_kana, is_latin

SHORT_LATIN = 3
"""Latin names of so few letters are found only as they are written, between boundaries."""
SHORT_OTHER = 2
LEAST_FOR_ONE, LEAST_FOR_TWO = 5, 9
"""Letters of a name from which one typing slip, and two, are forgiven."""

FREE_FIRST_LETTER = 8
"""Letters of a name from which even the first may be a slip; short words differ by it."""

# the signs that sellers write for letters: digits, signs, Cyrillic, Greek, kana and kanji
SKELETON = str.maketrans(
    "0135!|i4789$@" + "авеԁһіјкмнорсѕтуѵхьԛԝҽօոս" + "αβεζηικμνορτυχωγ" + "力口工夕一亻卜八三二丿",
    "oleslllatbgsa" + "abedhljkmhopcstyvxbqweonu" + "abezhlkuvoptuxwy" + "カロエターイトハミニノ",
)

# small Greek letters look like other Latin letters than their capitals do
GREEK_CAPITALS = {"Μ": "m", "Ν": "n", "Υ": "y"}


@dataclass(frozen=True, slots=True)
class KnownName:
    """One folded spelling and the marks that bear it."""

    chars: str
    latin: bool
    kana: bool
    gaps: frozenset[int]
    bearers: tuple[tuple[RightSlug, MarkName], ...]

    @property
    def short(self) -> bool:
        """Whether the name is too short to be looked for in disguise."""
        return len(self.chars) <= (SHORT_LATIN if self.latin else SHORT_OTHER)

    @property
    def slips(self) -> int:
        """How many typing slips are forgiven."""
        if not (self.latin or self.kana) or len(self.chars) < LEAST_FOR_ONE:
            return 0
        return 1 if len(self.chars) < LEAST_FOR_TWO else 2


class NameIndex:
    """Names by their first two characters, by skeleton, with letters left out, and by halves."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self.plain: dict[str, KnownName] = {name.chars: name for name in _known(marks)}
        self.skeletons: dict[str, list[KnownName]] = defaultdict(list)
        self.shortened: dict[str, list[KnownName]] = defaultdict(list)
        self.halves: dict[str, list[tuple[int, KnownName]]] = defaultdict(list)
        for name in self.plain.values():
            self._lay_out(name)
        self.plain_heads = _heads(self.plain)
        self.skeleton_heads = _heads(self.skeletons)
        self.half_lengths = sorted({len(half) for half in self.halves})
        self.slip_starts = _slip_starts(self.plain.values())

    def slips_of(self, word: str) -> int:
        """How many slips any name forgives that this word may be meant for."""
        starts = self.slip_starts
        return max(starts.get((word[0], len(word)), 0), starts.get(("", len(word)), 0))

    def _lay_out(self, name: KnownName) -> None:
        if not name.short and (name.latin or name.kana):
            self.skeletons[name.chars.translate(SKELETON)].append(name)
        if name.slips:
            for rest in shortenings(name.chars, name.slips):
                self.shortened[rest].append(name)
        if not name.latin and not name.kana and len(name.chars) >= 4:
            # with one character replaced, either half is still whole
            middle = len(name.chars) // 2
            self.halves[name.chars[:middle]].append((0, name))
            self.halves[name.chars[middle:]].append((middle, name))


def shortenings(chars: str, slips: int) -> set[str]:
    """The word itself, and all that is left of it when up to so many letters are dropped."""
    found = level = {chars}
    for _ in range(slips):
        level = {word[:at] + word[at + 1 :] for word in level for at in range(len(word))}
        found = found | level
    return found


def _known(marks: Iterable[Mark]) -> Iterator[KnownName]:
    bearers: dict[str, list[tuple[RightSlug, MarkName]]] = defaultdict(list)
    gaps: dict[str, set[int]] = defaultdict(set)
    for mark in sorted(marks, key=lambda mark: mark.slug):
        for name in mark.names:
            folded = fold(name.text)
            # one character alone (修, X) is an ordinary word far oftener than a mark
            if len(folded.chars) >= 2:
                bearers[folded.chars].append((mark.slug, name))
                gaps[folded.chars].update(folded.gaps)
    for chars, who in bearers.items():
        latin = any(is_latin(char) for char in chars)
        kana = not latin and all(is_kana(char) for char in chars)
        yield KnownName(chars, latin, kana, frozenset(gaps[chars]), tuple(who))


def _heads(names: Mapping[str, object]) -> dict[str, tuple[int, ...]]:
    """For each first two characters, the lengths of the names that begin with them."""
    heads: dict[str, set[int]] = defaultdict(set)
    for chars in names:
        heads[chars[:2]].add(len(chars))
    return {head: tuple(sorted(lengths)) for head, lengths in heads.items()}


def _slip_starts(names: Iterable[KnownName]) -> dict[tuple[str, int], int]:
    """For each first letter and length of a word, how many slips could make it a name."""
    starts: dict[tuple[str, int], int] = {}
    for name in names:
        first = "" if len(name.chars) >= FREE_FIRST_LETTER else name.chars[0]
        for change in range(-name.slips, name.slips + 1) if name.slips else ():
            key = (first, len(name.chars) + change)
            starts[key] = max(starts.get(key, 0), name.slips)
    return starts

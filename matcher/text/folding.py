"""Text as it reads: one letter for all its costumes, with the way back to the original."""

from __future__ import annotations

import functools
import unicodedata
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from opencc import OpenCC

LONGEST_TEXT = 10_000
"""Characters of a text that are read; no title is longer, and a hostile one costs no more."""

# stand for letters in the midst of a word ("loui$"), and separate words elsewhere
LETTER_SIGNS = frozenset("$@|!")
VOICING = frozenset("ﾞﾟ\u3099\u309a")
# a vertical stroke that is a Chinese character by class and a separator by use
STROKES = frozenset("丨")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded characters; where each came from; and what was dropped before a place.

    Attributes:
        chars: Letters and digits alone.
        offsets: For each of `chars`, where it starts in the original.
        ends: For each of `chars`, where it ends in the original, its marks included.
        gaps: Dropped text, by the place in `chars` that it stood before.
        original: The text that was read.
    """

    chars: str
    offsets: array[int]
    ends: array[int]
    gaps: Mapping[int, str]
    original: str

    def parted(self, place: int) -> bool:
        """Whether something visible stood between this place and the one before it."""
        return any(unicodedata.category(char) != "Cf" for char in self.gaps.get(place, ""))

    def written(self, place: int) -> str:
        """The first character of the original that this one came from."""
        return self.original[self.offsets[place]]


def fold(text: str) -> Folded:
    """The text without case, width, font, accents, traditional forms, hiragana and separators.

    Separators, emoji and invisible characters are dropped and remembered as gaps. Chinese is
    folded character by character, so that no phrase rule can move a place. At most
    `LONGEST_TEXT` characters are read.
    """
    text = text[:LONGEST_TEXT]
    chars: list[str] = []
    offsets, ends, gaps = array("l"), array("l"), dict[int, str]()
    for start, end in _clusters(text):
        cluster = text[start:end]
        folded = _folded_cluster(cluster)
        if cluster in LETTER_SIGNS and _between_letters(text, start):
            folded = cluster
        if not folded:
            gaps[len(chars)] = gaps.get(len(chars), "") + cluster
        for char in folded:
            chars.append(char)
            offsets.append(start)
            ends.append(end)
    return Folded("".join(chars), offsets, ends, gaps, text)


def is_latin(char: str) -> bool:
    """Whether a folded character is a letter of the Latin alphabet."""
    return "a" <= char <= "z"


def is_kana(char: str) -> bool:
    """Whether a folded character is katakana, the long-vowel sign included."""
    return "ァ" <= char <= "ヿ"


def is_hiragana(char: str) -> bool:
    """Whether a character of an original is hiragana."""
    return "ぁ" <= char <= "ゖ"


def _clusters(text: str) -> Iterable[tuple[int, int]]:
    """Where each character begins and ends, with the marks that stand on it."""
    marked = [at for at, char in enumerate(text) if char in VOICING or unicodedata.combining(char)]
    if not marked:
        return zip(range(len(text)), range(1, len(text) + 1), strict=True)
    riding = set(marked)
    starts = [at for at in range(len(text)) if at == 0 or at not in riding]
    return zip(starts, [*starts[1:], len(text)], strict=True)


def _between_letters(text: str, at: int) -> bool:
    before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()


@functools.lru_cache(maxsize=1 << 16)
def _folded_cluster(cluster: str) -> str:
    if cluster in STROKES:
        return ""
    # folding case may bring forth what normalising has yet to see, as with the Turkish dotted I
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())
    letters = "".join(_without_marks(char) for char in plain[:8])
    folded = letters.translate(_simplified()).translate(KATAKANA)
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LN")


def _without_marks(char: str) -> str:
    # a voicing mark makes another kana, not a kana with an accent
    if "\u3040" <= char <= "\u30ff":
        return char
    parts = unicodedata.normalize("NFD", char)
    return "".join(part for part in parts if not unicodedata.combining(part))


@functools.cache
def _simplified() -> Mapping[int, str]:
    """Traditional to simplified, for single characters; asked of OpenCC once."""
    blocks = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
    old = [chr(code) for first, beyond in blocks for code in range(first, beyond)]
    new = OpenCC("t2s").convert("\n".join(old)).split("\n")
    return {ord(a): b for a, b in zip(old, new, strict=True) if a != b}


# hiragana to katakana, and small kana to large: ヴィ and ビイ stay apart, ャ and ヤ do not
KATAKANA = {code: chr(code + 0x60) for code in range(0x3041, 0x3097)}
SMALL = dict(zip("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ", strict=True))
KATAKANA |= {ord(small): large for small, large in SMALL.items()}
KATAKANA |= {ord(small) - 0x60: large for small, large in SMALL.items()}

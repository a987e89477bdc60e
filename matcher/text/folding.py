"""Text as it reads: one letter for all its costumes, with the way back to the original."""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from operator import add

from opencc import OpenCC

from matcher.text.vendored import lookalikes

LONGEST_TEXT = 10_000
"""Characters of a text that are read; no title is longer, and a hostile one costs no more."""

DROPPED = "\0"
"""Stands in an aligned text for a separator, an emoji or an invisible character."""

VOICED, HALF_VOICED = "\u3099", "\u309a"
# vertical strokes and dots that are Chinese characters by class and separators by use
STROKES = frozenset("丨丶")


class View:
    """A text without what is dropped, and where each of its characters stands."""

    def __init__(self, aligned: str) -> None:
        self.aligned = aligned
        self.chars = aligned.replace(DROPPED, "") if DROPPED in aligned else aligned

    @cached_property
    def places(self) -> range | list[int]:
        """For each of `chars`, its place in the aligned text."""
        if len(self.chars) == len(self.aligned):
            return range(len(self.chars))
        return [at for at, char in enumerate(self.aligned) if char != DROPPED]

    @cached_property
    def pairs(self) -> set[str]:
        """Every two neighbouring characters."""
        return set(map(add, self.chars, self.chars[1:]))

    def stretch(self, first: int, beyond: int) -> tuple[int, int]:
        """Where the characters from `first` up to `beyond` stand in the aligned text."""
        places = self.places
        return places[first], places[beyond - 1] + 1


@dataclass(frozen=True)
class Folded:
    """A folded text beside its original.

    Attributes:
        original: The text that was read.
        text: The original, but for characters that stand for several (a ligature), spelt out.
        aligned: `text` folded, character by character; `DROPPED` where nothing is left.
        origins: For each place of `text` its place in the original; None where they are alike.
    """

    original: str
    text: str
    aligned: str
    origins: tuple[int, ...] | None

    @cached_property
    def view(self) -> View:
        """Letters and digits alone."""
        return View(self.aligned)

    @property
    def chars(self) -> str:
        """The folded letters and digits."""
        return self.view.chars

    def span(self, first: int, beyond: int) -> tuple[int, int]:
        """The stretch of the original from this place up to that; marks on its end are in it."""
        while beyond < len(self.text) and unicodedata.combining(self.text[beyond]):
            beyond += 1
        while beyond < len(self.text) and self.text[beyond] in "ﾞﾟ":
            beyond += 1
        if self.origins is None:
            return first, beyond
        return self.origins[first], self.origins[beyond - 1] + 1


def fold(text: str) -> Folded:
    """The text without case, width, font, accents, traditional forms, hiragana and separators.

    Chinese is folded character by character, so that no phrase rule can move a place. At most
    `LONGEST_TEXT` characters are read.
    """
    original = text[:LONGEST_TEXT]
    aligned = original.translate(FOLDS)
    origins = None
    if len(aligned) != len(original):
        text, origins = _spelt_out(original)
        aligned = text.translate(FOLDS)
    else:
        text = original
    if VOICED in aligned or HALF_VOICED in aligned:
        aligned = _with_voices(aligned)
    return Folded(original, text, aligned, origins)


def is_latin(char: str) -> bool:
    """Whether a folded character is a letter of the Latin alphabet."""
    return "a" <= char <= "z"


def is_kana(char: str) -> bool:
    """Whether a folded character is katakana, the long-vowel sign included."""
    return "ァ" <= char <= "ヿ"


def is_hiragana(char: str) -> bool:
    """Whether a character of an original is hiragana."""
    return "ぁ" <= char <= "ゖ"


def is_han(char: str) -> bool:
    """Whether a folded character is Chinese."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or char > "\U0001ffff"


class _Folds(dict[int, str]):
    """What each character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = _folded(chr(code))
        self[code] = folded
        return folded


FOLDS = _Folds()


def _spelt_out(text: str) -> tuple[str, tuple[int, ...]]:
    """The text with ligatures and the like as several characters, and where each came from."""
    chars: list[str] = []
    origins: list[int] = []
    for place, char in enumerate(text):
        # what folds to one character stays, for its looks tell the channels more
        folded = FOLDS[ord(char)]
        spelt = folded if len(folded) > 1 else char
        chars.append(spelt)
        origins += [place] * len(spelt)
    return "".join(chars), tuple(origins)


def _folded(char: str) -> str:
    if char in STROKES or unicodedata.category(char) in ("Cs", "Cf", "Cc", "Co", "Cn"):
        return DROPPED
    if char in (VOICED, HALF_VOICED):
        return char
    # folding case may bring forth what normalising has yet to see, as with the Turkish dotted I
    plain = unicodedata.normalize("NFKC", char)
    alike = None if plain.isascii() else lookalikes().get(char)
    if alike:
        return alike.lower()
    plain = unicodedata.normalize("NFKC", plain.casefold()) if len(plain) > 1 else plain
    folded = "".join(_letter(one) for one in plain[:18])
    return folded or DROPPED


def _letter(char: str) -> str:
    if char in (VOICED, HALF_VOICED):
        return char
    if char.isascii() or char in BADGES:
        char = BADGES.get(char, char)
        return char.lower() if char.isalnum() else ""
    # a capital may look like another letter than its small form does (Ν, ν)
    alike = lookalikes().get(char) or lookalikes().get(char.casefold())
    if alike:
        return alike.lower()
    if "\u3040" <= char <= "\u30ff":
        return char.translate(KATAKANA) if unicodedata.category(char)[0] == "L" else ""
    return _plain_letters(char)


def _plain_letters(char: str) -> str:
    parts = unicodedata.normalize("NFD", char.casefold())
    kept = [part for part in parts if unicodedata.category(part)[0] in "LN"]
    folded = "".join(LETTERS.get(part) or lookalikes().get(part, part).lower() for part in kept)
    return _simplified(folded) if any(map(is_han, folded)) else folded


@functools.cache
def _simplified(char: str) -> str:
    return str(_converter().convert(char))


@functools.cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _with_voices(aligned: str) -> str:
    """Voicing marks joined with the kana before them; those that stand alone are dropped."""
    for mark in (VOICED, HALF_VOICED):
        pieces = aligned.split(mark)
        for at in range(len(pieces) - 1):
            joined = unicodedata.normalize("NFC", pieces[at][-1:] + mark)
            if len(joined) == 1 and pieces[at]:
                pieces[at] = pieces[at][:-1] + joined
        aligned = DROPPED.join(pieces)
    return aligned


# hiragana to katakana, and small kana to large: ヴィ and ビイ stay apart, ャ and ヤ do not
KATAKANA = {code: chr(code + 0x60) for code in range(0x3041, 0x3097)}
SMALL = dict(zip("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ", strict=True))
KATAKANA |= {ord(small): large for small, large in SMALL.items()}
KATAKANA |= {ord(small) - 0x60: large for small, large in SMALL.items()}

LETTERS = {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "þ": "p", "ŧ": "t", "æ": "ae"}
LETTERS |= {"œ": "oe"}
# white letters in black circles and squares, which compatibility folding leaves alone
BADGES = {chr(0x1F150 + at): chr(65 + at) for at in range(26)}
BADGES |= {chr(0x1F170 + at): chr(65 + at) for at in range(26)}

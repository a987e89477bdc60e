"""Short forms that follow from a name itself: its parts, its beginnings, its initials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.rights import Mark, NameKind
from matcher.text.folding import fold, is_han, is_kana, is_latin

LEAST_HAN, LEAST_KANA, LEAST_LATIN = 2, 3, 4
"""Characters that a part of a name needs to be told from any other word."""

LEAST_WORD = 3
MOST_INITIALS = 4
PIECES = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
VOWELS = frozenset("aeiou")
NEVER_FIRST = frozenset("ァィゥェォッャュョヮンーぁぃぅぇぉっゃゅょゎん")
"""Kana with which no word begins."""


@dataclass(frozen=True, slots=True)
class ShortForm:
    """A spelling, the rule it was made by, and the name it was made from."""

    text: str
    rule: str
    name: str
    kind: NameKind = NameKind.SHORT


def short_forms(mark: Mark) -> list[ShortForm]:
    """What people may shorten the mark's names to, the likeliest rules first, each once."""
    return short_forms_of([name.text for name in mark.names])


def short_forms_of(names: Sequence[str]) -> list[ShortForm]:
    """What people may shorten these names of one mark to; none of it is one of the names."""
    known = {fold(name).chars for name in names}
    found: dict[str, ShortForm] = {}
    for rule in (_parts, _beginnings, _endings, _initials, _houses, _middles):
        for form in (form for name in names for form in rule(name)):
            chars = fold(form.text).chars
            if len(chars) >= 2 and chars not in known:
                found.setdefault(chars, form)
    return list(found.values())


def _parts(name: str) -> Iterator[ShortForm]:
    """The words of a name of several, and its Chinese beside its Latin."""
    words = _words(name)
    for word in words if len(words) > 1 else ():
        least = LEAST_HAN if is_han(word[0]) else LEAST_WORD
        if len(word) >= least:
            yield ShortForm(word, "part", name)


def _beginnings(name: str) -> Iterator[ShortForm]:
    for word in _words(name):
        for length in range(len(word) - 1, _least(word) - 1, -1):
            yield ShortForm(word[:length], "beginning", name)


def _endings(name: str) -> Iterator[ShortForm]:
    for word in _words(name):
        for length in range(len(word) - 1, _least(word) - 1, -1):
            if word[-length] not in NEVER_FIRST:
                yield ShortForm(word[-length:], "ending", name)


def _middles(name: str) -> Iterator[ShortForm]:
    """Pieces from within a long Chinese name; a Latin one is not cut up so."""
    for word in _words(name):
        for first in range(1, len(word) - LEAST_HAN) if is_han(word[0]) else ():
            for beyond in range(first + LEAST_HAN, len(word)):
                yield ShortForm(word[first:beyond], "middle", name)


def _initials(name: str) -> Iterator[ShortForm]:
    """First letters of several words; the consonants of one (Nike: NK)."""
    words = [word for word in _words(name) if word[0].isascii()]
    if 2 <= len(words) <= MOST_INITIALS:
        yield ShortForm("".join(word[0] for word in words).upper(), "initials", name)
    for word in words if len(words) == 1 else ():
        consonants = "".join(char for char in word if char.lower() not in VOWELS)
        if 2 <= len(consonants) <= MOST_INITIALS and consonants != word:
            yield ShortForm(consonants.upper(), "consonants", name)


def _houses(name: str) -> Iterator[ShortForm]:
    """The house of G: the first letter or character with 家."""
    words = _words(name)
    if words and (is_han(words[0][0]) or words[0][0].isascii()):
        yield ShortForm(words[0][0].upper() + "家", "house", name, NameKind.NICKNAME)


def _least(word: str) -> int:
    if is_han(word[0]):
        return LEAST_HAN
    return LEAST_KANA if is_kana(fold(word).chars[:1]) else LEAST_LATIN


def _words(name: str) -> list[str]:
    """Runs of one script, in order."""
    return [run for piece in PIECES.findall(name) for run in _runs(piece)]


def _runs(piece: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(piece) + 1):
        if at == len(piece) or _script(piece[at]) != _script(piece[start]):
            if _script(piece[start]):
                yield piece[start:at]
            start = at


def _script(char: str) -> str:
    if is_han(char):
        return "han"
    folded = fold(char).chars[:1]
    if not folded:
        return ""
    if is_kana(folded) or char == "ー":
        return "kana"
    return "latin" if is_latin(folded) else ""

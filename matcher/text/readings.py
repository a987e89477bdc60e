"""How Chinese is read: each syllable as one character, so that sounds are searched like text."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT

from matcher.text.folding import is_han

STRICT, FUZZY = 0xE000, 0xF000
"""Where the private characters of syllables begin: as they are read, and as they are mixed up."""

LONGEST_RUN = 24
"""Letters in a row that are read as pinyin; longer ones are no name."""


def _toneless(syllable: str) -> str:
    parts = unicodedata.normalize("NFD", syllable.replace("ü", "v").replace("ǜ", "v"))
    return "".join(part for part in parts if "a" <= part <= "z")


@functools.cache
def first_readings() -> dict[int, str]:
    """The commonest reading of each Chinese character, without its tone."""
    readings = {code: _sound(told) for code, told in PINYIN_DICT.items()}
    return {code: reading for code, reading in readings.items() if reading}


def _sound(told: str) -> str:
    spelt = unicodedata.normalize("NFD", told.split(",", maxsplit=1)[0])
    return "".join(
        "v" if char == "\u0308" else char
        for char in spelt
        if "a" <= char <= "z" or char == "\u0308"
    ).replace("uv", "v")


@functools.cache
def syllables() -> dict[str, str]:
    """Each syllable of standard Chinese and the private character that stands for it."""
    known = sorted(set(first_readings().values()))
    return {syllable: chr(STRICT + at) for at, syllable in enumerate(known)}


@functools.cache
def mixed_up() -> dict[int, str]:
    """For each syllable's character, that of all syllables that speakers mix up with it."""
    keys = sorted({_blurred(syllable) for syllable in syllables()})
    places = {key: chr(FUZZY + at) for at, key in enumerate(keys)}
    return {ord(char): places[_blurred(syllable)] for syllable, char in syllables().items()}


def _blurred(syllable: str) -> str:
    """The syllable without what the accents of the south and the west do not tell apart."""
    blurred = re.sub(r"^([zcs])h", r"\1", syllable)
    blurred = re.sub(r"^[nr](?=.)", "l", blurred)
    blurred = re.sub(r"^f(?!$)", "h", blurred)
    blurred = re.sub(r"^hu(?=[aeo])", "h", blurred)
    return re.sub(r"(?<=[aei])ng$", "n", blurred)


class _Blurs(dict[int, str]):
    """Chinese characters to the sounds that are mixed up with theirs; all else as it is."""

    def __missing__(self, code: int) -> str:
        self[code] = SOUNDS[code].translate(mixed_up())
        return self[code]


class _Sounds(dict[int, str]):
    """Chinese characters to syllables; all else stays as it is."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if is_han(char) and code in first_readings():
            char = syllables()[first_readings()[code]]
        self[code] = char
        return char


SOUNDS = _Sounds()
BLURS = _Blurs()


@functools.lru_cache(maxsize=1 << 14)
def parsed(letters: str) -> tuple[str, ...] | None:
    """The letters as syllables of pinyin, the longest first; None where they are none."""
    if len(letters) > LONGEST_RUN:
        return None
    if not letters:
        return ()
    for length in range(min(6, len(letters)), 0, -1):
        if letters[:length] in syllables() and (length > 1 or letters[:length] in "aeo"):
            rest = parsed(letters[length:])
            if rest is not None:
                return (letters[:length], *rest)
    return None


@functools.lru_cache(maxsize=1 << 12)
def readings(chars: str) -> tuple[tuple[str, ...], ...]:
    """How a Chinese name is read: as a phrase, and character by character."""
    plain = tuple(first_readings().get(ord(char), "") for char in chars)
    phrase = tuple(lazy_pinyin(chars, style=Style.NORMAL, v_to_u=False))
    found = [way for way in (phrase, plain) if _whole(way, chars)]
    return tuple(dict.fromkeys(found))


def _whole(way: Iterable[str], chars: str) -> bool:
    told = list(way)
    return len(told) == len(chars) and all(one in syllables() for one in told)


def spelt_readings(chars: str) -> tuple[str, ...]:
    """A Chinese name in the letters of its readings, joined as sellers write it (naike)."""
    return tuple("".join(way) for way in readings(chars))

"""Chinese names written with other characters of the same or a like sound, or partly spelt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matcher.text.folding import DROPPED, Folded, View, is_han, is_latin
from matcher.text.forms import Form, Found, Writing
from matcher.text.mention import Channel
from matcher.text.readings import BLURS, SOUNDS, mixed_up, parsed, readings, syllables
from matcher.text.ways.automaton import Patterns

LETTERS = re.compile("[a-z]+")


@dataclass(frozen=True, slots=True)
class _Stream:
    """A text as blurred sounds; and each syllable spelt in letters, with where its letters end."""

    view: View
    spelt: dict[int, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How the characters of a stretch stand to those of a name."""

    same: int = 0
    homophones: int = 0
    blurred: int = 0
    spelt: int = 0


class Pinyin:
    """Chinese names found by their sound."""

    def __init__(self) -> None:
        self._patterns: Patterns[tuple[Form, str]] = Patterns()

    def add(self, form: Form) -> None:
        """Lay out every reading of a Chinese name."""
        if form.writing is not Writing.HAN or not form.allows(Channel.PINYIN):
            return
        for way in readings(form.chars):
            sounds = "".join(syllables()[one] for one in way)
            self._patterns.add(sounds.translate(mixed_up()), (form, sounds))

    def find(self, folded: Folded) -> Iterator[Found]:
        """Stretches that sound like a name, and of which something is written as in it."""
        stream = _stream(folded)
        for last, meanings in self._patterns.find(stream.view.chars):
            for form, sounds in meanings:
                found = _verified(folded, stream, form, sounds, last + 1)
                if found:
                    yield found


def _stream(folded: Folded) -> _Stream:
    aligned = folded.aligned.translate(BLURS)
    spelt: dict[int, tuple[str, int]] = {}
    if aligned != folded.aligned and LETTERS.search(aligned):
        pieces = list(aligned)
        for run in LETTERS.finditer(aligned):
            if _beside_chinese(folded.aligned, *run.span()):
                _spell(pieces, spelt, run)
        aligned = "".join(pieces)
    return _Stream(View(aligned), spelt)


def _beside_chinese(aligned: str, start: int, end: int) -> bool:
    return is_han(aligned[start - 1 : start] or " ") or is_han(aligned[end : end + 1] or " ")


def _spell(pieces: list[str], spelt: dict[int, tuple[str, int]], run: re.Match[str]) -> None:
    place = run.start()
    for syllable in parsed(run.group()) or ():
        sound, beyond = syllables()[syllable], place + len(syllable)
        pieces[place] = sound.translate(mixed_up())
        pieces[place + 1 : beyond] = DROPPED * (len(syllable) - 1)
        spelt[place] = sound, beyond
        place = beyond


def _verified(
    folded: Folded, stream: _Stream, form: Form, sounds: str, beyond: int
) -> Found | None:
    start = beyond - len(sounds)
    places = stream.view.places[start:beyond]
    likeness = _likeness(folded, stream, form.chars, sounds, list(places))
    channel = _channel(likeness, len(sounds))
    first, last = places[0], places[-1]
    end = stream.spelt.get(last, ("", last + 1))[1]
    if channel is None or _within_letters(folded.aligned, first, end):
        return None
    distance = len(sounds) - likeness.same
    return Found(form, channel, distance, first, end)


def _likeness(
    folded: Folded, stream: _Stream, chars: str, sounds: str, places: list[int]
) -> Likeness:
    same = homophones = blurred = spelt = 0
    for char, sound, place in zip(chars, sounds, places, strict=True):
        if folded.aligned[place] == char:
            same += 1
        elif _sound(folded, stream, place) != sound:
            blurred += 1
        elif place in stream.spelt:
            spelt += 1
        else:
            homophones += 1
    return Likeness(same, homophones, blurred, spelt)


def _sound(folded: Folded, stream: _Stream, place: int) -> str:
    known = stream.spelt.get(place)
    return known[0] if known else SOUNDS[ord(folded.aligned[place])]


def _channel(likeness: Likeness, length: int) -> Channel | None:
    if length in (likeness.same, likeness.spelt):
        return None
    if likeness.blurred:
        # sounds that only resemble must stand beside one that is right
        right = likeness.same + likeness.spelt + (likeness.homophones if length > 2 else 0)
        return Channel.PINYIN_FUZZY if right >= (length + 1) // 2 else None
    return Channel.PINYIN


def _within_letters(aligned: str, first: int, end: int) -> bool:
    """Whether a syllable spelt in letters is a piece of a longer word."""
    left = first > 0 and is_latin(aligned[first]) and is_latin(aligned[first - 1])
    right = end < len(aligned) and is_latin(aligned[end - 1]) and is_latin(aligned[end])
    return left or right

"""Chinese names of which a character is written as its parts, side by side (拆字)."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping

from matcher.text.folding import Folded, View, fold
from matcher.text.forms import Form, Found, Writing
from matcher.text.mention import Channel
from matcher.text.vendored import parts
from matcher.text.ways.automaton import Patterns

MOST_PARTS = 4


class Splits:
    """Chinese names found by joining neighbouring parts into characters."""

    def __init__(self) -> None:
        self._patterns: Patterns[Form] = Patterns()
        self._wanted: set[str] = set()

    def add(self, form: Form) -> None:
        """Lay out a Chinese name and the characters that may be joined for it."""
        if form.writing is Writing.HAN and form.allows(Channel.SPLIT):
            self._patterns.add(form.chars, form)
            self._wanted.update(form.chars)

    def find(self, folded: Folded) -> Iterator[Found]:
        """Names that stand in the text once its parts are joined."""
        view = folded.view
        joined, starts = self._joined(view)
        if len(joined) == len(view.chars):
            return
        for last, forms in self._patterns.find(joined):
            for form in forms:
                start = last + 1 - len(form.chars)
                first, beyond = view.stretch(starts[start], starts[last + 1])
                if starts[last + 1] - starts[start] > len(form.chars):
                    yield Found(form, Channel.SPLIT, 1, first, beyond)

    def _joined(self, view: View) -> tuple[str, list[int]]:
        """The text with parts joined, and where each of its characters began."""
        chars, place = view.chars, 0
        joined: list[str] = []
        starts: list[int] = []
        while place < len(chars):
            char, length = self._whole(chars, place)
            joined.append(char)
            starts.append(place)
            place += length
        return "".join(joined), [*starts, len(chars)]

    def _whole(self, chars: str, place: int) -> tuple[str, int]:
        lengths = composed_lengths().get(chars[place])
        if lengths:
            for length in range(min(lengths, len(chars) - place), 1, -1):
                for whole in wholes().get(chars[place : place + length], ()):
                    if whole in self._wanted:
                        return whole, length
        return chars[place], 1


@functools.cache
def wholes() -> Mapping[str, tuple[str, ...]]:
    """For each row of parts, the characters it may be joined to."""
    found: dict[str, list[str]] = defaultdict(list)
    for char, rows in parts().items():
        whole = fold(char).chars
        for row in rows:
            spelt = fold(row).chars
            if 2 <= len(spelt) <= MOST_PARTS and whole not in found[spelt]:
                found[spelt].append(whole)
    return {row: tuple(chars) for row, chars in found.items() if chars}


@functools.cache
def composed_lengths() -> Mapping[str, int]:
    """For each part, the longest row that it begins."""
    longest: dict[str, int] = defaultdict(int)
    for row in wholes():
        longest[row[0]] = max(longest[row[0]], len(row))
    return longest

"""Chinese names of which a character is written as its parts, side by side (拆字)."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping

from matcher.text.folding import Folded, fold
from matcher.text.forms import Form, Found, Writing
from matcher.text.mention import Channel
from matcher.text.vendored import parts
from matcher.text.ways.automaton import Patterns


class Splits:
    """Chinese names found by joining neighbouring parts into characters."""

    def __init__(self) -> None:
        self._patterns: Patterns[Form] = Patterns()
        self._rows: dict[str, list[tuple[str, str]]] = defaultdict(list)

    def add(self, form: Form) -> None:
        """Lay out a Chinese name and the rows of parts that its characters may be written as."""
        if form.writing is not Writing.HAN or not form.allows(Channel.SPLIT):
            return
        self._patterns.add(form.chars, form)
        for char in form.chars:
            for row in rows_of().get(char, ()):
                if (row, char) not in self._rows[row[:2]]:
                    self._rows[row[:2]].append((row, char))
                    self._rows[row[:2]].sort(key=lambda known: -len(known[0]))

    def find(self, folded: Folded) -> Iterator[Found]:
        """Names that stand in the text once its parts are joined."""
        view = folded.view
        if self._rows.keys().isdisjoint(view.pairs):
            return
        joined, starts = self._joined(view.chars)
        for last, forms in self._patterns.find(joined):
            for form in forms:
                start = last + 1 - len(form.chars)
                first, beyond = view.stretch(starts[start], starts[last + 1])
                if starts[last + 1] - starts[start] > len(form.chars):
                    yield Found(form, Channel.SPLIT, 1, first, beyond)

    def _joined(self, chars: str) -> tuple[str, list[int]]:
        """The text with parts joined, and where each of its characters began."""
        place = 0
        joined: list[str] = []
        starts: list[int] = []
        while place < len(chars):
            rows = self._rows.get(chars[place : place + 2], ())
            fitting = (known for known in rows if chars.startswith(known[0], place))
            row, char = next(fitting, (chars[place], chars[place]))
            joined.append(char)
            starts.append(place)
            place += len(row)
        return "".join(joined), [*starts, len(chars)]


@functools.cache
def rows_of() -> Mapping[str, frozenset[str]]:
    """For each folded character, the folded rows of parts that it may be written as."""
    found: dict[str, set[str]] = defaultdict(set)
    for char, rows in parts().items():
        spelt = (fold(row).chars for row in rows)
        found[fold(char).chars].update(row for row in spelt if len(row) > 1)
    return {char: frozenset(rows) for char, rows in found.items()}

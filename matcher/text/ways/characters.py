"""Chinese names of which one character was replaced, by one of its shape or by any."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from operator import add

from matcher.text.folding import Folded, is_han
from matcher.text.forms import Form, Found, Writing
from matcher.text.mention import Channel
from matcher.text.vendored import parts, shapes

RUNS = re.compile("[\u3400-\u9fff]{2,}")


class Characters:
    """Chinese names found by what is left of them when one character is replaced."""

    def __init__(self) -> None:
        self._beside: dict[str, list[tuple[Form, int]]] = defaultdict(list)
        self._around: dict[str, list[tuple[Form, int]]] = defaultdict(list)
        self._alike: dict[str, list[Form]] = defaultdict(list)
        self._parts: dict[str, dict[str, list[Form]]] = {}

    def add(self, form: Form) -> None:
        """Lay out the pairs, or for a name of two the single characters, that may be left."""
        if form.writing is not Writing.HAN or not form.allows(Channel.SHAPE):
            return
        chars = form.chars
        if len(chars) == 2:
            self._add_two(form)
            return
        self._beside[chars[:2]].append((form, 0))
        self._beside[chars[-2:]].append((form, len(chars) - 2))
        if len(chars) == 3:
            self._around[chars[0] + chars[2]].append((form, 0))

    def _add_two(self, form: Form) -> None:
        """The name with either character in each like shape; and one with each part of the other.

        What only shares a part with a character is sought at the edges of Chinese alone: within
        a run of Chinese it is chance.
        """
        first, second = form.chars[0], form.chars[1]
        for char in shapes().get(second, ()):
            self._alike[first + char].append(form)
        for char in shapes().get(first, ()):
            self._alike[char + second].append(form)
        for place, (kept, lost) in enumerate(((first, second), (second, first))):
            by_part = self._parts.setdefault(f"{kept}{place}", defaultdict(list))
            for part in parts_of(lost):
                by_part[part].append(form)

    def find(self, folded: Folded) -> Iterator[Found]:
        """Stretches that differ from a name in one character."""
        view = folded.view
        yield from _left_over(folded, self._beside, view.pairs, 1)
        if self._around:
            around = set(map(add, view.chars, view.chars[2:]))
            yield from _left_over(folded, self._around, around, 2)
        for pair in self._alike.keys() & view.pairs:
            for place in places_of(pair, view.chars):
                for form in self._alike[pair]:
                    yield _found(form, Channel.SHAPE, *view.stretch(place, place + 2))
        for run in RUNS.finditer(folded.aligned) if self._parts else ():
            for first in {run.start(), run.end() - 2}:
                yield from self._at_edge(folded, first)

    def _at_edge(self, folded: Folded, first: int) -> Iterator[Found]:
        pair = folded.aligned[first : first + 2]
        for place in (0, 1):
            by_part, lost = self._parts.get(f"{pair[place]}{place}"), pair[1 - place]
            if by_part is None:
                continue
            shared = by_part.keys() & parts_of(lost)
            for form in {form for part in shared for form in by_part[part]}:
                if form.chars[1 - place] != lost:
                    yield _found(form, Channel.SHAPE, first, first + 2)


def places_of(piece: str, chars: str) -> Iterator[int]:
    """Every place at which a piece stands in a text."""
    place = chars.find(piece)
    while place >= 0:
        yield place
        place = chars.find(piece, place + 1)


def _left_over(
    folded: Folded, index: Mapping[str, list[tuple[Form, int]]], pairs: set[str], step: int
) -> Iterator[Found]:
    """Names of which this pair of characters is left, at its place in them."""
    chars = folded.chars
    for pair in index.keys() & pairs:
        for place in range(len(chars) - step):
            if chars[place] == pair[0] and chars[place + step] == pair[1]:
                for form, offset in index[pair]:
                    yield from _verified(folded, chars, form, place - offset)


def _verified(folded: Folded, chars: str, form: Form, start: int) -> Iterator[Found]:
    window = chars[start : start + len(form.chars)] if start >= 0 else ""
    if len(window) != len(form.chars):
        return
    wrong = [at for at, char in enumerate(window) if char != form.chars[at]]
    if len(wrong) != 1 or not is_han(window[wrong[0]]):
        return
    first, beyond = folded.view.stretch(start, start + len(form.chars))
    if alike(window[wrong[0]], form.chars[wrong[0]]):
        yield _found(form, Channel.SHAPE, first, beyond)
    elif form.allows(Channel.SUBSTITUTED):
        yield _found(form, Channel.SUBSTITUTED, first, beyond)


def _found(form: Form, channel: Channel, first: int, beyond: int) -> Found:
    return Found(form, channel, 1, first, beyond)


@functools.lru_cache(maxsize=1 << 14)
def parts_of(char: str) -> frozenset[str]:
    """The character itself and the parts it is written of."""
    return frozenset((char, *"".join(parts().get(char, ()))))


def alike(left: str, right: str) -> bool:
    """Whether two characters are written alike or share a part."""
    return left in shapes().get(right, ()) or not parts_of(left).isdisjoint(parts_of(right))

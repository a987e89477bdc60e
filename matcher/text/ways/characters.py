"""Chinese names of which one character was replaced, by one of its shape or by any."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from operator import add

from matcher.text.folding import Folded, is_han
from matcher.text.forms import Form, Found, Writing
from matcher.text.mention import Channel
from matcher.text.vendored import parts, shapes


class Characters:
    """Chinese names found by what is left of them when one character is replaced."""

    def __init__(self) -> None:
        self._beside: dict[str, list[tuple[Form, int]]] = defaultdict(list)
        self._around: dict[str, list[tuple[Form, int]]] = defaultdict(list)
        self._parts: dict[str, list[Form]] = defaultdict(list)
        self._stay: set[str] = set()

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
        """The one that stays, with each part of the one that is replaced."""
        self._stay.update(form.chars)
        for place, char in enumerate(form.chars):
            for part in looks(form.chars[1 - place]):
                self._parts[f"{char}{place}{part}"].append(form)

    def find(self, folded: Folded) -> Iterator[Found]:
        """Stretches that differ from a name in one character."""
        chars = folded.chars
        yield from _left_over(folded, self._beside, folded.view.pairs, 1)
        if self._around:
            yield from _left_over(folded, self._around, set(map(add, chars, chars[2:])), 2)
        for char in self._stay.intersection(chars):
            place = chars.find(char)
            while place >= 0:
                yield from self._of_two(folded, chars, place)
                place = chars.find(char, place + 1)

    def _of_two(self, folded: Folded, chars: str, place: int) -> Iterator[Found]:
        for own, other in ((0, place + 1), (1, place - 1)):
            if not 0 <= other < len(chars) or not is_han(chars[other]):
                continue
            lead = f"{chars[place]}{own}"
            near = {
                form for part in looks(chars[other]) for form in self._parts.get(lead + part, ())
            }
            for form in near:
                if form.chars[1 - own] != chars[other]:
                    yield _found(folded, form, Channel.SHAPE, place - own)


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
    if alike(window[wrong[0]], form.chars[wrong[0]]):
        yield _found(folded, form, Channel.SHAPE, start)
    elif form.allows(Channel.SUBSTITUTED):
        yield _found(folded, form, Channel.SUBSTITUTED, start)


def _found(folded: Folded, form: Form, channel: Channel, start: int) -> Found:
    first, beyond = folded.view.stretch(start, start + len(form.chars))
    return Found(form, channel, 1, first, beyond)


@functools.lru_cache(maxsize=1 << 14)
def looks(char: str) -> frozenset[str]:
    """What a character is known by at a glance: itself, its parts and those shaped like it."""
    rows = parts().get(char, ())
    return frozenset((char, *"".join(rows), *shapes().get(char, ())))


def alike(left: str, right: str) -> bool:
    """Whether two characters are written alike or share a part."""
    return left in shapes().get(right, ()) or not looks(left).isdisjoint(looks(right))

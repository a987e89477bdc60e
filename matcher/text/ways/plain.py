"""Names as they are written, whole or parted by signs; and Chinese names in letters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from matcher.text.edges import bounded, meant_gaps
from matcher.text.folding import DROPPED, Folded, View
from matcher.text.forms import Form, Found, Writing
from matcher.text.mention import Channel
from matcher.text.readings import parsed, readings
from matcher.text.ways.automaton import Patterns


class Pattern(NamedTuple):
    """What a row of letters stands for; `pieces` are those it may be parted into unasked."""

    form: Form
    channel: Channel
    distance: int
    length: int
    writing: Writing


class Plain:
    """Names found letter by letter: exact, with gaps, out of order, or spelt in pinyin."""

    def __init__(self) -> None:
        self._patterns: Patterns[Pattern] = Patterns()

    def add(self, form: Form) -> None:
        """Lay out the name itself and what is made of it without a look at the text."""
        channel = Channel.ALIAS if form.alias else Channel.EXACT
        self._add(form, channel, form.chars, form.writing)
        if form.writing is Writing.HAN and form.allows(Channel.ROMANISED):
            for way in readings(form.chars):
                self._add(form, Channel.ROMANISED, "".join(way), Writing.LATIN)
        if form.allows(Channel.ORDER):
            for swapped in _swapped(form.chars):
                self._add(form, Channel.ORDER, swapped, form.writing)

    def _add(self, form: Form, channel: Channel, chars: str, writing: Writing) -> None:
        distance = 1 if channel is Channel.ORDER else 0
        self._patterns.add(chars, Pattern(form, channel, distance, len(chars), writing))

    def find(self, folded: Folded) -> Iterator[Found]:
        """Names, each where no letter of its own script touches it."""
        yield from self._in_view(folded, folded.view)
        if "の" in folded.text:
            parted = zip(folded.text, folded.aligned, strict=True)
            chars = (DROPPED if char == "の" else one for char, one in parted)
            yield from self._in_view(folded, View("".join(chars)))

    def _in_view(self, folded: Folded, view: View) -> Iterator[Found]:
        for last, patterns in self._patterns.find(view.chars):
            for pattern in patterns:
                first, beyond = view.stretch(last + 1 - pattern.length, last + 1)
                found = _judged(folded, pattern, first, beyond)
                if found:
                    yield found


def _judged(folded: Folded, pattern: Pattern, first: int, beyond: int) -> Found | None:
    form, channel = pattern.form, pattern.channel
    if pattern.writing is not Writing.HAN and not bounded(folded, pattern.writing, first, beyond):
        return None
    whole = Found(form, channel, pattern.distance, first, beyond)
    if beyond - first == pattern.length:
        return whole
    pieces = tuple(piece for piece in folded.aligned[first:beyond].split(DROPPED) if piece)
    if channel is Channel.ROMANISED:
        return whole if all(map(parsed, pieces)) else None
    if channel in (Channel.EXACT, Channel.ALIAS) and pieces == form.words:
        return whole
    if not meant_gaps(folded, form, first, beyond) or not form.allows(Channel.GAP):
        return None
    return Found(form, Channel.GAP if channel is Channel.EXACT else channel, 0, first, beyond)


def _swapped(chars: str) -> Iterator[str]:
    """The name with two neighbouring characters in each other's place."""
    for at in range(len(chars) - 1):
        if chars[at] != chars[at + 1]:
            yield chars[:at] + chars[at + 1] + chars[at] + chars[at + 2 :]

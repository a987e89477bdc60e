"""Names written with digits, signs and foreign letters that look like their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcher.text.edges import bounded, meant_gaps
from matcher.text.folding import DROPPED, FOLDS, Folded, View
from matcher.text.forms import Form, Found, Writing
from matcher.text.mention import Channel
from matcher.text.ways.automaton import Patterns

# one letter for all that are taken for it: leet, UTS #39, and Cyrillic and Greek at a glance
GROUPS = {
    "a": "4@аαä", "b": "8вьβƅ", "c": "с¢", "d": "ԁ", "e": "3еεҽ€", "g": "9q", "h": "нһηհ",
    "j": "ј", "k": "кκ", "l": "1i!|¡іιӏ", "m": "м", "n": "ոπп", "o": "0оοօσ", "p": "рρ",
    "r": "гґ", "s": "5$ѕ", "t": "7тτ+", "u": "vνυս", "w": "ԝωш", "x": "хχ", "y": "у¥γ",
    "z": "2ζ",
}  # fmt: skip
ALIKE = {ord(char): letter for letter, chars in GROUPS.items() for char in chars}
SIGNS = frozenset("4@$!|¡€¢¥+").difference("4")
LETTER = re.compile("[a-z]")
TWINS = (("rn", "m"), ("uu", "w"), ("cl", "d"))
"""Two letters that are read as one; `vv` is `uu` by then."""


class _Skeletons(dict[int, str]):
    """What each character is taken for at a glance."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        told = char if char in SIGNS else FOLDS[code]
        self[code] = told.translate(ALIKE) if len(told) == 1 else told[:1]
        return self[code]


SKELETONS = _Skeletons()


class Skeleton:
    """Latin names found by what their letters look like."""

    def __init__(self) -> None:
        self._patterns: Patterns[Form] = Patterns()

    def add(self, form: Form) -> None:
        """Lay out what a Latin name looks like at a glance."""
        if form.writing is Writing.LATIN and form.allows(Channel.SKELETON):
            self._patterns.add(_twinned(form.chars.translate(ALIKE)).replace(DROPPED, ""), form)

    def find(self, folded: Folded) -> Iterator[Found]:
        """Stretches that look like a name and are not spelt like it."""
        if not LETTER.search(folded.aligned):
            return
        plain = folded.text.translate(SKELETONS)
        view = View(_twinned(plain))
        for last, forms in self._patterns.find(view.chars):
            for form in forms:
                length = len(_twinned(form.chars.translate(ALIKE)).replace(DROPPED, ""))
                first, beyond = view.stretch(last + 1 - length, last + 1)
                beyond += (
                    view.aligned[beyond : beyond + 1] == DROPPED != plain[beyond : beyond + 1]
                )
                if _disguised(folded, form, first, beyond):
                    yield Found(form, Channel.SKELETON, 0, first, beyond)


def _twinned(skeleton: str) -> str:
    for pair, letter in TWINS:
        skeleton = skeleton.replace(pair, letter + DROPPED)
    return skeleton


def _disguised(folded: Folded, form: Form, first: int, beyond: int) -> bool:
    """Whether this is the name in disguise, standing alone, and no bare number."""
    written = folded.aligned[first:beyond].replace(DROPPED, "")
    if written == form.chars or written.isdigit() or _in_number(folded.aligned, first, beyond):
        return False
    return bounded(folded, Writing.LATIN, first, beyond) and meant_gaps(
        folded, form, first, beyond
    )


def _in_number(aligned: str, first: int, beyond: int) -> bool:
    """Whether a digit at an edge of the stretch goes on as a number."""
    left = first > 0 and aligned[first].isdigit() and aligned[first - 1].isdigit()
    right = beyond < len(aligned) and aligned[beyond - 1].isdigit() and aligned[beyond].isdigit()
    return left or right

"""Names with typing slips: words that lose the same letters as a name, measured by OSA."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from matcher.text.folding import Folded
from matcher.text.forms import Form, Found, Writing
from matcher.text.mention import Channel
from matcher.text.vendored import english_words

TWO_SLIPS = 9
"""Letters of a name from which two slips are forgiven; below it one."""
PREFIX = 7
"""Letters at the start of a long word that are laid out with letters left out."""
LONGEST_WORD = 40
LONGEST_GAP = 3
LEAST_PARTED = 7
REMEMBERED = 1 << 17
"""Words whose names are remembered: most words of a night were seen before."""

DIGITS = "0123456789"
RUNS = re.compile(r"[0-9a-zァ-ヿ]+")


class Typos:
    """Latin and kana names found although they are misspelt."""

    def __init__(self) -> None:
        self._shortened: dict[str, list[Form]] = defaultdict(list)
        self._lengths: set[int] = set()
        self._most_words = 1
        self._seen: dict[str, tuple[tuple[Form, int], ...]] = {}

    def add(self, form: Form) -> None:
        """Lay out the name with up to as many letters left out as slips are forgiven."""
        if form.writing not in (Writing.LATIN, Writing.KANA) or not form.allows(Channel.TYPO):
            return
        slips = slips_of(form.chars)
        for rest in shortened(form.chars[:PREFIX], slips):
            self._shortened[rest].append(form)
        self._lengths.update(range(len(form.chars) - slips, len(form.chars) + slips + 1))
        self._most_words = max(self._most_words, min(len(form.words), 3))
        self._seen.clear()

    def find(self, folded: Folded) -> Iterator[Found]:
        """Words, and neighbouring words together, that are a slip or two away from a name."""
        runs = [run.span() for run in RUNS.finditer(folded.aligned)]
        for at, (first, _) in enumerate(runs):
            for count in range(1, min(self._most_words + 1, len(runs) - at) + 1):
                beyond = runs[at + count - 1][1]
                if count > 1 and runs[at + count - 1][0] - runs[at + count - 2][1] > LONGEST_GAP:
                    break
                word = "".join(folded.aligned[a:b] for a, b in runs[at : at + count])
                if len(word) > LONGEST_WORD:
                    break
                for form, distance in self._names(word):
                    pieces = [folded.aligned[a:b] for a, b in runs[at : at + count]]
                    if _pieces_fit(form, pieces):
                        yield Found(form, Channel.TYPO, distance, first, beyond)

    def _names(self, word: str) -> tuple[tuple[Form, int], ...]:
        if len(word) not in self._lengths:
            return ()
        known = self._seen.get(word)
        if known is None:
            if len(self._seen) >= REMEMBERED:
                self._seen.clear()
            known = self._seen[word] = tuple(self._measured(word))
        return known

    def _measured(self, word: str) -> Iterator[tuple[Form, int]]:
        rests = shortened(word[:PREFIX], 2 if len(word) >= TWO_SLIPS - 2 else 1)
        near = {form: None for rest in rests for form in self._shortened.get(rest, ())}
        for form in near:
            slips = slips_of(form.chars)
            distance = OSA.distance(word, form.chars, score_cutoff=slips)
            if 0 < distance <= slips and word.strip(DIGITS) != form.chars:
                yield form, distance


def slips_of(chars: str) -> int:
    """How many slips are forgiven in a name of this length."""
    return 2 if len(chars) >= TWO_SLIPS else 1


def shortened(chars: str, slips: int) -> set[str]:
    """The letters themselves, and all that is left when up to so many are dropped."""
    found = level = {chars}
    for _ in range(slips):
        level = {word[:at] + word[at + 1 :] for word in level for at in range(len(word))}
        found = found | level
    return found


def _pieces_fit(form: Form, pieces: list[str]) -> bool:
    """Whether a name of so many words may stand in these pieces, rather than words of English."""
    if len(pieces) <= len(form.words):
        return True
    one_more = len(pieces) == len(form.words) + 1 and len(form.chars) >= LEAST_PARTED
    return one_more and not all(piece in english_words() for piece in pieces)

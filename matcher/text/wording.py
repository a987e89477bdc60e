"""Whether letters that look like a name are rather an ordinary word of the text."""

from __future__ import annotations

import functools
from functools import cached_property

import rjieba

from matcher.text.folding import DROPPED, Folded

NAMES = frozenset(("nr", "nrt", "nrfg", "ns", "nz", "nt", "x", "eng"))
"""Parts of speech of people, places and brands: a name spelt like one is no ordinary word."""

SEEN_ORDINARY, SEEN_NAME = 5, 30
"""Counts in the dictionary's corpus from which a word, or a name, is known to everybody."""


class Wording:
    """The text cut into words by a general dictionary of Chinese; cut when first asked."""

    def __init__(self, folded: Folded) -> None:
        self._aligned = folded.aligned.replace(DROPPED, " ")

    @cached_property
    def _cuts(self) -> frozenset[int]:
        place, cuts = 0, {0}
        for word in rjieba.cut(self._aligned, False):
            place += len(word)
            cuts.add(place)
        return frozenset(cuts)

    def inside_word(self, first: int, beyond: int) -> bool:
        """Whether an edge of the stretch falls within a word of the dictionary."""
        return first not in self._cuts or beyond not in self._cuts

    def begins_word(self, first: int, beyond: int) -> bool:
        """Whether a brand and its goods stand in the dictionary together, as 雀巢咖啡 does."""
        if first not in self._cuts:
            return False
        end = min((cut for cut in self._cuts if cut > beyond), default=beyond)
        return end - beyond >= 2

    def whole_word(self, first: int, beyond: int) -> bool:
        """Whether the stretch is itself a word of the dictionary."""
        return ordinary(self._aligned[first:beyond])


@functools.lru_cache(maxsize=1 << 14)
def ordinary(word: str) -> bool:
    """Whether this is a word of Chinese, and not only a name in its dictionary."""
    return _seen(word) >= SEEN_ORDINARY and not _is_name(word)


@functools.lru_cache(maxsize=1 << 14)
def named(word: str) -> bool:
    """Whether the dictionary knows this as the name of somebody or something else."""
    return _seen(word) >= SEEN_NAME and _is_name(word)


def _seen(word: str) -> int:
    return rjieba.suggest_freq(word) if len(word) > 1 and rjieba.has_word(word) else 0


def _is_name(word: str) -> bool:
    return any(flag in NAMES for _, flag in rjieba.tag(word, False))

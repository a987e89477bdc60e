"""Many patterns sought in one pass, with patterns added as they come (Aho-Corasick)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

import ahocorasick

T = TypeVar("T")


class Patterns(Generic[T]):
    """Patterns, each with what it stands for; several things may share one pattern."""

    def __init__(self) -> None:
        self._automaton = ahocorasick.Automaton(ahocorasick.STORE_ANY)
        self._stale = False

    def add(self, pattern: str, meaning: T) -> None:
        """One more pattern; the links between patterns are renewed at the next search."""
        known = self._automaton.get(pattern, None)
        if known is None:
            self._automaton.add_word(pattern, [meaning])
            self._stale = True
        else:
            known.append(meaning)

    def find(self, chars: str) -> Iterator[tuple[int, list[T]]]:
        """The last place of each pattern in the text, and what it stands for."""
        if self._stale:
            self._automaton.make_automaton()
            self._stale = False
        if not len(self._automaton):
            return iter(())
        found: Iterator[tuple[int, list[T]]] = self._automaton.iter(chars)
        return found

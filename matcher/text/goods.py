"""Words for goods, by class of the Nice Classification: evidence of what a listing offers."""

from __future__ import annotations

import functools
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping

from matcher.text.folding import DROPPED, Folded, fold, is_latin
from matcher.text.vendored import table_text
from matcher.text.ways.automaton import Patterns


@functools.cache
def goods_words() -> Mapping[int, tuple[str, ...]]:
    """The everyday words for the goods of each class, in Chinese, English and Japanese."""
    classes = tomllib.loads(table_text("goods.toml"))
    return {int(number): tuple(dict.fromkeys(words.split())) for number, words in classes.items()}


def goods_in(folded: Folded) -> dict[int, str]:
    """The classes of which the text names goods, each with the longest word that does so."""
    found: dict[int, str] = {}
    for word, classes in _standing(_patterns(), folded):
        for number in classes:
            if len(word) > len(found.get(number, "")):
                found[number] = word
    return found


def first_word(folded: Folded, words: Iterable[str]) -> str | None:
    """The first of an owner's own words that stands in the text."""
    for word in words:
        chars = fold(word).aligned.strip(DROPPED)
        place = folded.aligned.find(chars) if chars else -1
        while place >= 0:
            if _alone(folded.aligned, place, place + len(chars)):
                return word
            place = folded.aligned.find(chars, place + 1)
    return None


@functools.cache
def _patterns() -> Patterns[tuple[str, int]]:
    patterns: Patterns[tuple[str, int]] = Patterns()
    for number, words in goods_words().items():
        for word in words:
            patterns.add(fold(word).chars, (word, number))
    return patterns


def _standing(
    patterns: Patterns[tuple[str, int]], folded: Folded
) -> Iterable[tuple[str, list[int]]]:
    by_word: dict[str, list[int]] = defaultdict(list)
    for last, meanings in patterns.find(folded.aligned):
        length = len(fold(meanings[0][0]).chars)
        if _alone(folded.aligned, last + 1 - length, last + 1):
            for word, number in meanings:
                by_word[word].append(number)
    return by_word.items()


def _alone(aligned: str, first: int, beyond: int) -> bool:
    """Whether letters at its edges do not touch others; a plural's s may follow."""
    if not is_latin(aligned[beyond - 1]):
        return True
    if first and is_latin(aligned[first - 1]):
        return False
    rest = aligned[beyond : beyond + 2]
    return not rest or not is_latin(rest[0]) or (rest[0] == "s" and not is_latin(rest[1:] or " "))

"""Libraries that look for names in text, each as it is commonly used, as peers of ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

import ahocorasick
import rjieba
from confusables import confusable_regex  # type: ignore[import-untyped]
from flashtext2 import KeywordProcessor
from opencc import OpenCC
from rapidfuzz import fuzz

Names = Sequence[tuple[str, str]]
"""Marks and their names as they are registered."""
Way = Callable[[str], set[str]]
Scorer = Callable[..., float]


def peers(names: Names) -> dict[str, Way]:
    """Each peer by its name and threshold."""
    return {
        "regex": _patterns(names, lambda name: rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])"),
        "flashtext2": _flashtext(names),
        "ratio 80": _scored(names, fuzz.ratio, 80),
        "token_set 90": _scored(names, fuzz.token_set_ratio, 90),
        "partial 85": _scored(names, fuzz.partial_ratio, 85),
        "WRatio 80": _scored(names, fuzz.WRatio, 80),
        "jieba + ratio 85": _tokens(names, 85),
        "confusables": _patterns(names, confusable_regex),
        "NFKC + OpenCC + AC": _automaton(names),
    }


def _patterns(names: Names, written: Callable[[str], str]) -> Way:
    known = [(mark, re.compile(written(name), re.IGNORECASE)) for mark, name in names]
    return lambda title: {mark for mark, pattern in known if pattern.search(title)}


def _flashtext(names: Names) -> Way:
    known = KeywordProcessor(case_sensitive=False)
    for mark, name in names:
        known.add_keyword(name, mark)
    return lambda title: set(known.extract_keywords(title))


def _scored(names: Names, scorer: Scorer, least: float) -> Way:
    low = [(mark, name.casefold()) for mark, name in names]

    def find(title: str) -> set[str]:
        text = title.casefold()
        return {mark for mark, name in low if scorer(name, text, score_cutoff=least) >= least}

    return find


def _tokens(names: Names, least: float) -> Way:
    low = [(mark, name.casefold()) for mark, name in names]

    def find(title: str) -> set[str]:
        words = [word for word in rjieba.cut(title.casefold(), False) if len(word) > 1]
        return {
            mark
            for mark, name in low
            if any(fuzz.ratio(name, word, score_cutoff=least) >= least for word in words)
        }

    return find


def _automaton(names: Names) -> Way:
    simple = OpenCC("t2s")
    known = ahocorasick.Automaton()
    marks: dict[str, set[str]] = {}
    for mark, name in names:
        marks.setdefault(_normal(name, simple), set()).add(mark)
    for name, named in marks.items():
        known.add_word(name, named)
    known.make_automaton()

    def find(title: str) -> set[str]:
        return {mark for _, named in known.iter(_normal(title, simple)) for mark in named}

    return find


def _normal(text: str, simple: OpenCC) -> str:
    return str(simple.convert(unicodedata.normalize("NFKC", text).casefold()))

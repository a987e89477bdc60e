"""Which slips of the hand are likely: a neighbouring key, a doubled or a dropped letter."""

from __future__ import annotations

from rapidfuzz.distance import OSA

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
VOWELS = frozenset("aeiouy")


def likely_slip(written: str, name: str) -> bool:
    """Whether the one difference between a word and a name is one that hands and ears make.

    Likely are letters dropped, doubled or in each other's place, vowels taken for others, and
    keys that lie side by side; another letter altogether makes rather another word.
    """
    start = _shared(written, name)
    if len(written) < len(name):
        return True
    if len(written) > len(name):
        # in the midst of equal letters the added one may be any of them
        new, around = written[start], written[max(0, start - 1) : start] + name[start : start + 1]
        return new in around or any(neighbours(new, other) for other in around)
    if OSA.distance(written, name) == 1 and sorted(written) == sorted(name):
        return True
    old, new = name[start], written[start]
    return neighbours(old, new) or (old in VOWELS and new in VOWELS)


def neighbours(left: str, right: str) -> bool:
    """Whether two letters lie side by side on the keyboard."""
    places = [
        (row, column)
        for letter in (left, right)
        for row, keys in enumerate(ROWS)
        if (column := keys.find(letter)) >= 0
    ]
    if len(places) < 2:
        return False
    (upper, one), (lower, other) = sorted(places)
    if upper == lower:
        return abs(one - other) == 1
    return lower - upper == 1 and other - one in (-1, 0)


def _shared(left: str, right: str) -> int:
    """How many letters two words share at their starts."""
    pairs = zip(left, right, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(left), len(right)))

"""Names of which characters were struck out by a sign: ni*e, 耐x, 飞某浦."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from matcher.text.folding import DROPPED, Folded, is_han, is_kana, is_latin
from matcher.text.forms import Form, Found, Writing
from matcher.text.mention import Channel

MASK = re.compile(r"[*＊×✕✖❌○〇◯●◎□■△▲☆★~～∼_＿#＃?？某\ufffd]{1,4}|[xX]{1,3}")
RANGES = frozenset("~～×*xX")
HIDDEN = "\1"
LONGEST_SIDE = 20
LONGEST_HAN = 6
MOST_HIDDEN = 3


class Masks:
    """Names found by what is left beside a sign that hides letters."""

    def __init__(self) -> None:
        self._left_over: dict[str, list[Form]] = defaultdict(list)

    def add(self, form: Form) -> None:
        """Lay out the name with each run of letters hidden that leaves enough of it."""
        if form.writing is Writing.MIXED or not form.allows(Channel.MASK):
            return
        chars = form.chars
        least = max(1, (len(chars) + 1) // 2) if form.writing is Writing.HAN else 2
        for first in range(len(chars)):
            for hidden in range(1, min(MOST_HIDDEN, len(chars) - least) + 1):
                if first + hidden <= len(chars):
                    left, right = chars[:first], chars[first + hidden :]
                    self._left_over[left + HIDDEN * hidden + right].append(form)

    def find(self, folded: Folded) -> Iterator[Found]:
        """Names of which a sign stands in the place of some letters."""
        for mask in MASK.finditer(folded.text):
            for hidden in {len(mask.group()), 1}:
                yield from self._around(folded, *mask.span(), hidden)

    def _around(self, folded: Folded, start: int, end: int, hidden: int) -> Iterator[Found]:
        for writing in (is_han, is_latin, is_kana):
            left, right = start, end
            while left and start - left < LONGEST_SIDE and writing(folded.aligned[left - 1]):
                left -= 1
            while (
                right < len(folded.aligned)
                and right - end < LONGEST_SIDE
                and writing(folded.aligned[right])
            ):
                right += 1
            if left == start and right == end:
                continue
            if writing is is_han:
                yield from self._of_chinese(folded, (left, start, end, right), hidden)
            else:
                yield from self._of_words(folded, (left, start, end, right), hidden)

    def _of_chinese(
        self, folded: Folded, places: tuple[int, int, int, int], hidden: int
    ) -> Iterator[Found]:
        left, start, end, right = places
        aligned = folded.aligned
        if folded.text[start] in RANGES and aligned[end : end + 1].isdigit():
            # a range or a factor: 360天~380天
            return
        for first in range(max(left, start - LONGEST_HAN), start + 1):
            for beyond in range(end, min(right, end + LONGEST_HAN) + 1):
                key = aligned[first:start] + HIDDEN * hidden + aligned[end:beyond]
                for form in self._left_over.get(key, ()):
                    yield Found(form, Channel.MASK, hidden, first, beyond)

    def _of_words(
        self, folded: Folded, places: tuple[int, int, int, int], hidden: int
    ) -> Iterator[Found]:
        left, start, end, right = places
        before, after = folded.aligned[left:start], folded.aligned[end:right]
        lead = folded.aligned[:left].rstrip(DROPPED)
        for word in ("", _last_word(lead)):
            first = len(lead) - len(word) if word else left
            for form in self._left_over.get(word + before + HIDDEN * hidden + after, ()):
                yield Found(form, Channel.MASK, hidden, first, right)
        rest = folded.aligned[right:]
        word = _first_word(rest.lstrip(DROPPED))
        if word:
            beyond = right + len(rest) - len(rest.lstrip(DROPPED)) + len(word)
            for form in self._left_over.get(before + HIDDEN * hidden + after + word, ()):
                yield Found(form, Channel.MASK, hidden, left, beyond)


def _last_word(aligned: str) -> str:
    found = re.search(r"[a-z]+$", aligned[-LONGEST_SIDE:])
    return found.group() if found else ""


def _first_word(aligned: str) -> str:
    found = re.match(r"[a-z]+", aligned[:LONGEST_SIDE])
    return found.group() if found else ""

"""Kana names in other spellings of the same sound, or with characters that look like kana."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcher.text.edges import bounded
from matcher.text.folding import DROPPED, Folded, View, is_kana
from matcher.text.forms import Form, Found, Writing
from matcher.text.mention import Channel
from matcher.text.ways.automaton import Patterns

KANA, HIRAGANA = re.compile("[ァ-ヿ]"), re.compile("[ぁ-ゖ]")
ALIKE = str.maketrans("力口工夕一亻卜八三二丿才千匕厶", "カロエターイトハミニノオチヒム")
SAME = (
    ("ヴア", "バ\0"), ("ヴイ", "ビ\0"), ("ヴエ", "ベ\0"), ("ヴオ", "ボ\0"), ("ヴユ", "ビユ"),
    ("ブエ", "ベ\0"), ("ヴ", "ブ"), ("ヂ", "ジ"), ("ヅ", "ズ"), ("ヲ", "オ"), ("ヱ", "エ"),
    ("ヰ", "イ"), ("ー", "\0"), ("ツ", "\0"),
)  # fmt: skip
LEAST = 2
"""Kana that must be left of a name without its long vowels and doubled consonants; if no more,
hiragana is rather a word of Japanese."""


class Kana:
    """Kana names found by what they sound and look like."""

    def __init__(self) -> None:
        self._patterns: Patterns[tuple[Form, int]] = Patterns()

    def add(self, form: Form) -> None:
        """Lay out the sound of a kana name."""
        key = _sound(form.chars).replace(DROPPED, "")
        if form.writing is Writing.KANA and form.allows(Channel.KANA) and len(key) >= LEAST:
            self._patterns.add(key, (form, len(key)))

    def find(self, folded: Folded) -> Iterator[Found]:
        """Stretches that sound like a name and are not spelt like it."""
        if not KANA.search(folded.aligned):
            return
        aligned = folded.aligned.translate(ALIKE)
        view = View(_sound(aligned))
        for last, meanings in self._patterns.find(view.chars):
            for form, length in meanings:
                first, beyond = view.stretch(last + 1 - length, last + 1)
                while beyond < len(aligned) and aligned[beyond] in "ーツ":
                    beyond += 1
                sure = length > LEAST or not HIRAGANA.search(folded.text[first:beyond])
                if sure and _respelt(folded, form, first, beyond):
                    yield Found(form, Channel.KANA, 1, first, beyond)


def _sound(chars: str) -> str:
    for spelling, sound in SAME:
        chars = chars.replace(spelling, sound)
    return chars


def _respelt(folded: Folded, form: Form, first: int, beyond: int) -> bool:
    written = folded.aligned[first:beyond].replace(DROPPED, "")
    kana = sum(map(is_kana, written))
    return (
        written != form.chars
        and kana * 2 >= len(written)
        and bounded(folded, Writing.KANA, first, beyond)
    )

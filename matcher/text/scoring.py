"""How sure a mention is: its channel and length, what stands around it, and what guards say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from matcher.text.folding import is_latin
from matcher.text.forms import Form, Found, Writing
from matcher.text.mention import Channel, Guard
from matcher.text.vendored import english_words
from matcher.text.wording import Wording

BASE: Mapping[Channel, tuple[float, float, float]] = {
    # names of two characters or four letters; of three or five to six; and longer ones
    Channel.EXACT: (0.94, 1.00, 1.00),
    Channel.ALIAS: (0.80, 0.86, 0.90),
    Channel.GAP: (0.82, 0.90, 0.93),
    Channel.KANA: (0.76, 0.82, 0.88),
    Channel.SKELETON: (0.82, 0.88, 0.92),
    Channel.PINYIN: (0.78, 0.86, 0.90),
    Channel.ROMANISED: (0.76, 0.80, 0.86),
    Channel.SPLIT: (0.80, 0.86, 0.90),
    Channel.SHAPE: (0.75, 0.82, 0.88),
    Channel.MASK: (0.75, 0.80, 0.86),
    Channel.TYPO: (0.70, 0.76, 0.82),
    Channel.PINYIN_FUZZY: (0.74, 0.80, 0.84),
    Channel.SUBSTITUTED: (0.60, 0.75, 0.84),
    Channel.ORDER: (0.60, 0.70, 0.78),
    Channel.INITIALS: (0.40, 0.50, 0.55),
}
GOODS, COUNTERFEIT, GREY = 0.05, 0.10, 0.06
"""What evidence beside the mention adds."""

LOWERED: Mapping[Guard, float] = {
    Guard.ORDINARY_WORD: 0.35,
    Guard.KNOWN_WORD: 0.35,
    Guard.INSIDE_WORD: 0.35,
    Guard.SHORT_NAME: 0.10,
}


def length_class(form: Form) -> int:
    """0 for names so short that much looks like them, 1 for middling ones, 2 for long ones."""
    short, long = (2, 4) if form.writing is Writing.HAN else (4, 7)
    if len(form.chars) <= short:
        return 0
    return 1 if len(form.chars) < long else 2


def base_score(found: Found) -> float:
    """How sure the channel alone is, for a name of this length and so many differences."""
    score = BASE[found.channel][length_class(found.form)]
    if found.channel in (Channel.PINYIN, Channel.TYPO, Channel.PINYIN_FUZZY):
        score -= 0.03 * (found.distance - 1)
    return score


def word_guards(found: Found, aligned: str, wording: Wording) -> Iterator[Guard]:
    """Reasons to take what was found for something else, by the words around it."""
    if found.form.writing is Writing.HAN and found.channel is not Channel.EXACT:
        yield from _chinese_guards(found, aligned, wording)
    if found.channel in (Channel.TYPO, Channel.ROMANISED, Channel.MASK):
        word = aligned[found.first : found.beyond]
        if word in english_words():
            yield Guard.KNOWN_WORD


def _chinese_guards(found: Found, aligned: str, wording: Wording) -> Iterator[Guard]:
    if is_latin(aligned[found.first]) and is_latin(aligned[found.beyond - 1]):
        return
    if wording.inside_word(found.first, found.beyond):
        yield Guard.INSIDE_WORD
    elif wording.whole_word(found.first, found.beyond):
        yield Guard.ORDINARY_WORD

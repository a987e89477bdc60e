"""How sure a mention is: its channel and length, what stands around it, and what guards say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from matcher.text.folding import DROPPED, is_latin
from matcher.text.forms import Form, Found, Writing
from matcher.text.likelihood import WAYS_OF_MORE, edge_at, likelihood
from matcher.text.mention import Channel, Guard, Tier, UseContext
from matcher.text.setting import Setting
from matcher.text.vendored import english_words
from matcher.text.wording import named

BASE: Mapping[Channel, tuple[float, float, float]] = {
    # names of two characters or four letters; of three or five to six; and longer ones
    Channel.EXACT: (0.94, 1.00, 1.00),
    Channel.ALIAS: (0.76, 0.82, 0.88),
    Channel.GAP: (0.82, 0.90, 0.93),
    Channel.KANA: (0.78, 0.82, 0.88),
    Channel.SKELETON: (0.82, 0.88, 0.92),
    Channel.ROMANISED: (0.75, 0.80, 0.86),
    Channel.SPLIT: (0.80, 0.94, 0.95),
    Channel.MASK: (0.75, 0.82, 0.94),
    Channel.TYPO: (0.70, 0.76, 0.82),
    Channel.PINYIN: (0.78, 0.86, 0.90),
    Channel.PINYIN_FUZZY: (0.74, 0.80, 0.84),
    Channel.SHAPE: (0.75, 0.82, 0.88),
    Channel.SUBSTITUTED: (0.60, 0.75, 0.84),
    Channel.ORDER: (0.60, 0.70, 0.78),
    Channel.INITIALS: (0.40, 0.50, 0.55),
}
EVIDENCE: Mapping[Tier | None, float] = {Tier.COUNTERFEIT: 0.10, Tier.GREY: 0.06, None: 0.0}
GOODS = 0.04
"""What goods of the mark's classes add to a disguised mention."""

EVEN, EVEN_ODDS, SLOPE = 0.74, 0.5, 0.05
"""The score of a Chinese disguise at these log-odds, and what each further unit adds."""
LEAST, MOST = 0.45, 0.93

WITHIN_A_RUN, FIRST_LETTER, SECOND_SLIP = 0.05, 0.06, 0.05
LOWERED: Mapping[Guard, float] = {
    Guard.ORDINARY_WORD: 0.35,
    Guard.KNOWN_WORD: 0.12,
    Guard.INSIDE_WORD: 0.35,
    Guard.FORBIDDEN_WORD: 0.40,
    Guard.REQUIRED_WORD_MISSING: 0.40,
    Guard.OTHER_BRAND_DECLARED: 0.05,
    Guard.ALLOWED_USE: 0.40,
}
UNPROVEN = 0.70
"""The most that a mention reaches that needs evidence and has none."""
USES: Mapping[UseContext, float] = {
    UseContext.BRAND: 1.0,
    UseContext.COMPATIBLE: 0.70,
    UseContext.COMPARISON: 0.68,
    UseContext.WORD: 0.55,
}
"""The most that a mention in such a use reaches."""


def base_score(found: Found, setting: Setting) -> float:
    """How sure the channel alone is, for a name of this length and so many differences."""
    if found.form.writing is Writing.HAN and found.channel in WAYS_OF_MORE:
        odds = likelihood(found, setting.folded)
        return min(max(EVEN + SLOPE * (odds - EVEN_ODDS), LEAST), MOST)
    score = BASE[found.channel][length_class(found.form)]
    if found.channel is Channel.TYPO:
        score -= SECOND_SLIP * (found.distance - 1)
        if setting.folded.aligned[found.first] != found.form.chars[0]:
            score -= FIRST_LETTER
    if found.channel is Channel.MASK and length_class(found.form) == 0:
        edges = (found.first - 1, found.beyond)
        score -= WITHIN_A_RUN * (not any(edge_at(setting.folded, place) for place in edges))
    return score


def length_class(form: Form) -> int:
    """0 for names so short that much looks like them, 1 for middling ones, 2 for long ones."""
    short, long = (2, 4) if form.writing is Writing.HAN else (4, 7)
    if len(form.chars) <= short:
        return 0
    return 1 if len(form.chars) < long else 2


def word_guards(found: Found, setting: Setting) -> Iterator[Guard]:
    """Reasons to take what was found for something else, by the words around it."""
    if found.channel is Channel.EXACT:
        return
    aligned = setting.folded.aligned
    written = aligned[found.first : found.beyond].replace(DROPPED, "")
    if found.form.writing is Writing.HAN and not (is_latin(written[0]) and is_latin(written[-1])):
        yield from _chinese_guards(found, written, setting)
    elif found.channel in MISREAD and written in english_words():
        yield Guard.ORDINARY_WORD
    if written in setting.known_words and found.channel in CHANCE:
        yield Guard.KNOWN_WORD


CHANCE = frozenset(
    (
        Channel.TYPO, Channel.SHAPE, Channel.SUBSTITUTED, Channel.PINYIN, Channel.PINYIN_FUZZY,
        Channel.ORDER, Channel.KANA,
    )
)  # fmt: skip
"""Ways in which another word of the trade may look like a name."""


MISREAD = frozenset((Channel.TYPO, Channel.ROMANISED, Channel.ORDER))
"""Ways in which an English word may look like a name."""


def _chinese_guards(found: Found, written: str, setting: Setting) -> Iterator[Guard]:
    whole = found.beyond - found.first == len(written)
    if setting.wording.inside_word(found.first, found.beyond) and len(found.form.chars) < 4:
        yield Guard.INSIDE_WORD
    elif whole and setting.wording.whole_word(found.first, found.beyond):
        yield Guard.ORDINARY_WORD
    elif whole and named(written):
        yield Guard.KNOWN_WORD


def needs_evidence(found: Found) -> bool:
    """Whether this name, found in this way, is suggested only beside goods or a code word."""
    if found.form.name.needs_evidence is not None:
        return found.form.name.needs_evidence and found.channel is not Channel.EXACT
    if found.form.alias:
        return True
    latin = found.form.writing is not Writing.HAN
    return (
        latin
        and length_class(found.form) == 0
        and found.channel
        in SHORT_PROVEN
        | ({Channel.SKELETON, Channel.MASK} if len(found.form.chars) == 3 else set())
    )


SHORT_PROVEN = frozenset((Channel.TYPO, Channel.ORDER))

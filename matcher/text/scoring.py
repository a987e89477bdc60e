"""How sure a mention is: its channel and length, what stands around it, and what guards say."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from matcher.text.edges import PAUSES
from matcher.text.folding import DROPPED, is_latin
from matcher.text.forms import Form, Found, Writing
from matcher.text.goods import first_word
from matcher.text.lexicon import SoughtMark
from matcher.text.likelihood import WAYS_OF_MORE, likelihood, mask_odds
from matcher.text.mention import Channel, Guard, Tier, UseContext
from matcher.text.setting import Setting
from matcher.text.slips import likely_slip
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

FIRST_LETTER, UNLIKELY, SECOND_SLIP = 0.06, 0.06, 0.05
LONG_NAME = 2
DISMISSED = frozenset((Guard.ORDINARY_WORD, Guard.INSIDE_WORD))
"""What shows that it is not the name at all."""
WISHES = frozenset((Guard.FORBIDDEN_WORD, Guard.REQUIRED_WORD_MISSING, Guard.ALLOWED_USE))
REFUSED = 0.5
"""The most that a mention reaches that its owner does not want to see."""
UNPROVEN, COMMON = 0.70, 0.62
"""The most that a mention reaches that needs evidence and has none or that is a known word, and
one that is a common word."""
COMMON_FROM = 8
"""Titles of a crawl from which a word is common."""
USES: Mapping[UseContext, float] = {
    UseContext.BRAND: 1.0,
    UseContext.COMPATIBLE: 0.70,
    UseContext.COMPARISON: 0.68,
    UseContext.WORD: 0.55,
}
"""The most that a mention in such a use reaches."""


@dataclass(frozen=True, slots=True)
class Case:
    """Something found, with all that its score is made from."""

    found: Found
    mark: SoughtMark
    setting: Setting
    goods: str | None

    @property
    def written(self) -> str:
        """The folded letters of the stretch, without what parts them."""
        aligned = self.setting.folded.aligned[self.found.first : self.found.beyond]
        return aligned.replace(DROPPED, "")


def surety(case: Case, against: Collection[Guard]) -> float:
    """How sure it is that this is the name, from 0 to 1, whatever the name is used for."""
    if not DISMISSED.isdisjoint(against):
        return 0.0
    score = _base(case.found, case.setting)
    if case.found.channel is not Channel.EXACT:
        code_word = case.setting.code_word
        score += GOODS * (case.goods is not None)
        score = min(score + EVIDENCE[code_word.tier if code_word else None], 0.99)
    if Guard.NEEDS_EVIDENCE in against:
        score = min(score, UNPROVEN)
    if Guard.KNOWN_WORD in against:
        seen = case.setting.known_words.get(case.written, 0)
        score = min(score, UNPROVEN if 0 < seen < COMMON_FROM else COMMON)
    return score


def settled(sure: float, guards: Collection[Guard], context: UseContext) -> float:
    """The score: how sure it is, as far as the owner and the use of the name let it count."""
    wanted = WISHES.isdisjoint(guards)
    return round(min(sure, USES[context], 1.0 if wanted else REFUSED), 3)


def word_guards(case: Case) -> tuple[Guard, ...]:
    """What speaks against its being the name: other words, or evidence that is missing."""
    words = tuple(_word_guards(case))
    unproven = needs_evidence(case.found) and not case.goods and not case.setting.code_word
    return (*words, Guard.NEEDS_EVIDENCE) if unproven else words


def wishes(case: Case, context: UseContext) -> Iterator[Guard]:
    """What the owner asked for that this text does not fulfil."""
    mark, folded = case.mark, case.setting.folded
    if mark.forbidden_words and first_word(folded, mark.forbidden_words):
        yield Guard.FORBIDDEN_WORD
    if mark.required_words and not first_word(folded, mark.required_words):
        yield Guard.REQUIRED_WORD_MISSING
    if context in mark.allowed_uses:
        yield Guard.ALLOWED_USE


def _base(found: Found, setting: Setting) -> float:
    """How sure the channel alone is, for a name of this length and so many differences."""
    if found.form.writing is Writing.HAN and found.channel in WAYS_OF_MORE:
        odds = likelihood(found, setting.folded)
        return min(max(EVEN + SLOPE * (odds - EVEN_ODDS), LEAST), MOST)
    score = BASE[found.channel][length_class(found.form)]
    if found.channel is Channel.TYPO:
        score -= SECOND_SLIP * (found.distance - 1)
        written = setting.folded.aligned[found.first : found.beyond].replace(DROPPED, "")
        score -= FIRST_LETTER * (written[0] != found.form.chars[0])
        likely = length_class(found.form) == LONG_NAME or likely_slip(written, found.form.chars)
        score -= UNLIKELY * (not likely)
    if found.channel is Channel.MASK and length_class(found.form) == 0:
        score += mask_odds(found, setting.folded)
    return score


def length_class(form: Form) -> int:
    """0 for names so short that much looks like them, 1 for middling ones, 2 for long ones."""
    short, long = (2, 4) if form.writing is Writing.HAN else (4, 7)
    if len(form.chars) <= short:
        return 0
    return 1 if len(form.chars) < long else 2


def _word_guards(case: Case) -> Iterator[Guard]:
    """Reasons to take what was found for something else, by the words around it."""
    found, written = case.found, case.written
    if found.channel is Channel.EXACT:
        return
    if found.form.writing is Writing.HAN and not (is_latin(written[0]) and is_latin(written[-1])):
        yield from _chinese_guards(found, written, case.setting)
    elif written in english_words() and by_chance(found.channel, written):
        yield Guard.ORDINARY_WORD
    if written in case.setting.known_words and by_chance(found.channel, written):
        yield Guard.KNOWN_WORD


CHANCE = frozenset(
    (
        Channel.TYPO, Channel.SHAPE, Channel.SUBSTITUTED, Channel.PINYIN, Channel.PINYIN_FUZZY,
        Channel.ORDER, Channel.KANA, Channel.ROMANISED,
    )
)  # fmt: skip


def by_chance(channel: Channel, written: str) -> bool:
    """Whether another word of the trade may look like a name in this way.

    Nobody writes signs, digits or parts of letters for letters by chance; but a word of plain
    letters may look like another (ultra, Vitra).
    """
    return channel in CHANCE or (channel is Channel.SKELETON and written.isalpha())


BY_SOUND = frozenset((Channel.PINYIN, Channel.PINYIN_FUZZY))
"""Ways by which a name also comes to be known in another spelling (迪斯尼)."""


def _chinese_guards(found: Found, written: str, setting: Setting) -> Iterator[Guard]:
    whole = found.beyond - found.first == len(written)
    between = setting.folded.text[found.first : found.beyond]
    # what was garbled on its way tells nothing of the character that stood there
    garbled = found.channel is Channel.SUBSTITUTED and any(map(_unreadable, between))
    parted = garbled or PAUSES.intersection(between)
    within = setting.wording.inside_word(found.first, found.beyond)
    if parted or (within and len(found.form.chars) < 4):
        yield Guard.INSIDE_WORD
    elif whole and setting.wording.whole_word(found.first, found.beyond):
        yield Guard.ORDINARY_WORD
    elif whole and named(written) and not (found.channel in BY_SOUND and len(written) > 2):
        yield Guard.KNOWN_WORD


def _unreadable(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Co")


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

"""Mentions of marks in a text: found by candidates first, each verified, with exact places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from types import MappingProxyType

from domain.candidates import Band
from domain.rights import RightSlug
from matcher.text.context import use_context
from matcher.text.edges import costumed
from matcher.text.folding import fold
from matcher.text.forms import Found, Way, form_of
from matcher.text.goods import first_word
from matcher.text.lexicon import SoughtMark
from matcher.text.mention import Channel, Mention, UseContext
from matcher.text.scoring import USES, Case, settled, surety, wishes, word_guards
from matcher.text.setting import Setting
from matcher.text.uses import word_use
from matcher.text.ways.characters import Characters
from matcher.text.ways.kana import Kana
from matcher.text.ways.masks import Masks
from matcher.text.ways.pinyin import Pinyin
from matcher.text.ways.plain import Plain
from matcher.text.ways.skeleton import Skeleton
from matcher.text.ways.splits import Splits
from matcher.text.ways.typos import Typos

__all__ = ["Channel", "Mention", "MentionFinder"]

NONE_KNOWN: Mapping[str, int] = MappingProxyType({})
MOST_FOUND = 200
"""Finds of one way that are weighed in a text; a text that names marks more often is an attack."""
LEAST_TOLD = 0.55
"""Below this score what was found is chance, and is not told at all."""


class MentionFinder:
    """Finds every mark of a portfolio in a text; marks may be added at any time.

    `known_words` are folded words of the trade that are no slip of a name, with the number of
    titles of a crawl they stand in.
    """

    def __init__(
        self, marks: Iterable[SoughtMark] = (), *, known_words: Mapping[str, int] = NONE_KNOWN
    ) -> None:
        self._marks: dict[RightSlug, SoughtMark] = {}
        self._known_words = known_words
        self._ways: tuple[Way, ...] = (
            Plain(), Skeleton(), Kana(), Splits(), Pinyin(), Characters(), Masks(), Typos(),
        )  # fmt: skip
        for mark in marks:
            self.add(mark)

    def add(self, mark: SoughtMark) -> None:
        """Look for this mark as well, from the next text on."""
        self._marks[mark.slug] = mark
        for name in mark.names:
            form = form_of(mark.slug, name)
            if form is not None:
                for way in self._ways:
                    way.add(form)

    def learn(self, words: Mapping[str, int]) -> None:
        """Take these folded words for words of the trade, in place of those known so far."""
        self._known_words = words

    def find(self, text: str) -> list[Mention]:
        """The marks that the text mentions, in order of place.

        Of mentions that overlap, the surest and longest stays: a name inside a longer name of
        the portfolio is not a mention of its own.
        """
        folded = fold(text)
        found = [one for way in self._ways for one in islice(way.find(folded), MOST_FOUND)]
        if not found:
            return []
        setting = Setting(folded, self._known_words)
        told = [self._told(one, found, setting) for one in found]
        return _apart(_as_one_use([one for one in told if one is not None]))

    def _told(self, one: Found, found: Sequence[Found], setting: Setting) -> Mention | None:
        mark = self._marks[one.form.mark]
        case = Case(one, mark, setting, _goods(mark, setting))
        against = word_guards(case)
        sure = surety(case, against)
        if sure < LEAST_TOLD:
            return None
        start, end = setting.folded.span(one.first, one.beyond)
        disguised = one.channel is not Channel.EXACT or costumed(setting.folded, one)
        context = use_context(setting.folded.original, start, end, disguised=disguised)
        if context is UseContext.BRAND and word_use(one, found, mark, setting):
            context = UseContext.WORD
        guards = (*against, *wishes(case, context))
        score = settled(sure, guards, context)
        return Mention(
            one.form.mark, one.form.name, one.channel, one.distance, start, end,
            setting.folded.original[start:end], context, score, _band(score, mark),
            guards=guards, goods=case.goods, code_word=setting.code_word, claim=setting.claim,
        )  # fmt: skip


def _goods(mark: SoughtMark, setting: Setting) -> str | None:
    """A word for goods of the mark: the owner's own before those of its classes."""
    own = first_word(setting.folded, mark.goods_words) if mark.goods_words else None
    classes = (setting.goods[one] for one in mark.nice_classes if one in setting.goods)
    return own or next(classes, None)


def _as_one_use(told: list[Mention]) -> list[Mention]:
    """What fits a mark in one place of a text is not its own goods in another."""
    fitting = {
        one.mark
        for one in told
        if one.context is UseContext.COMPATIBLE and one.channel is Channel.EXACT
    }
    return [_fitted(one) if one.mark in fitting else one for one in told]


def _fitted(one: Mention) -> Mention:
    if one.channel is not Channel.EXACT or one.context is not UseContext.BRAND:
        return one
    score = min(one.score, USES[UseContext.COMPATIBLE])
    return replace(one, context=UseContext.COMPATIBLE, score=score, band=Band.REVIEW)


def _band(score: float, mark: SoughtMark) -> Band:
    if score >= mark.suggest:
        return Band.SUGGEST
    return Band.REVIEW if score >= mark.review else Band.LOG


def _apart(told: list[Mention]) -> list[Mention]:
    """The best of what overlaps, in order of place; equal places of two marks all stay."""
    kept: list[Mention] = []
    for one in sorted(told, key=lambda one: (-one.score, one.start - one.end, one.start)):
        if not any(_clash(one, other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: (one.start, one.end, one.mark))


def _clash(left: Mention, right: Mention) -> bool:
    if left.start >= right.end or right.start >= left.end:
        return False
    return left.mark == right.mark or (left.start, left.end) != (right.start, right.end)

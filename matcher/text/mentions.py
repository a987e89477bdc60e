"""Mentions of marks in a text: found by candidates first, each verified, with exact places."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from domain.candidates import Band
from domain.rights import RightSlug
from matcher.text.codewords import claim_in, code_words
from matcher.text.context import UseContext, use_context
from matcher.text.folding import Folded, fold
from matcher.text.forms import Found, Way, form_of
from matcher.text.lexicon import SoughtMark
from matcher.text.mention import Channel, CodeWord, Mention, Tier
from matcher.text.scoring import COUNTERFEIT, GREY, LOWERED, base_score, word_guards
from matcher.text.ways.characters import Characters
from matcher.text.ways.kana import Kana
from matcher.text.ways.masks import Masks
from matcher.text.ways.pinyin import Pinyin
from matcher.text.ways.plain import Plain
from matcher.text.ways.skeleton import Skeleton
from matcher.text.ways.splits import Splits
from matcher.text.ways.typos import Typos
from matcher.text.wording import Wording

__all__ = ["Channel", "Mention", "MentionFinder"]


class MentionFinder:
    """Finds every mark of a portfolio in a text; marks may be added at any time."""

    def __init__(self, marks: Iterable[SoughtMark] = ()) -> None:
        self._marks: dict[RightSlug, SoughtMark] = {}
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

    def find(self, text: str) -> list[Mention]:
        """The marks that the text mentions, in order of place.

        Of mentions that overlap, the plainest and longest stays: a name inside a longer name of
        the portfolio is not a mention of its own.
        """
        folded = fold(text)
        found = [one for way in self._ways for one in way.find(folded)]
        if not found:
            return []
        setting = _Setting(folded)
        told = [self._told(one, setting) for one in found]
        return _apart(told)

    def _told(self, found: Found, setting: _Setting) -> Mention:
        mark = self._marks[found.form.mark]
        folded = setting.folded
        start, end = folded.span(found.first, found.beyond)
        guards = tuple(word_guards(found, folded.aligned, setting.wording))
        context = use_context(folded.original, start, end)
        score = base_score(found)
        if setting.code_word:
            score += COUNTERFEIT if setting.code_word.tier is Tier.COUNTERFEIT else GREY
        score = min(score, 0.99) if score < 1 else 1.0
        score -= sum(LOWERED.get(guard, 0) for guard in guards)
        if context is UseContext.COMPATIBLE:
            score = min(score, 0.70)
        if context is UseContext.WORD:
            score = min(score, 0.60)
        score = round(max(score, 0.0), 3)
        band = (
            Band.SUGGEST
            if score >= mark.suggest
            else Band.REVIEW
            if score >= mark.review
            else Band.LOG
        )
        return Mention(
            found.form.mark,
            found.form.name,
            found.channel,
            found.distance,
            start,
            end,
            folded.original[start:end],
            context,
            score,
            band,
            guards=guards,
            code_word=setting.code_word,
        )


class _Setting:
    """What of a text concerns all mentions in it, worked out when first asked."""

    def __init__(self, folded: Folded) -> None:
        self.folded = folded
        self.wording = Wording(folded)

    @cached_property
    def code_word(self) -> CodeWord | None:
        return next(code_words(self.folded.original), None)

    @cached_property
    def claim(self) -> str | None:
        return claim_in(self.folded.original)


def _apart(told: list[Mention]) -> list[Mention]:
    """The best of what overlaps, in order of place; equal places all stay."""
    kept: list[Mention] = []
    for one in sorted(told, key=lambda one: (-one.score, one.start - one.end, one.start)):
        if not any(
            one.start < other.end
            and other.start < one.end
            and ((one.start, one.end) != (other.start, other.end) or one.mark == other.mark)
            for other in kept
        ):
            kept.append(one)
    return sorted(kept, key=lambda one: (one.start, one.end, one.mark))

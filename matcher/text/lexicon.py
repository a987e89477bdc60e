"""What the search is built from: every mark with its names, its goods and its owner's wishes."""

from __future__ import annotations

from dataclasses import dataclass

from domain.rights import Mark, RightSlug
from matcher.text.mention import SoughtName, UseContext

SUGGEST, REVIEW = 0.74, 0.66
"""Scores from which a mention is suggested, or put up for review, unless its mark says else."""


@dataclass(frozen=True, slots=True)
class SoughtMark:
    """A mark as it is looked for.

    Attributes:
        names: Registered names, transliterations, and the aliases that a person approved.
        nice_classes: Bring the goods words of their classes.
        goods_words: Further words for the owner's goods.
        required_words: Where given, one of them must stand in the text.
        forbidden_words: Where one of them stands in the text, nothing is suggested.
        allowed_uses: Uses the owner does not mind; they are logged and never suggested.
        suggest: The score from which a mention is suggested.
        review: The score from which a mention is put up for review.
    """

    slug: RightSlug
    names: tuple[SoughtName, ...]
    nice_classes: tuple[int, ...] = ()
    goods_words: tuple[str, ...] = ()
    required_words: tuple[str, ...] = ()
    forbidden_words: tuple[str, ...] = ()
    allowed_uses: frozenset[UseContext] = frozenset()
    suggest: float = SUGGEST
    review: float = REVIEW


def sought_mark(mark: Mark) -> SoughtMark:
    """The mark of a portfolio, looked for in the ways that fit its names."""
    names = tuple(SoughtName(name.text, name.kind) for name in mark.names)
    return SoughtMark(mark.slug, names, mark.nice_classes, mark.goods_words)

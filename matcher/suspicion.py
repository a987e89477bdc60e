"""Which listings are worth the cost of reading their pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.candidates import Score
from domain.digests import Sha256
from domain.listings import Sighting
from domain.rights import Mark, MarkKind, RightSlug
from matcher.features import Rights, has_goods_word


def is_suspicious(
    sighting: Sighting, scored: Sequence[tuple[RightSlug, Score]], rights: Rights
) -> bool:
    """Whether it touches a right already, or offers goods that a mark is registered for.

    A seller who keeps the mark out of the title still has to say what the goods are.
    """
    title = sighting.facts.title
    if scored or not title:
        return bool(scored)
    marks = (right for right in rights.by_slug.values() if isinstance(right, Mark))
    return any(has_goods_word(mark, title) is not None for mark in marks)


def figures_of(rights: Rights) -> Mapping[Sha256, Sequence[RightSlug]]:
    """The drawings of the figurative marks in force that may be looked for, with their marks."""
    found: dict[Sha256, list[RightSlug]] = {}
    for digest, references in rights.owners.items():
        for reference in references:
            right = rights.by_slug[reference.right]
            if isinstance(right, Mark) and right.kind is MarkKind.FIGURATIVE:
                found.setdefault(digest, []).append(reference.right)
    return found

"""Thresholds that decisions speak for: proposed from the older ones, tried on the newer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.evaluation import Judged

LEAST = 60
"""Decisions below which nothing is proposed."""

OLDER = 0.7
"""The share of decisions, oldest first, from which thresholds are taken; the rest tries them."""

SUGGEST_PRECISION, REVIEW_PRECISION = 0.9, 0.3
"""What of everything shown first, or shown at all, shall at least be infringing."""

GRID = 100
Z = 1.96


@dataclass(frozen=True, slots=True)
class Tried:
    """A threshold on decisions: how many reach it, and how many of them were infringing."""

    threshold: float
    shown: int
    infringing: int

    @property
    def precision(self) -> float | None:
        """The share that was infringing; None where nothing reaches the threshold."""
        return self.infringing / self.shown if self.shown else None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Thresholds for both bands, each on the decisions it was taken from and on newer ones."""

    suggest: Tried
    suggest_tried: Tried
    review: Tried
    review_tried: Tried
    decisions: int


def propose(judged: Sequence[Judged], *, review_now: float) -> Proposal | None:
    """The lowest thresholds whose precision is sure enough, from decisions oldest first.

    Sure enough: the lower end of Wilson's interval (95 %; E. B. Wilson, 1927) reaches the wanted
    precision. What lies below the present review threshold was shown to nobody, so nothing below
    it is proposed.

    Returns:
        None where there are too few decisions, or no threshold is sure enough.
    """
    rows = list(judged)
    cut = int(len(rows) * OLDER)
    older, newer = rows[:cut], rows[cut:]
    if len(rows) < LEAST:
        return None
    suggest = _lowest(older, SUGGEST_PRECISION, review_now)
    review = _lowest(older, REVIEW_PRECISION, review_now)
    if suggest is None or review is None:
        return None
    lower = min(review, suggest)
    return Proposal(
        tried(older, suggest),
        tried(newer, suggest),
        tried(older, lower),
        tried(newer, lower),
        len(rows),
    )


def tried(judged: Sequence[Judged], threshold: float) -> Tried:
    """What a threshold would have shown of these."""
    reached = [one for one in judged if one.score >= threshold]
    return Tried(threshold, len(reached), sum(one.infringing for one in reached))


def wilson_low(hits: int, of: int) -> float:
    """The lower end of Wilson's interval for a share; 0 of nothing."""
    if not of:
        return 0.0
    share, z2 = hits / of, Z * Z
    middle = share + z2 / (2 * of)
    spread = Z * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(0.0, (middle - spread) / (1 + z2 / of))


def _lowest(judged: Sequence[Judged], wanted: float, floor: float) -> float | None:
    for step in range(math.ceil(floor * GRID), GRID):
        found = tried(judged, step / GRID)
        if found.shown and wilson_low(found.infringing, found.shown) >= wanted:
            return step / GRID
    return None

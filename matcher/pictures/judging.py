"""What the evidence says: the same picture, the same artwork, the same scene, or nothing.

The weights were fitted by logistic regression on the half of the shared pictures that nothing is
reported on (`bench.picture_split`): edited copies against listings of others, goods on one carpet
and cartons photographed anew.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from domain.placements import Numbers
from matcher.pictures.agreeing import Blocks

LEAST_BLOCKS, LEAST_PAIRS = 6, 6
"""Agreeing blocks and pairs of points without which nothing is said."""

BY_PRINT_BLOCKS, BY_PRINT_SHARE = 10, 0.65
"""Agreeing blocks, and their share of those told, that a near print alone must have."""

PAIRS_OF_A_PRINT = 30
"""Pairs of points for which a near print counts beside its blocks."""

LEAST_SHARE, LEAST_DEPTH, FARTHEST_OFF = 0.4, 0.75, 0.004
"""What a copy found by points shows at least: share of agreeing blocks, their mean correlation,
and points no further off than this share of a side. Pictures of little contrast leave little over,
whatever they are laid on."""

SAME_PICTURE, SAME_ARTWORK, SAME_SCENE = 0.5, 0.66, 0.35
"""Likelihoods from which a finding is told; a scene is likely as an artwork, and yet not it."""

BESIDE_A_SURER = 0.6
"""The score of an artwork at most, where a surer reference lies in the same place."""

LEAST_SCORE = {"same_picture": 0.77, "same_artwork": 0.75, "same_scene": 0.35}
"""Where the scores of a finding begin; they end at 1, a scene's below the others'."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a reference beside its blocks.

    The stage that found it; pairs of points that agree, and how far they lie off; or the distance
    of the prints.
    """

    stage: str
    pairs: tuple[Numbers, ...] = ()
    off: float = 0.0
    bits: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found, and how sure it is, from 0 to 1."""

    finding: str
    score: float


def judged(evidence: Evidence, blocks: Blocks) -> Verdict | None:
    """The finding; None where there is none at all."""
    if blocks.agreeing < LEAST_BLOCKS:
        return None
    if evidence.bits is not None:
        enough = blocks.agreeing >= BY_PRINT_BLOCKS and blocks.share >= BY_PRINT_SHARE
        likely = _picture_likelihood(PAIRS_OF_A_PRINT, 0.0, blocks)
        return _verdict("same_picture", likely, SAME_PICTURE) if enough else None
    count = len(evidence.pairs)
    if count < LEAST_PAIRS:
        return None
    likely = _picture_likelihood(count, evidence.off, blocks)
    if likely >= SAME_PICTURE and _is_sound(evidence, blocks):
        return _verdict("same_picture", likely, SAME_PICTURE)
    likely = _artwork_likelihood(count, blocks)
    if likely >= SAME_ARTWORK:
        return _verdict("same_artwork", likely, SAME_ARTWORK)
    return Verdict("same_scene", round(likely, 4)) if likely >= SAME_SCENE else None


def may_be_nudged(evidence: Evidence, blocks: Blocks, verdict: Verdict | None) -> bool:
    """Whether a better place of the reference might tell more than the blocks do now."""
    settled = verdict is not None and verdict.finding == "same_picture"
    return not settled and len(evidence.pairs) >= LEAST_PAIRS and blocks.agreeing >= LEAST_BLOCKS


def _is_sound(evidence: Evidence, blocks: Blocks) -> bool:
    enough = blocks.share >= LEAST_SHARE and blocks.depth >= LEAST_DEPTH
    return enough and evidence.off <= FARTHEST_OFF


def _picture_likelihood(pairs: int, off: float, blocks: Blocks) -> float:
    """That it is the same picture: high shares, and little in the agreeing blocks left over."""
    return _likelihood(
        0.56 * math.log1p(pairs)
        + 7.0 * blocks.share
        - 340 * min(off, 0.01)
        - 4.5 * math.log(max(1.0, blocks.left_over))
        + 7.0
    )


def _artwork_likelihood(pairs: int, blocks: Blocks) -> float:
    """That it is the same artwork: many points, most of them where they should be."""
    return _likelihood(4.1 * math.log1p(pairs) + 6.3 * blocks.share + 4.8 * blocks.depth - 22.4)


def _verdict(finding: str, likely: float, least: float) -> Verdict | None:
    if likely < least:
        return None
    begin = LEAST_SCORE[finding]
    return Verdict(finding, round(begin + (1 - begin) * (likely - least) / (1 - least), 4))


def _likelihood(weighed: float) -> float:
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, weighed))))

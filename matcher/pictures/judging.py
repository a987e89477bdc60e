"""What the evidence says: the same picture, the same artwork, the same scene, or nothing.

A copy is told at once. What may have been photographed anew is straightened first, and judged by
the points that agree then; packages of one brand are told apart by their colours.

All was set on the half of the shared pictures that nothing is reported on (`bench.picture_split`):
the weights of a copy by logistic regression, on 1,021 edited copies and 2,500 listings of others;
those of an artwork by a search of a few weights, on the same others and all 95 photographs of the
six cartons whose pictures lie in that half (no report holds any of these). That colours say
little of an artwork, and how few clear points make one worth straightening, was chosen after a
look at why cartons of the other half failed.
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

COPY_BITS, BY_A_COPYS_PRINT = 31, 8.0
"""Bits of PDQ up to which a picture is a copy (ThreatExchange), and what that adds to what its
blocks say: of 2,500 listings of others none had such a print and blocks that agree."""

SMALL_SCALE, SMALL_AREA = 0.6, 0.2
"""Pixels for one of the frame, and share of the picture, below which a place is too small for
anything to be told: plain figures are found in letters and patterns."""

MOST_OTHERWISE = 0.4
"""Share of blocks in which a copy may show something else: goods that lie on one carpet do."""

WORTH_NUDGING = 0.4
"""Share of blocks that agree from which a better place may make a copy of it: it costs 5 ms."""

SAME_PICTURE, SAME_ARTWORK, SAME_SCENE = 0.7, 8.75, 0.21
"""The likelihood of a copy, the weight of what speaks for an artwork, and the likelihood of a
scene, from which each is told. Cartons photographed from the front in even light reach 0.69 as a
copy; a scene is likely as an artwork, and yet not it."""

WORTH_CLEAR, WORTH_STRAIGHTENING = 3, 5.0
"""Clear points, and the weight of what speaks for an artwork, from which it is straightened."""

SHADED = 1.8
"""Shades of a reference (bits) from which its points are no worse than others': the corners of a
flat drawing are like those of any other."""

MOST_OF_A_SCENE = 0.6
"""The score of a scene at most, and of an artwork where a surer reference lies in its place."""

SCORES = {"same_picture": (0.85, 1.0), "same_artwork": (0.75, 0.85)}
"""Where the scores of a finding begin and end: any copy is surer than an artwork."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a reference beside its blocks.

    The stage that found it; pairs of points that agree, and how many of them no other place of
    either could stand for; or the distance of the prints. `area` is the share of the picture that
    the reference's outline covers, `tints` how alike its colours are, `shades` how many it has.
    """

    stage: str
    pairs: tuple[Numbers, ...] = ()
    bits: int | None = None
    clear: int = 0
    area: float = 1.0
    tints: float = 0.0
    shades: float = SHADED


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found, and how sure it is, from 0 to 1."""

    finding: str
    score: float


def judged(evidence: Evidence, blocks: Blocks) -> Verdict | None:
    """Whether it is a copy, and how sure; None where nothing says so."""
    if not _may_be_told(evidence, blocks):
        return None
    if evidence.bits is not None:
        enough = blocks.agreeing >= BY_PRINT_BLOCKS and blocks.share >= BY_PRINT_SHARE
        return _copy(blocks, evidence.bits) if enough else None
    return _copy(blocks)


def may_be_artwork(evidence: Evidence, blocks: Blocks) -> bool:
    """Whether it is worth being straightened to see if it is the same artwork: it costs 15 ms."""
    worth = evidence.bits is None and evidence.clear >= WORTH_CLEAR
    small = _is_small(evidence, blocks) or len(evidence.pairs) < LEAST_PAIRS
    return worth and not small and _artwork_weighed(evidence, blocks) >= WORTH_STRAIGHTENING


def judged_anew(straight: Evidence, blocks: Blocks) -> Verdict | None:
    """The same artwork or scene, from the points that agree once it is straightened."""
    if not _may_be_told(straight, blocks):
        return None
    weighed = _artwork_weighed(straight, blocks)
    # siblings share their print: colours say little of whether it is there, and much of which
    likely = _likelihood(weighed + 8 * straight.tints - 11.8)
    if weighed + 2 * straight.tints >= SAME_ARTWORK:
        return _verdict("same_artwork", likely, 0.0)
    if likely < SAME_SCENE:
        return None
    return Verdict("same_scene", round(min(likely, MOST_OF_A_SCENE), 4))


def may_be_nudged(evidence: Evidence, blocks: Blocks) -> bool:
    """Whether what is no copy might be one in a better place of the reference."""
    return blocks.share >= WORTH_NUDGING and _may_be_told(evidence, blocks)


def _may_be_told(evidence: Evidence, blocks: Blocks) -> bool:
    """Whether there is enough of it for anything to be told."""
    enough = evidence.bits is not None or len(evidence.pairs) >= LEAST_PAIRS
    return enough and not _is_small(evidence, blocks) and blocks.agreeing >= LEAST_BLOCKS


def _is_small(evidence: Evidence, blocks: Blocks) -> bool:
    return blocks.scale < SMALL_SCALE and evidence.area < SMALL_AREA


def _copy(blocks: Blocks, bits: int | None = None) -> Verdict | None:
    if blocks.otherwise > MOST_OTHERWISE:
        return None
    return _verdict("same_picture", _picture_likelihood(blocks, bits), SAME_PICTURE)


def _picture_likelihood(blocks: Blocks, bits: int | None) -> float:
    """That it is the same picture: corners that agree, and little in their blocks left over."""
    by_print = BY_A_COPYS_PRINT if bits is not None and bits <= COPY_BITS else 0.0
    return _likelihood(
        by_print
        + 4.5 * math.log1p(blocks.cornered)
        - 3.0 * math.log1p(int(blocks.told.sum()))
        - 3.15 * math.log(max(1.0, blocks.left_over))
        + 3.35
    )


def _artwork_weighed(evidence: Evidence, blocks: Blocks) -> float:
    """What speaks for an artwork but its colours: points, clear ones among them, and corners."""
    points = math.log(len(evidence.pairs)) + math.log1p(evidence.clear)
    corners = 0.6 * math.log1p(blocks.cornered)
    return points + corners - 4 * max(0.0, SHADED - evidence.shades)


def _verdict(finding: str, likely: float, least: float) -> Verdict | None:
    if likely < least:
        return None
    begin, end = SCORES[finding]
    return Verdict(finding, round(begin + (end - begin) * (likely - least) / (1 - least), 4))


def _likelihood(weighed: float) -> float:
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, weighed))))

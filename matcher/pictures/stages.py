"""The stages of a comparison: by prints, and by points that agree; both end at the blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.digests import Sha256
from matcher.pictures.agreeing import Levels, compared_blocks, nudged, shown_in_frame
from matcher.pictures.candidates import Searched, candidates_for
from matcher.pictures.described import Described, mirrored
from matcher.pictures.gallery import Found
from matcher.pictures.geometry import Matrix, projected, unit_corners
from matcher.pictures.judging import (
    COPY_BITS,
    Evidence,
    judged,
    judged_anew,
    may_be_artwork,
    may_be_nudged,
)
from matcher.pictures.laid_out import LaidOut
from matcher.pictures.pdq import TURNS, turn_matrix
from matcher.pictures.printed import PARTS, Printed
from matcher.pictures.registering import Lies, is_likely, registered
from matcher.pictures.straightening import straightened
from matcher.pictures.tints import tint_likeness
from matcher.pictures.trimming import Box

CANDIDATE_BITS = 64
"""Bits of PDQ up to which a reference is worth a look at its blocks."""

NEAREST_PRINTS = 6
"""References whose blocks are looked at for their prints."""

SURE = 0.97
"""The score from which a copy is looked for no more in its place; no artwork has it."""

FLIP = np.array([[-1, 0, 1], [0, 1, 0], [0, 0, 1.0]])


@dataclass(frozen=True, slots=True)
class NearPrint:
    """A print near one of the picture's: their distance, the turn's row, and whose it is."""

    bits: int
    row: int
    owner: int
    laid: LaidOut

    @property
    def rank(self) -> tuple[int, int, int]:
        """The order in which prints are looked at."""
        return self.bits, self.row, self.owner


@dataclass(frozen=True, slots=True)
class Way:
    """A way of looking for points.

    Its name, how many references are put in their place at most, and how clear each must be.
    """

    stage: str
    candidates: int
    least_clear: float


@dataclass(frozen=True, slots=True)
class Look:
    """A picture with all that the stages read, and what was found in it so far."""

    described: Described
    grey: NDArray[np.uint8]
    levels: Levels
    colours: Levels
    found: dict[Sha256, Found]

    def keep(self, told: Found | None) -> None:
        """Keep the surest finding of each reference; that it is a copy before all else."""
        before = None if told is None else self.found.get(told.reference)
        if told is not None and (before is None or _surer(told) > _surer(before)):
            self.found[told.reference] = told

    def shows(self) -> bool:
        """Whether it is a copy of a reference."""
        return any(one.finding == "same_picture" for one in self.found.values())

    def surely_shows(self, box: Box) -> bool:
        """Whether it is surely a copy at the middle of this part of it."""
        middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        sure = (one for one in self.found.values() if one.score >= SURE)
        outlines = (projected(one.matrix, unit_corners()).astype(np.float32) for one in sure)
        return any(cv2.pointPolygonTest(one, middle, measureDist=False) > 0 for one in outlines)


def _surer(told: Found) -> tuple[bool, float]:
    """Symmetric goods are found mirrored too, as their artwork, and not where they lie."""
    return told.finding == "same_picture", told.score


def by_prints(look: Look, searched: Searched, prints: Sequence[Printed]) -> bool:
    """Look at references whose print lies near one of these in some turn.

    Returns:
        Whether a print and its blocks say that it is a copy.
    """
    near: dict[Sha256, NearPrint] = {}
    is_copy = False
    for one in _near_prints(prints, searched):
        name = one.laid.names[one.owner // PARTS]
        if name not in searched.off and (name not in near or one.rank < near[name].rank):
            near[name] = one
    for name in sorted(near, key=lambda name: (near[name].bits, name))[:NEAREST_PRINTS]:
        one = near[name]
        own = one.laid.described(one.owner // PARTS)
        from_own = own.prints[one.owner % PARTS].matrix @ turn_matrix(one.row % TURNS)
        matrix = prints[one.row // TURNS].matrix @ np.linalg.inv(from_own)
        stage = "copy" if one.bits <= COPY_BITS else "print"
        told = _told(look, name, own, matrix, Evidence(stage, bits=one.bits))
        look.keep(told)
        is_copy |= told is not None and stage == "copy"
    return is_copy


def by_points(look: Look, searched: Searched, seen: Described, way: Way) -> float:
    """Look at references with most points that agree, each put in its place.

    Returns:
        How clearly the clearest of them came up; 0 where none did.
    """
    ways = {False: seen, True: mirrored(seen)}
    candidates = candidates_for(ways, searched, way.candidates)
    for one in (one for one in candidates if one.clearness >= way.least_clear):
        own, theirs = one.own, ways[one.mirrored]
        lies = registered(own, theirs, one.pairs)
        if lies is None:
            continue
        pairs = _pairs(own, theirs, lies, flip=one.mirrored)
        matrix = FLIP @ lies.matrix if one.mirrored else lies.matrix
        evidence = Evidence(way.stage, pairs, clear=lies.clear)
        look.keep(_told(look, one.name, own, matrix, evidence))
    return candidates[0].clearness if candidates else 0.0


def _near_prints(prints: Sequence[Printed], searched: Searched) -> Iterator[NearPrint]:
    rows = [
        part * TURNS + turn
        for part, one in enumerate(prints)
        if one.tells
        for turn in range(TURNS)
    ]
    codes = np.concatenate([one.codes for one in prints])
    for laid in searched.laid if rows else ():
        for asked, found, bits in zip(*laid.prints.near(codes[rows], CANDIDATE_BITS), strict=True):
            yield NearPrint(int(bits), rows[asked], int(laid.print_owners[found]), laid)


def _told(
    look: Look, name: Sha256, own: Described, matrix: Matrix, evidence: Evidence
) -> Found | None:
    size = look.described.size
    frame = own.frame
    blocks = compared_blocks(look.levels, size, frame, matrix)
    evidence = replace(evidence, area=_area(matrix), shades=own.shades)
    verdict = judged(evidence, blocks)
    if verdict is None and may_be_nudged(evidence, blocks):
        moved = nudged(look.levels, size, frame, matrix)
        if moved is not None and is_likely(moved, size):
            closer = compared_blocks(look.levels, size, frame, moved)
            if closer.agreeing > blocks.agreeing:
                matrix, verdict = moved, judged(evidence, closer)
    if verdict is None and may_be_artwork(evidence, blocks):
        return _told_anew(look, name, own, matrix, evidence)
    if verdict is None:
        return None
    return Found(name, verdict.finding, verdict.score, evidence.stage, matrix, evidence.pairs)


def _told_anew(
    look: Look, name: Sha256, own: Described, matrix: Matrix, evidence: Evidence
) -> Found | None:
    size = look.described.size
    straight = straightened(own, look.levels, size, matrix)
    if straight is None or not is_likely(straight.matrix, size):
        return None
    blocks = compared_blocks(look.levels, size, own.frame, straight.matrix)
    seen = shown_in_frame(look.colours, size, straight.matrix)
    evidence = replace(
        evidence,
        pairs=straight.pairs,
        clear=straight.clear,
        area=_area(straight.matrix),
        tints=tint_likeness(own.tints, seen, straight.matrix),
    )
    verdict = judged_anew(evidence, blocks)
    if verdict is None:
        return None
    return Found(
        name, verdict.finding, verdict.score, evidence.stage, straight.matrix, straight.pairs
    )


def _area(matrix: Matrix) -> float:
    """Share of the picture that the outline would cover, were it all there."""
    return float(cv2.contourArea(projected(matrix, unit_corners()).astype(np.float32)))


def _pairs(
    own: Described, seen: Described, lies: Lies, *, flip: bool
) -> tuple[tuple[float, ...], ...]:
    theirs = seen.points[lies.pairs[:, 1]].astype(np.float64)
    if flip:
        theirs[:, 0] = 1 - theirs[:, 0]
    both = np.hstack([own.points[lies.pairs[:, 0]].astype(np.float64), theirs])
    return tuple(tuple(float(one) for one in pair) for pair in both)

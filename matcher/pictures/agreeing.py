"""How far a picture and a reference agree block by block, where the reference is said to lie."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matcher.pictures.geometry import ALIKE, BLOCK, FRAME, TEXTURED, Mask, Matrix, inside_frame

COUNT = FRAME // BLOCK
SHIFTS = ((0, 0), (2, 0), (-2, 0), (0, 2), (0, -2))
"""Pixels of the frame by which a block may lie off: few points leave a matrix a little wrong."""

SOFT = 0.8
"""Scale below which the reference is softened as the copy was when it was made small."""

CORNERED = 4.0
"""Squared grey levels a pixel across both directions, from which a block has a corner."""

LEAST_QUARTER = 0.25

STEPS = 8
"""Into which the levels of a block are put, to count its shades."""

NUDGES = 30
"""Steps in which a matrix is moved to where both agree best."""

Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Blocks:
    """Correlation of each block (12 x 12), and which of them are told: visible and textured.

    `spread` is the standard deviation of the reference's grey levels in each, `seen_spread` that
    of the picture's; `corners` is how much the reference's edges in it run in two directions (the
    lesser eigenvalue of their structure tensor). `scale` is pixels of the picture for one of the
    frame.
    """

    alike: Floats
    told: Mask
    spread: Floats
    seen_spread: Floats
    corners: Floats
    scale: float = 1.0

    @property
    def _agrees(self) -> Mask:
        return self.told & (np.abs(self.alike) >= ALIKE)

    @property
    def agreeing(self) -> int:
        """Blocks that agree."""
        return int(self._agrees.sum())

    @property
    def cornered(self) -> int:
        """Agreeing blocks with corners: one edge looks like another, and a corner less so."""
        return int((self._agrees & (self.corners >= CORNERED)).sum())

    @property
    def share(self) -> float:
        """Agreeing blocks of those told."""
        return self.agreeing / max(1, int(self.told.sum()))

    @property
    def otherwise(self) -> float:
        """Share of the blocks told in which the picture shows something, and something else.

        What a sticker or a text covers is mostly plain.
        """
        others = self.told & ~self._agrees & (self.seen_spread >= TEXTURED)
        return float(others.sum()) / max(1, int(self.told.sum()))

    @property
    def left_over(self) -> float:
        """Grey levels by which the agreeing blocks still differ: the lowest quarter of them.

        A copy leaves what saving it added, whatever its contrast, but where something was put on
        it or its ground exchanged; a carton that was photographed anew leaves its folds and its
        light everywhere.
        """
        if not self._agrees.any():
            return 255.0
        alike = self.alike[self._agrees]
        rest = self.spread[self._agrees] * np.sqrt(np.clip(1 - alike * alike, 0, 1))
        return float(np.quantile(rest, LEAST_QUARTER))


def shades_of(frame: Grey) -> float:
    """How many shades a picture has where it has any: bits of eight steps, the median of blocks.

    A flat drawing has two at an edge, which is one bit; a photograph more than two bits.
    """
    blocks = _blocks(frame).reshape(COUNT * COUNT, BLOCK * BLOCK)
    blocks = blocks[blocks.std(axis=1) >= TEXTURED]
    if not len(blocks):
        return 0.0
    least = blocks.min(axis=1, keepdims=True)
    reach = np.maximum(blocks.max(axis=1, keepdims=True) - least, 1)
    steps = np.minimum((blocks - least) / reach * STEPS, STEPS - 1).astype(np.int64)
    places = steps + np.arange(len(blocks))[:, None] * STEPS
    counts = np.bincount(places.ravel(), minlength=len(blocks) * STEPS).reshape(-1, STEPS)
    shares = counts / (BLOCK * BLOCK)
    bits = -(shares * np.log2(np.maximum(shares, 1e-9))).sum(axis=1)
    return float(np.median(bits))


class Levels:
    """A picture at full size, half, a quarter and so on, each made when it is asked for."""

    def __init__(self, picture: Grey) -> None:
        self._levels = [picture]

    def at(self, shrunk: float) -> Grey:
        """The level that has at least one pixel for each pixel wanted."""
        level = max(0, int(np.floor(np.log2(max(shrunk, 1.0)) + 0.25)))
        while len(self._levels) <= level and min(self._levels[-1].shape[:2]) > 32:
            last = self._levels[-1]
            size = (max(1, last.shape[1] // 2), max(1, last.shape[0] // 2))
            half = cv2.resize(last, size, interpolation=cv2.INTER_AREA)
            self._levels.append(np.asarray(half, dtype=np.uint8))
        return self._levels[min(level, len(self._levels) - 1)]


def compared_blocks(levels: Levels, size: tuple[int, int], frame: Grey, matrix: Matrix) -> Blocks:
    """The reference's frame beside what the picture shows there; `size` is the picture's own."""
    scale = _scale(matrix, size)
    seen = shown_in_frame(levels, size, matrix)
    own = frame if scale >= SOFT else _softened(frame, scale)
    left = _centred(own)
    every = np.stack([_correlations(left, _centred(_shifted(seen, *one))) for one in SHIFTS])
    surest = np.abs(every).argmax(axis=0)
    spread = _blocks(own).std(axis=2)
    return Blocks(
        alike=np.take_along_axis(every, surest[None], axis=0)[0],
        told=inside_frame(matrix) & (spread >= TEXTURED),
        spread=spread,
        seen_spread=_blocks(seen).std(axis=2),
        corners=_corners(own),
        scale=scale,
    )


def nudged(levels: Levels, size: tuple[int, int], frame: Grey, matrix: Matrix) -> Matrix | None:
    """The matrix moved to where both agree best; None where no such place is near.

    Few points leave it a little wrong. Enhanced correlation (Evangelidis and Psarakis 2008), which
    is blind to light and contrast.
    """
    side = FRAME // 2
    seen = shown_in_frame(levels, size, matrix)
    own, theirs = (
        cv2.resize(one, (side, side), interpolation=cv2.INTER_AREA) for one in (frame, seen)
    )
    start = np.eye(3, dtype=np.float32)
    until = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, NUDGES, 1e-4)
    try:
        _, moved = cv2.findTransformECC(own, theirs, start, cv2.MOTION_HOMOGRAPHY, until)
    except cv2.error:
        # it did not converge
        return None
    to_unit = np.array([[1 / side, 0, 0.5 / side], [0, 1 / side, 0.5 / side], [0, 0, 1.0]])
    return np.asarray(matrix @ to_unit @ moved @ np.linalg.inv(to_unit), dtype=np.float64)


def shown_in_frame(
    levels: Levels,
    size: tuple[int, int],
    matrix: Matrix,
    shape: tuple[int, int] = (FRAME, FRAME),
) -> Grey:
    """What the picture shows where the reference is said to lie, in the reference's square.

    Or in another shape of it, so many pixels across and down.
    """
    return _warped(levels.at(_scale(matrix, size) * FRAME / max(shape)), matrix, shape)


def _scale(matrix: Matrix, size: tuple[int, int]) -> float:
    """Pixels of the picture for one of the frame, at the middle of the reference."""
    step = 1.0 / FRAME
    ends = np.array([[0.5, 0.5, 1], [0.5 + step, 0.5, 1], [0.5, 0.5 + step, 1]]) @ matrix.T
    places = ends[:, :2] / ends[:, 2:] * np.array(size)
    across, along = places[1] - places[0], places[2] - places[0]
    return float(np.sqrt(abs(across[0] * along[1] - across[1] * along[0])))


def _warped(level: Grey, matrix: Matrix, shape: tuple[int, int]) -> Grey:
    height, width = level.shape[:2]
    to_pixels = np.array([[width, 0, -0.5], [0, height, -0.5], [0, 0, 1.0]])
    across, down = shape
    from_frame = np.array([[1 / across, 0, 0.5 / across], [0, 1 / down, 0.5 / down], [0, 0, 1.0]])
    square = cv2.warpPerspective(
        level,
        to_pixels @ matrix @ from_frame,
        shape,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(square, dtype=np.uint8)


def _softened(frame: Grey, scale: float) -> Grey:
    side = max(24, round(FRAME * scale))
    small = cv2.resize(frame, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (FRAME, FRAME)), dtype=np.uint8)


def _shifted(seen: Grey, across: int, down: int) -> Grey:
    return np.asarray(np.roll(seen, (down, across), axis=(0, 1)), dtype=np.uint8)


def _correlations(left: Floats, right: Floats) -> Floats:
    """Correlation of each block, from both without their means."""
    both, one, other = (
        np.einsum("rcp,rcp->rc", *pair) / (BLOCK * BLOCK)
        for pair in ((left, right), (left, left), (right, right))
    )
    return np.asarray(both / np.maximum(np.sqrt(one * other), 1.0), dtype=np.float32)


def _centred(grey: Grey) -> Floats:
    blocks = _blocks(grey)
    return np.asarray(blocks - blocks.mean(axis=2, keepdims=True), dtype=np.float32)


def _corners(grey: Grey) -> Floats:
    """The lesser eigenvalue of the structure tensor of each block."""
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=1 / 8)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=1 / 8)
    one, other, both = (
        _blocks(product).mean(axis=2) for product in (across * across, down * down, across * down)
    )
    half = np.sqrt(((one - other) / 2) ** 2 + both * both)
    return np.asarray((one + other) / 2 - half, dtype=np.float32)


def _blocks(grey: NDArray[np.generic]) -> Floats:
    cut = grey.reshape(COUNT, BLOCK, COUNT, BLOCK).swapaxes(1, 2)
    return cut.reshape(COUNT, COUNT, BLOCK * BLOCK).astype(np.float32)

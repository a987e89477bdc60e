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

NUDGES = 30
"""Steps in which a matrix is moved to where both agree best."""

Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Blocks:
    """Correlation of each block (12 x 12), and which of them are told: visible and textured.

    `spread` is the standard deviation of the reference's grey levels in each.
    """

    alike: Floats
    told: Mask
    spread: Floats

    @property
    def _agrees(self) -> Mask:
        return self.told & (self.alike >= ALIKE)

    @property
    def agreeing(self) -> int:
        """Blocks that agree."""
        return int(self._agrees.sum())

    @property
    def share(self) -> float:
        """Agreeing blocks of those told."""
        return self.agreeing / max(1, int(self.told.sum()))

    @property
    def depth(self) -> float:
        """Mean correlation of the agreeing blocks; 0 where none agrees."""
        return float(self.alike[self._agrees].mean()) if self._agrees.any() else 0.0

    @property
    def left_over(self) -> float:
        """Grey levels by which the agreeing blocks still differ (median of their deviations).

        A copy leaves what saving it added, whatever its contrast; a carton that was photographed
        anew leaves its folds and its light.
        """
        if not self._agrees.any():
            return 255.0
        alike = self.alike[self._agrees]
        rest = self.spread[self._agrees] * np.sqrt(np.clip(1 - alike * alike, 0, 1))
        return float(np.median(rest))


class Levels:
    """A grey picture at full size, half, a quarter and so on, each made when it is asked for."""

    def __init__(self, grey: Grey) -> None:
        self._levels = [grey]

    def at(self, shrunk: float) -> Grey:
        """The level that has at least one pixel for each pixel wanted."""
        level = max(0, int(np.floor(np.log2(max(shrunk, 1.0)) + 0.25)))
        while len(self._levels) <= level and min(self._levels[-1].shape) > 32:
            last = self._levels[-1]
            size = (max(1, last.shape[1] // 2), max(1, last.shape[0] // 2))
            half = cv2.resize(last, size, interpolation=cv2.INTER_AREA)
            self._levels.append(np.asarray(half, dtype=np.uint8))
        return self._levels[min(level, len(self._levels) - 1)]


def compared_blocks(levels: Levels, size: tuple[int, int], frame: Grey, matrix: Matrix) -> Blocks:
    """The reference's frame beside what the picture shows there; `size` is the picture's own."""
    scale = _scale(matrix, size)
    seen = _warped(levels.at(scale), matrix)
    own = frame if scale >= SOFT else _softened(frame, scale)
    alike = np.stack([_correlations(own, _shifted(seen, *shift)) for shift in SHIFTS]).max(axis=0)
    visible = inside_frame(matrix)
    spread = _blocks(own).std(axis=2)
    told = visible & (spread >= TEXTURED)
    return Blocks(np.asarray(alike, dtype=np.float32), told, spread)


def nudged(levels: Levels, size: tuple[int, int], frame: Grey, matrix: Matrix) -> Matrix | None:
    """The matrix moved to where both agree best; None where no such place is near.

    Few points leave it a little wrong. Enhanced correlation (Evangelidis and Psarakis 2008), which
    is blind to light and contrast.
    """
    side = FRAME // 2
    seen = _warped(levels.at(_scale(matrix, size)), matrix)
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


def _scale(matrix: Matrix, size: tuple[int, int]) -> float:
    """Pixels of the picture for one of the frame, at the middle of the reference."""
    step = 1.0 / FRAME
    ends = np.array([[0.5, 0.5, 1], [0.5 + step, 0.5, 1], [0.5, 0.5 + step, 1]]) @ matrix.T
    places = ends[:, :2] / ends[:, 2:] * np.array(size)
    across, along = places[1] - places[0], places[2] - places[0]
    return float(np.sqrt(abs(across[0] * along[1] - across[1] * along[0])))


def _warped(level: Grey, matrix: Matrix) -> Grey:
    height, width = level.shape
    to_pixels = np.array([[width, 0, -0.5], [0, height, -0.5], [0, 0, 1.0]])
    from_frame = np.array([[1 / FRAME, 0, 0.5 / FRAME], [0, 1 / FRAME, 0.5 / FRAME], [0, 0, 1.0]])
    square = cv2.warpPerspective(
        level,
        to_pixels @ matrix @ from_frame,
        (FRAME, FRAME),
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


def _correlations(own: Grey, seen: Grey) -> Floats:
    left, right = _blocks(own), _blocks(seen)
    left = left - left.mean(axis=2, keepdims=True)
    right = right - right.mean(axis=2, keepdims=True)
    spread = np.sqrt((left * left).mean(axis=2) * (right * right).mean(axis=2))
    return np.asarray(np.abs((left * right).mean(axis=2)) / np.maximum(spread, 1.0))


def _blocks(grey: Grey) -> Floats:
    cut = grey.reshape(COUNT, BLOCK, COUNT, BLOCK).swapaxes(1, 2)
    return cut.reshape(COUNT, COUNT, BLOCK * BLOCK).astype(np.float32)

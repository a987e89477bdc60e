"""Where a reference lies in a listing's picture, and how far the two agree there."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

FRAME, BLOCK = 192, 16
"""Pixels of the square in which both are compared, and of one block of it."""

ALIKE = 0.6
"""Correlation, without its sign, from which a block agrees."""

TEXTURED = 6.0
"""Grey levels, as a standard deviation, from which a block of the reference says something."""

Pixels = NDArray[np.uint8]
Matrix = NDArray[np.float64]
"""3x3, from unit coordinates of the reference to unit coordinates of the listing's picture."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Blocks of the reference that the listing shows alike, otherwise, or not at all."""

    agrees: Mask
    differs: Mask
    visible: Mask

    @property
    def share(self) -> float:
        """Agreeing blocks of those that are visible and say something; 0 where none does."""
        told = int(self.agrees.sum() + self.differs.sum())
        return round(float(self.agrees.sum()) / told, 4) if told else 0.0


@dataclass(frozen=True, slots=True)
class Pose:
    """How the reference stands in the listing's picture, at its middle.

    `scale` is pixels of the listing's file for one of the reference's; `turn_degrees` is clockwise
    as seen, from -180 to 180, after mirroring; `shown` is the share of the reference's area that
    lies inside the listing's picture; `pixel_ratio` the owner's pixels for each of the listing's.
    """

    scale: float
    turn_degrees: float
    mirrored: bool
    shown: float
    pixel_ratio: float


def unit_corners() -> NDArray[np.float64]:
    """The corners of a picture in unit coordinates, clockwise from the upper left."""
    return np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float64)


def projected(matrix: Matrix, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (n x 2) through a matrix."""
    moved = np.c_[points, np.ones(len(points))] @ matrix.T
    depth = np.where(np.abs(moved[:, 2:]) < 1e-9, 1e-9, moved[:, 2:])
    return np.asarray(moved[:, :2] / depth, dtype=np.float64)


def warped(listing: Pixels, matrix: Matrix) -> Pixels:
    """What the listing's picture shows of the reference, in the reference's square frame."""
    square = cv2.warpPerspective(
        listing,
        _to_pixels(listing) @ matrix @ _from_frame(),
        (FRAME, FRAME),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255, 255, 255),
    )
    return np.asarray(square, dtype=np.uint8)


def agreement_map(listing: Pixels, reference: Pixels, matrix: Matrix) -> Agreement:
    """Both pictures block by block, in the reference's frame."""
    seen = cv2.cvtColor(warped(listing, matrix), cv2.COLOR_BGR2GRAY)
    own = cv2.resize(reference, (FRAME, FRAME), interpolation=cv2.INTER_AREA)
    left, right = _blocks(cv2.cvtColor(own, cv2.COLOR_BGR2GRAY)), _blocks(seen)
    spread = left.std(axis=2) * right.std(axis=2)
    alike = np.abs((_centred(left) * _centred(right)).mean(axis=2)) / np.maximum(spread, 1e-6)
    visible = _visible(matrix)
    told = visible & (left.std(axis=2) >= TEXTURED)
    agrees = told & (alike >= ALIKE)
    return Agreement(agrees, told & ~agrees, visible)


def pose_of(
    matrix: Matrix, listing_size: tuple[int, int], reference_size: tuple[int, int]
) -> Pose:
    """How the reference stands in the listing's picture, by width and height of both files."""
    step = 1e-3
    around = np.array([[0.5, 0.5], [0.5 + step, 0.5], [0.5, 0.5 + step]])
    middle, right, down = projected(matrix, around) * np.array(listing_size)
    across = (right - middle) / (step * reference_size[0])
    along = (down - middle) / (step * reference_size[1])
    area = float(across[0] * along[1] - across[1] * along[0])
    mirrored = area < 0
    turned = -across if mirrored else across
    turn = math.degrees(math.atan2(turned[1], turned[0]))
    return Pose(
        scale=round(math.sqrt(abs(area)), 4),
        turn_degrees=round(turn, 1) + 0.0,
        mirrored=mirrored,
        shown=_shown(matrix),
        pixel_ratio=round(1 / max(abs(area), 1e-9), 2),
    )


def inside_frame(matrix: Matrix) -> Mask:
    """Blocks of the frame that lie inside the listing's picture with all they have."""
    return _visible(matrix)


def _shown(matrix: Matrix) -> float:
    """Share of the reference's area inside the listing's picture, counted on a grid."""
    return round(float(_inside(matrix, (np.arange(200) + 0.5) / 200).mean()), 4)


def _visible(matrix: Matrix) -> Mask:
    """Blocks of the frame that lie inside the listing's picture with all they have."""
    count = FRAME // BLOCK
    # a block's outermost pixels tell of all: what is straight stays straight
    middles = (np.arange(count)[:, None] * BLOCK + [0.5, BLOCK - 0.5]).ravel() / FRAME
    outermost = _inside(matrix, middles).reshape(count, 2, count, 2)
    return np.asarray(outermost.all(axis=(1, 3)), dtype=np.bool_)


def _inside(matrix: Matrix, middles: NDArray[np.float64]) -> Mask:
    """Which points of the grid of these coordinates lie inside the listing's picture."""
    grid = np.stack(np.meshgrid(middles, middles), axis=-1).reshape(-1, 2)
    moved = projected(matrix, grid)
    within = ((moved >= 0) & (moved <= 1)).all(axis=1)
    return np.asarray(within.reshape(len(middles), len(middles)), dtype=np.bool_)


def _blocks(grey: NDArray[np.generic]) -> NDArray[np.float64]:
    count = FRAME // BLOCK
    cut: NDArray[np.float64] = grey.astype(np.float64).reshape(count, BLOCK, count, BLOCK)
    blocks = cut.transpose(0, 2, 1, 3).reshape(count, count, BLOCK * BLOCK)
    return np.asarray(blocks, dtype=np.float64)


def _centred(blocks: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(blocks - blocks.mean(axis=2, keepdims=True), dtype=np.float64)


def _to_pixels(picture: Pixels) -> Matrix:
    height, width = picture.shape[:2]
    return np.array([[width, 0, -0.5], [0, height, -0.5], [0, 0, 1.0]])


def _from_frame() -> Matrix:
    return np.array([[1 / FRAME, 0, 0.5 / FRAME], [0, 1 / FRAME, 0.5 / FRAME], [0, 0, 1.0]])

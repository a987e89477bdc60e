"""Points of a picture that are found again in a copy, and what surrounds each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

CONTRAST, FAINT, EDGE = 0.0236, 0.015, 12.0
"""What SIFT asks of a point: weaker ones than its default, and again weaker where those are few,
for faint prints and flat drawings. OpenCV looks closer at each extremum of more than
`CONTRAST` / 6 * 255 levels, cut to a whole number: below 0.0236 that is every ripple of noise, and
costs twice as much."""

LAYERS = 3
"""Steps in which SIFT doubles the size of a point."""

FEW, JUST_ENOUGH, WEAK_SHARE = 0.5, 1.3, 0.09
"""Share of the points asked for below which fainter ones are looked for; and for how much of what
is asked, as a share of the points, some must be weak: that look costs twice the first."""

CELLS = 8
"""Rows and columns of the grid over which points are spread."""

Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Keypoints:
    """Points in unit coordinates, and what surrounds each.

    `angles` in degrees, clockwise; `sizes` as the base-two logarithm of their diameter's share of
    the longer side; `descriptors` of length one (RootSIFT, Arandjelovic and Zisserman 2012), 128
    numbers each.
    """

    points: Floats
    angles: Floats
    sizes: Floats
    descriptors: Floats


def keypoints_of(grey: Grey, side: int, count: int) -> Keypoints:
    """The strongest points at this longer side, spread over the picture; fewer where it is flat.

    A picture smaller than `side` is enlarged up to twice, for small print has few pixels.
    """
    scale = min(2.0, side / max(grey.shape))
    size = tuple(max(8, round(one * scale)) for one in grey.shape[::-1])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.resize(grey, size, interpolation=way) if scale != 1 else grey
    found, descriptors = _sifted(small, 2 * count, CONTRAST)
    if len(found) < FEW * count and _has_fainter(found):
        found, descriptors = _sifted(small, 2 * count, FAINT)
    if descriptors is None or not len(found):
        return _none()
    told = [(*one.pt, one.angle, one.size, one.response) for one in found]
    rows = np.asarray(told, dtype=np.float32)
    points = np.asarray((rows[:, :2] + 0.5) / np.array(size), dtype=np.float32)
    kept = _spread(points, rows[:, 4], count)
    return Keypoints(
        points[kept],
        rows[kept, 2],
        np.log2(rows[kept, 3] / np.float32(max(size))),
        _rooted(np.asarray(descriptors, dtype=np.float32)[kept]),
    )


def joined(parts: list[Keypoints]) -> Keypoints:
    """The points of several looks at one picture."""
    return Keypoints(
        np.concatenate([one.points for one in parts]),
        np.concatenate([one.angles for one in parts]),
        np.concatenate([one.sizes for one in parts]),
        np.concatenate([one.descriptors for one in parts]),
    )


def mirror_order() -> NDArray[np.int64]:
    """Where each number of a descriptor goes when the picture is mirrored left to right."""
    rows, columns, turns = np.meshgrid(np.arange(4), np.arange(4), np.arange(8), indexing="ij")
    return ((3 - rows) * 4 + columns).ravel() * 8 + ((8 - turns) % 8).ravel()


def _sifted(
    small: cv2.typing.MatLike, count: int, contrast: float
) -> tuple[Sequence[cv2.KeyPoint], cv2.typing.MatLike | None]:
    sift = cv2.SIFT.create(
        nfeatures=count, nOctaveLayers=LAYERS, contrastThreshold=contrast, edgeThreshold=EDGE
    )
    return sift.detectAndCompute(small, None)


def _has_fainter(found: Sequence[cv2.KeyPoint]) -> bool:
    """Whether points just strong enough are so many that more lie below."""
    weak = sum(one.response < JUST_ENOUGH * CONTRAST / LAYERS for one in found)
    return weak >= WEAK_SHARE * len(found)


def _spread(points: Floats, strength: Floats, count: int) -> NDArray[np.int64]:
    """The strongest of each cell in turn, so that one busy corner does not take all."""
    order = np.lexsort((points[:, 1], points[:, 0], -strength))
    cells = np.minimum((points[order] * CELLS).astype(np.int64), CELLS - 1) @ [1, CELLS]
    by_cell = np.argsort(cells, kind="stable")
    starts = np.searchsorted(cells[by_cell], np.arange(CELLS * CELLS))
    rank = np.empty(len(order), dtype=np.int64)
    rank[by_cell] = np.arange(len(order)) - starts[cells[by_cell]]
    # half by strength alone, half by their rank in the cell
    best = np.arange(len(order)) + rank * (CELLS * CELLS // 2)
    return np.sort(order[np.argsort(best, kind="stable")[:count]])


def _rooted(descriptors: Floats) -> Floats:
    sums = np.maximum(descriptors.sum(axis=1, keepdims=True), 1e-9)
    return np.asarray(np.sqrt(descriptors / sums), dtype=np.float32)


def _none() -> Keypoints:
    empty = np.empty(0, dtype=np.float32)
    return Keypoints(empty.reshape(0, 2), empty, empty, empty.reshape(0, 128))

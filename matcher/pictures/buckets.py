"""Where a point lies in the index of points: a cell of its numbers, and in it a bucket by signs.

The more points an index holds, the finer its buckets. A cell is parted by the signs of those
numbers that are nearest to nothing at the middle of the cell, for they part its points evenly.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from matcher.pictures.codes import DIMENSIONS, HALF_CELLS, cell_middles, cells_of, half_distances

NEAR_CELLS, PROBES = 10, 32
"""Cells of each half that are combined, and buckets that are tried for one point of a picture."""

MOST_SIGNS, FLIPS = 8, 2
"""Signs that part a cell at most, and how many of them, the least sure, are tried both ways."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


def sign_count(points: int) -> int:
    """By how many signs the cells are parted, for about as many buckets as points."""
    return min(MOST_SIGNS, (points // HALF_CELLS**2).bit_length())


def buckets_of(numbers: Floats, signs: int) -> Ints:
    """The bucket of each point of a reference."""
    cells = cells_of(numbers)
    if not signs:
        return cells
    told = np.take_along_axis(numbers, _telling(cells, signs), axis=1)
    return np.asarray(cells << signs | (told > 0) @ _powers(signs), dtype=np.int64)


def near_cells(numbers: Floats) -> Ints:
    """The cells in which the like of each point may lie, nearest first (n x `PROBES`)."""
    (left, far_left), (right, far_right) = (
        _nearest(one, NEAR_CELLS) for one in half_distances(numbers)
    )
    first, second = COMBINED
    best, _ = _nearest(far_left[:, first] + far_right[:, second], PROBES)
    rows = np.arange(len(numbers))[:, None]
    return np.asarray(left[rows, first[best]] * HALF_CELLS + right[rows, second[best]])


def near_buckets(numbers: Floats, cells: Ints, signs: int) -> Ints:
    """The same for buckets, from the near cells (n x `PROBES`)."""
    flips = min(FLIPS, signs)
    cells = cells[:, : PROBES >> flips]
    if not signs:
        return cells
    told = np.take_along_axis(numbers[:, None, :], _telling(cells, signs), axis=2)
    powers, size = _powers(signs), np.abs(told)
    tried = [(told > 0) @ powers]
    for _ in range(flips):
        least = size.argmin(axis=2)[:, :, None]
        tried += [one ^ powers[least[:, :, 0]] for one in tried]
        np.put_along_axis(size, least, np.inf, axis=2)
    shape = (len(numbers), PROBES)
    return np.asarray((cells[:, :, None] << signs | np.stack(tried, axis=2)).reshape(shape))


def _telling(cells: Ints, signs: int) -> Ints:
    """Which numbers part the points of each cell, the most even first, of both halves in turn."""
    first, second = _evenly()
    both = np.stack([first[cells // HALF_CELLS], second[cells % HALF_CELLS]], axis=-1)
    return np.asarray(both.reshape(*cells.shape, MOST_SIGNS)[..., :signs], dtype=np.int64)


@cache
def _evenly() -> tuple[Ints, Ints]:
    """For each cell of each half the numbers nearest to nothing at its middle."""
    left, right = (
        np.argsort(np.abs(one), axis=1, kind="stable")[:, : MOST_SIGNS // 2]
        for one in cell_middles()
    )
    return left, right + DIMENSIONS // 2


def _powers(signs: int) -> Ints:
    return np.asarray(1 << np.arange(signs)[::-1], dtype=np.int64)


def _combined() -> tuple[Ints, Ints]:
    """Places in both lists of near cells that can be among the nearest `PROBES` together."""
    first, second = np.divmod(np.arange(NEAR_CELLS**2), NEAR_CELLS)
    can = (first + 1) * (second + 1) <= PROBES
    return first[can], second[can]


COMBINED = _combined()


def _nearest(far: Floats, count: int) -> tuple[Ints, Floats]:
    """The columns of the least of each row, least first, and what they hold.

    The last bits of a number are given to its column: whole numbers are parted and sorted many at
    a time, and no two are equal.
    """
    bits = np.int32((1 << (far.shape[1] - 1).bit_length()) - 1)
    keys = np.maximum(far, 0).view(np.int32) & ~bits | np.arange(far.shape[1], dtype=np.int32)
    least = np.sort(np.partition(keys, count - 1, axis=1)[:, :count], axis=1)
    return (least & bits).astype(np.int64), (least & ~bits).view(np.float32)

"""A picture put together of several, and its pieces: tiles, what a screen shows, parts of a strip.

It is parted along empty strips and along straight steps from edge to edge, and each part again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 480
"""Pixels of the longer side at which lines are looked for."""

TALL, STEPS_OF_A_WINDOW = 1.6, 2
"""Length for each width from which a picture that nothing parts is looked at window by window, and
the steps in which such a window moves over its own length."""

STEP, LINE_SHARE = 10, 0.8
"""Grey levels of a step, and the share of a line that must have one."""

BESIDE, STANDS_OUT = 3, 0.5
"""How many lines beside it a line is held against, on the plainer side, and by how much more of it
must have a step: in a heap of fruit every line has."""

FLAT = 6
"""Levels over which a line without anything on it reaches."""

THIN = 3
"""Pixels below which what lies between two lines is one of them."""

DEPTH = 4
"""How often a part is parted again."""

SHORTEST, LEAST_AREA, MOST = 0.12, 0.012, 9
"""Shortest side of a piece as a share of the picture's longer side, its least area as a share of
the picture's, and how many are told at most: lines of text and small signs are none."""

TILE, SHREDS, SHREDS_OF_A_ROW = 1.5, 0.85, 0.3
"""Length for each width below which a part is a tile by its shape; and the share of a tile, and of
a longer part, that its parts must have: what has less falls to shreds, and is one piece."""

MATE = 0.6
"""Share of a piece's side that another must share with it to lie in its row or column."""

Grey = NDArray[np.uint8]
Levels = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a picture, in its pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.bottom - self.top

    @property
    def area(self) -> int:
        """Pixels it has."""
        return self.width * self.height

    def box_in(self, shape: tuple[int, ...]) -> tuple[float, float, float, float]:
        """Left, top, right and bottom in unit coordinates of a picture of this shape."""
        height, width = shape[:2]
        return self.left / width, self.top / height, self.right / width, self.bottom / height


def pieces_of(grey: Grey) -> list[Piece]:
    """The pieces that are worth a look of their own, largest first; none of a whole picture."""
    height, width = grey.shape
    scale = min(1.0, SIDE / max(grey.shape))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.int16)
    whole = _trimmed(small, Piece(0, 0, *size))
    parts = _parted(small, whole, DEPTH)
    if parts == [whole]:
        return list(_windows(width, height))
    parts = [_cell(small, part, parts) for part in parts]
    ordered = sorted(parts, key=lambda piece: (-piece.area, piece.top, piece.left))
    return [_enlarged(piece, width / size[0], height / size[1]) for piece in ordered[:MOST]]


def _cell(small: Levels, piece: Piece, others: Sequence[Piece]) -> Piece:
    """The piece with the empty ground around it, out to where others in its row and column end."""
    column, row = (
        [one for one in others if _mates(*sides(one), *sides(piece))] for sides in (_across, _down)
    )
    cell = piece
    for wider in (
        replace(cell, left=min(one.left for one in column)),
        replace(cell, right=max(one.right for one in column)),
        replace(cell, top=min(one.top for one in row)),
        replace(cell, bottom=max(one.bottom for one in row)),
    ):
        if _trimmed(small, wider) == piece:
            cell = Piece(
                min(cell.left, wider.left),
                min(cell.top, wider.top),
                max(cell.right, wider.right),
                max(cell.bottom, wider.bottom),
            )
    return cell


def _across(piece: Piece) -> tuple[int, int]:
    return piece.left, piece.right


def _down(piece: Piece) -> tuple[int, int]:
    return piece.top, piece.bottom


def _mates(start: int, stop: int, first: int, last: int) -> bool:
    """Whether one side of a piece shares most of another's."""
    return min(stop, last) - max(start, first) > MATE * (last - first)


def _parted(small: Levels, piece: Piece, depth: int) -> list[Piece]:
    """The piece, or those that lines and empty strips part it into, where those are of a size."""
    whole = [piece] if _is_of_a_size(piece, small.shape) else []
    cuts = _cuts(small, piece) if depth else []
    if len(cuts) < 2:
        return whole
    parts = [_parted(small, _trimmed(small, cut), depth - 1) for cut in cuts]
    # what falls to shreds is one piece with a pattern
    told = sum(cut.area for cut, found in zip(cuts, parts, strict=True) if found)
    if depth < DEPTH and told < _least_told(piece):
        return whole
    return [part for found in parts for part in found]


def _least_told(piece: Piece) -> float:
    """Pixels that the parts of a piece must have together."""
    shorter, longer = sorted((piece.width, piece.height))
    return (SHREDS if longer < TILE * shorter else SHREDS_OF_A_ROW) * piece.area


def _cuts(small: Levels, piece: Piece) -> list[Piece]:
    """What a piece is parted into from top to bottom; where by nothing, from left to right."""
    rows = _runs(_of(small, piece))
    if len(rows) > 1:
        return [replace(piece, top=piece.top + a, bottom=piece.top + b) for a, b in rows]
    columns = _runs(_of(small, piece).T)
    return [replace(piece, left=piece.left + a, right=piece.left + b) for a, b in columns]


def _of(small: Levels, piece: Piece) -> Levels:
    return small[piece.top : piece.bottom, piece.left : piece.right]


def _is_of_a_size(piece: Piece, shape: tuple[int, ...]) -> bool:
    least = LEAST_AREA * shape[0] * shape[1]
    return min(piece.width, piece.height) >= SHORTEST * max(shape) and piece.area >= least


def _runs(part: Levels) -> list[tuple[int, int]]:
    """Rows from one parting line or empty strip to the next: the first, and one past the last."""
    if not part.size:
        return []
    there = _is_full(part)
    steps = (np.abs(part[2:] - part[:-2]) >= STEP).mean(axis=1)
    beside = np.pad(steps, BESIDE)
    stands_out = steps - np.minimum(beside[: -2 * BESIDE], beside[2 * BESIDE :]) >= STANDS_OUT
    there[1:-1] &= ~(stands_out & (steps >= LINE_SHARE))
    turns = np.flatnonzero(np.diff(np.concatenate([[False], there, [False]]).astype(np.int8)))
    runs = zip(turns[::2].tolist(), turns[1::2].tolist(), strict=True)
    return [(start, stop) for start, stop in runs if stop - start >= THIN]


def _trimmed(small: Levels, piece: Piece) -> Piece:
    """The piece without empty lines at its edges."""
    part = _of(small, piece)
    rows, columns = np.flatnonzero(_is_full(part)), np.flatnonzero(_is_full(part.T))
    if not len(rows) or not len(columns):
        return Piece(piece.left, piece.top, piece.left, piece.top)
    return Piece(
        piece.left + int(columns[0]),
        piece.top + int(rows[0]),
        piece.left + int(columns[-1]) + 1,
        piece.top + int(rows[-1]) + 1,
    )


def _is_full(part: Levels) -> NDArray[np.bool_]:
    """Which rows have something on them."""
    if not part.size:
        return np.zeros(len(part), dtype=np.bool_)
    return np.asarray(part.max(axis=1) - part.min(axis=1) > FLAT, dtype=np.bool_)


def _windows(width: int, height: int) -> Iterator[Piece]:
    """Windows over a long picture, each as long as it is wide; none where it is not long."""
    side, length = min(width, height), max(width, height)
    if length <= TALL * side:
        return
    count = min(MOST, -(-STEPS_OF_A_WINDOW * (length - side) // side) + 1)
    for start in np.linspace(0, length - side, count).round().astype(int).tolist():
        yield (
            Piece(0, start, width, start + side)
            if height > width
            else Piece(start, 0, start + side, height)
        )


def _enlarged(piece: Piece, across: float, down: float) -> Piece:
    return Piece(
        round(piece.left * across),
        round(piece.top * down),
        round(piece.right * across),
        round(piece.bottom * down),
    )

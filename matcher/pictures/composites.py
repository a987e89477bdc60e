"""A picture put together of several, and its pieces: tiles, what a screen shows, parts of a strip.

It is parted along empty strips and along straight steps from edge to edge, and each part again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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

FLAT = 6
"""Levels over which a line without anything on it reaches."""

THIN = 3
"""Pixels below which what lies between two lines is one of them."""

DEPTH = 4
"""How often a part is parted again."""

SHORTEST, LEAST_AREA, MOST = 0.12, 0.012, 9
"""Shortest side of a piece as a share of the picture's longer side, its least area as a share of
the picture's, and how many are told at most: lines of text and small signs are none."""

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


def pieces_of(grey: Grey) -> list[Piece]:
    """The pieces that are worth a look of their own, largest first; none of a whole picture."""
    height, width = grey.shape
    scale = min(1.0, SIDE / max(grey.shape))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.int16)
    whole = Piece(0, 0, *size)
    parts = list(_parted(small, _trimmed(small, whole), DEPTH))
    if len(parts) < 2:
        return list(_windows(width, height))
    shortest, least = SHORTEST * max(size), LEAST_AREA * whole.area
    kept = [p for p in parts if min(p.width, p.height) >= shortest and p.area >= least]
    ordered = sorted(kept, key=lambda piece: (-piece.area, piece.top, piece.left))
    return [_enlarged(piece, width / size[0], height / size[1]) for piece in ordered[:MOST]]


def _parted(small: Levels, piece: Piece, depth: int) -> Iterator[Piece]:
    """The piece, or those that lines and empty strips part it into."""
    part = small[piece.top : piece.bottom, piece.left : piece.right]
    runs = _runs(part) if depth and part.size else []
    if len(runs) > 1:
        for start, stop in runs:
            cut = Piece(piece.left, piece.top + start, piece.right, piece.top + stop)
            yield from _parted(small, _trimmed(small, cut), depth - 1)
        return
    runs = _runs(part.T) if depth and part.size else []
    if len(runs) > 1:
        for start, stop in runs:
            cut = Piece(piece.left + start, piece.top, piece.left + stop, piece.bottom)
            yield from _parted(small, _trimmed(small, cut), depth - 1)
    elif part.size:
        yield piece


def _runs(part: Levels) -> list[tuple[int, int]]:
    """Rows from one parting line or empty strip to the next: the first, and one past the last."""
    there = _is_full(part)
    there[1:-1] &= (np.abs(part[2:] - part[:-2]) >= STEP).mean(axis=1) < LINE_SHARE
    turns = np.flatnonzero(np.diff(np.concatenate([[False], there, [False]]).astype(np.int8)))
    runs = zip(turns[::2].tolist(), turns[1::2].tolist(), strict=True)
    return [(start, stop) for start, stop in runs if stop - start >= THIN]


def _trimmed(small: Levels, piece: Piece) -> Piece:
    """The piece without empty lines at its edges."""
    part = small[piece.top : piece.bottom, piece.left : piece.right]
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

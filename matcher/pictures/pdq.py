"""PDQ prints of a picture in its eight turns, by the published algorithm of ThreatExchange.

The picture is blurred twice by a box, thinned to 64x64 and transformed by a cosine transform; the
256 lowest frequencies are held against their median. A turn or a mirror image only swaps and
negates coefficients, so that the eight prints cost one transform (facebook/ThreatExchange, pdq).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE, BITS, TURNS = 64, 256, 8
LEAST_QUALITY = 50
"""Quality, of 100, below which a print says nothing (ThreatExchange, pdq/README)."""

WORKING_SIDE = 320
"""Pixels of the square from which a print is made here: windows and patches have a middle pixel
then, so that the print of a mirrored picture is the mirrored print."""

Pixels = NDArray[np.uint8]
Luma = NDArray[np.float32]
Codes = NDArray[np.uint8]
"""Prints as rows of 32 bytes, the bit of the lowest frequency first."""


@dataclass(frozen=True, slots=True)
class Turned:
    """The prints of a picture in its eight turns, the picture as it is first, and their quality.

    Turn k is `turn_matrix(k)`: k & 4 swaps rows and columns, then k & 1 mirrors left to right and
    k & 2 top to bottom.
    """

    codes: Codes
    quality: int


def turned_prints(pixels: Pixels) -> Turned:
    """The eight prints of a picture (height x width x 3, blue first)."""
    square = cv2.resize(pixels, (WORKING_SIDE, WORKING_SIDE), interpolation=cv2.INTER_AREA)
    return turned_prints_of_luma(luma_of(np.asarray(square, dtype=np.uint8)))


def luma_of(pixels: Pixels) -> Luma:
    """Brightness by ITU-R BT.601, 0 to 255."""
    weights = np.array([0.114, 0.587, 0.299], dtype=np.float32)
    return np.asarray(pixels.astype(np.float32) @ weights, dtype=np.float32)


def turned_prints_of_luma(luma: Luma) -> Turned:
    """The same from brightness."""
    small = _thinned(luma)
    waves = DCT @ small.astype(np.float64) @ DCT.T
    return Turned(np.stack([_bits(one) for one in _turned(waves)]), _quality(small))


def turn_matrix(turn: int) -> NDArray[np.float64]:
    """3x3: from unit coordinates of a picture to those of the picture in this turn."""
    matrix = np.eye(3)
    if turn & 4:
        matrix = np.array([[0, 1, 0], [1, 0, 0], [0, 0, 1.0]])
    if turn & 1:
        matrix = np.array([[-1, 0, 1], [0, 1, 0], [0, 0, 1.0]]) @ matrix
    if turn & 2:
        matrix = np.array([[1, 0, 0], [0, -1, 1], [0, 0, 1.0]]) @ matrix
    return matrix


def distances(code: Codes, others: Codes) -> NDArray[np.int64]:
    """Bits in which a print differs from each of many."""
    return np.asarray(np.bitwise_count(others ^ code).sum(axis=1), dtype=np.int64)


def _turned(waves: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    odd = np.where(np.arange(16) % 2 == 0, -1.0, 1.0)
    turns = []
    for turn in range(TURNS):
        one = waves.T if turn & 4 else waves
        one = one * odd[None, :] if turn & 1 else one
        turns.append(one * odd[:, None] if turn & 2 else one)
    return turns


def _bits(waves: NDArray[np.float64]) -> Codes:
    # the lower of the two middle ones, as the original takes it
    middle = np.partition(waves, BITS // 2 - 1, axis=None)[BITS // 2 - 1]
    return np.packbits(waves.ravel() > middle)


def _thinned(luma: Luma) -> Luma:
    """64x64, each the twice blurred brightness at the middle of its patch."""
    blurred = luma
    for _ in range(2):
        blurred = _boxed(blurred)
    middles = [((np.arange(SIDE) + 0.5) * side / SIDE).astype(int) for side in luma.shape]
    return blurred[np.ix_(*middles)]


def _boxed(luma: Luma) -> Luma:
    """Means over a window, which is cut off at the edges."""
    size = [(side + 2 * SIDE - 1) // (2 * SIDE) for side in luma.shape[::-1]]
    # a window of even length reaches further to the right
    anchor = [one - (one + 2) // 2 for one in size]
    sums, counts = (
        cv2.boxFilter(
            one, cv2.CV_32F, size, anchor=anchor, normalize=False, borderType=cv2.BORDER_CONSTANT
        )
        for one in (luma, np.ones_like(luma))
    )
    return np.asarray(sums / counts, dtype=np.float32)


def _quality(small: Luma) -> int:
    """How much the picture changes from place to place, of 100."""
    steps = [np.abs(np.diff(small, axis=axis)) * 100 / 255 for axis in (0, 1)]
    total = sum(int(np.trunc(one).sum()) for one in steps)
    return min(100, total // 90)


def _dct() -> NDArray[np.float64]:
    rows, columns = np.arange(1, 17)[:, None], np.arange(SIDE)[None, :]
    waves = np.cos(math.pi / 2 / SIDE * rows * (2 * columns + 1))
    return np.asarray(math.sqrt(2 / SIDE) * waves, dtype=np.float64)


DCT = _dct()

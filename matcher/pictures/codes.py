"""Descriptors made small: 64 numbers of four bits, a signature of 64 bits, and a cell.

The basis was measured once (`bin/codebook.py`) and lies beside this file: the features of a
picture depend on nothing but the picture, and references are added and removed at will.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DIMENSIONS, LEVELS = 64, 16
CODE_BYTES = DIMENSIONS // 2
HALF_CELLS = 512
"""Cells of each half of the numbers; a cell of the index is a pair of them (inverted
multi-index, Babenko and Lempitsky 2012)."""

CODEBOOK = Path(__file__).with_name("codebook.npz")

Floats = NDArray[np.float32]
Codes = NDArray[np.uint8]


@cache
def _book() -> dict[str, Floats]:
    with np.load(CODEBOOK, allow_pickle=False) as file:
        return {name: np.asarray(file[name], dtype=np.float32) for name in file.files}


def projected_descriptors(descriptors: Floats) -> Floats:
    """The 64 numbers of each descriptor (n x 128): its main components, turned to equal weight."""
    book = _book()
    return np.asarray((descriptors - book["mean"]) @ book["basis"].T, dtype=np.float32)


def mirrored_numbers(numbers: Floats) -> Floats:
    """The numbers that the mirrored picture would have; exact, for the basis keeps mirroring."""
    return np.asarray(numbers @ _book()["mirror"].T, dtype=np.float32)


def coded(numbers: Floats) -> Codes:
    """Four bits a number, two in a byte."""
    steps = np.round(numbers / _book()["step"] + (LEVELS - 1) / 2)
    nibbles = np.clip(steps, 0, LEVELS - 1).astype(np.uint8)
    return np.asarray(nibbles[:, ::2] << 4 | nibbles[:, 1::2], dtype=np.uint8)


def decoded(codes: Codes) -> Floats:
    """The numbers as far as their codes keep them."""
    nibbles = np.empty((len(codes), DIMENSIONS), dtype=np.float32)
    nibbles[:, ::2], nibbles[:, 1::2] = codes >> 4, codes & 15
    return (nibbles - (LEVELS - 1) / 2) * _book()["step"]


def signatures(numbers: Floats) -> NDArray[np.uint64]:
    """The signs of the numbers, as one word of 64 bits each."""
    return np.packbits(numbers > 0, axis=1).view(">u8").astype(np.uint64).ravel()


def cell_middles() -> tuple[Floats, Floats]:
    """The middles of the cells of each half (512 x 32 both)."""
    return _book()["first"], _book()["second"]


def half_distances(numbers: Floats) -> tuple[Floats, Floats]:
    """Squared distances of both halves to the cells of each (n x 512 both)."""
    first, second = cell_middles()
    half = DIMENSIONS // 2
    return _squared(numbers[:, :half], first), _squared(numbers[:, half:], second)


def cells_of(numbers: Floats) -> NDArray[np.int64]:
    """The cell of the index in which each of these lies."""
    found = np.empty(len(numbers), dtype=np.int64)
    for start in range(0, len(numbers), 8192):
        left, right = half_distances(numbers[start : start + 8192])
        found[start : start + 8192] = left.argmin(axis=1) * HALF_CELLS + right.argmin(axis=1)
    return found


def _squared(numbers: Floats, middles: Floats) -> Floats:
    lengths = (middles * middles).sum(axis=1) - 2 * (numbers @ middles.T)
    return np.asarray(lengths + (numbers * numbers).sum(axis=1)[:, None], dtype=np.float32)

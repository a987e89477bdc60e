"""The colours of a reference and of what a picture shows there: siblings differ in them alone.

The packages of one brand share their print, and their kinds are told apart by colour. A copy may
have been recoloured, so only what was photographed anew is asked for its colours. The light is not
taken off: siblings stand in the same, and what looks like light is often what parts them.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from matcher.pictures.agreeing import COUNT
from matcher.pictures.geometry import Matrix, Pixels, inside_frame

SIDE = COUNT
"""Rows and columns of tints that are kept of a reference: one for each block."""

GREY, OF_A_GREY = 5.0, 0.5
"""Distance from grey (L*a*b*) at which half of the likeness is what the colours say, and near
which those of a picture mean little; and what is said of a reference without any: nothing for it
and nothing against."""

Tints = NDArray[np.int8]


def tints_of(pixels: Pixels) -> Tints:
    """The a* and b* of a picture in so many rows and columns (12 x 12 x 2)."""
    small = cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small, cv2.COLOR_BGR2LAB)[:, :, 1:]
    return np.asarray(lab.astype(np.int16) - 128, dtype=np.int8)


def tint_likeness(own: Tints, seen: Pixels, matrix: Matrix) -> float:
    """How alike the colours are, from -1 to 1: the cosine of both, told as far as there are any.

    `seen` is what the picture shows where the reference is said to lie, in the reference's square.
    """
    visible = inside_frame(matrix)
    left = own[visible].astype(np.float32)
    right = tints_of(seen)[visible].astype(np.float32)
    if not len(left):
        return OF_A_GREY
    length, grey = float((left * left).sum()), GREY * GREY * len(left)
    both = max(1.0, length) * (float((right * right).sum()) + grey)
    told = length / (length + grey)
    return OF_A_GREY * (1 - told) + told * float((left * right).sum()) / math.sqrt(both)

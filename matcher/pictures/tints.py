"""The colours of a reference and of what a picture shows there: siblings differ in them alone.

The packages of one brand share their print, and their kinds are told apart by colour. A copy may
have been recoloured, so only what was photographed anew is asked for its colours.
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

GREY, OF_A_GREY = 6.0, 0.5
"""Distance from grey (L*a*b*) at which half of the likeness is what the colours say, and what is
said of a reference without any: nothing for it and nothing against."""

LIGHT = np.array([6, 12], dtype=np.float32)
"""By how much of a* and b* the light of another photograph may tint all of it: lamps and daylight
differ in blue and yellow most."""

NOISE = 3.0
"""Distance from grey that means little: near it, likeness falls to 0."""

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
    right -= np.clip(np.median(right - left, axis=0), -LIGHT, LIGHT)
    length, noise = float((left * left).sum()), NOISE * NOISE * len(left)
    both = max(1.0, length) * (float((right * right).sum()) + noise)
    told = length / (length + GREY * GREY * len(left))
    return OF_A_GREY * (1 - told) + told * float((left * right).sum()) / math.sqrt(both)

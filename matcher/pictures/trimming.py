"""The border of one colour around a picture, and what lies inside it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in unit coordinates."""

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)

NEAR, SHARE = 18, 0.985
"""Levels of a colour that pass for the same, and the share of a line that must have it."""

LEAST_LEFT = 0.35
"""Share of a side that must be left; where less would be, nothing is trimmed."""

Pixels = NDArray[np.uint8]


def trimmed_box(pixels: Pixels) -> Box:
    """What lies inside lines of one colour at each edge; all of it where there are none."""
    height, width = pixels.shape[:2]
    # every eighth pixel of a line tells its colour
    top, bottom = _edges(pixels[:, ::8])
    left, right = _edges(pixels[top:bottom, :].transpose(1, 0, 2)[:, ::8])
    if bottom - top < LEAST_LEFT * height or right - left < LEAST_LEFT * width:
        return WHOLE
    return left / width, top / height, right / width, bottom / height


def _edges(lines: Pixels) -> tuple[int, int]:
    """The first line that is not border, and one past the last."""
    first, last = _run(lines, lines[0]), _run(lines[::-1], lines[-1])
    return (first, len(lines) - last) if first + last < len(lines) else (0, len(lines))


def _run(lines: Pixels, edge: Pixels) -> int:
    """How many lines from the edge have the edge's one colour."""
    ground, start = np.median(edge, axis=0), 0
    # most pictures have no border: a few lines are looked at first, then ever more
    for end in (4, 64, len(lines)):
        apart = np.abs(lines[start:end].astype(np.int16) - ground).max(axis=2)
        near = (apart <= NEAR).mean(axis=1) >= SHARE
        if not near.all():
            return start + int(near.argmin())
        start = end
    return len(lines)

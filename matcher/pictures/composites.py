"""Signs that a picture is put together of several: tiles, bars, frames of a screen."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 360
"""Pixels of the longer side at which lines are looked for."""

TALL = 1.6
"""Height for each width from which a picture is a screen or a strip of details."""

STEP, LINE_SHARE = 10, 0.8
"""Grey levels of a step, and the share of a line that must have one."""

FLAT, RIM = 6, 0.04
"""Levels over which a line without anything on it reaches, and the share of a side that is rim."""

Grey = NDArray[np.uint8]


def is_composite(grey: Grey) -> bool:
    """Whether it is tall, or straight lines or empty strips part it from edge to edge."""
    height, width = grey.shape
    if height > TALL * width or width > TALL * height:
        return True
    scale = min(1.0, SIDE / max(grey.shape))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.int16)
    return any(_has_line(one) or _has_strip(one) for one in (small, small.T))


def line_share(small: NDArray[np.int16]) -> float:
    """The largest share of a row along which the picture changes from one side to the other."""
    steps = np.abs(small[2:] - small[:-2]) >= STEP
    rim = max(1, round(RIM * len(small)))
    inner = steps[rim:-rim].mean(axis=1)
    return float(inner.max()) if len(inner) else 0.0


def _has_line(small: NDArray[np.int16]) -> bool:
    return line_share(small) >= LINE_SHARE


def _has_strip(small: NDArray[np.int16]) -> bool:
    """Whether an empty row lies between rows that are not."""
    reach = np.percentile(small, 98, axis=1) - np.percentile(small, 2, axis=1)
    full = np.flatnonzero(reach > FLAT)
    return bool(len(full) and (reach[full[0] : full[-1] + 1] <= FLAT).any())

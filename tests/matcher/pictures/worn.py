"""Invented photographs for the tests: shapes with print on them, grain and soft light."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def a_worn_picture(seed: int, size: tuple[int, int] = (420, 360)) -> Pixels:
    """A picture (width, height) that no two seeds share anything of; blue first."""
    chance = np.random.default_rng(seed)
    width, height = size
    coarse = chance.integers(30, 220, (6, 7, 3)).astype(np.uint8)
    ground = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)
    picture = np.asarray(ground, dtype=np.uint8).copy()
    for _ in range(45):
        x, y = int(chance.integers(0, width)), int(chance.integers(0, height))
        axes = (int(chance.integers(6, 60)), int(chance.integers(6, 60)))
        colour = tuple(int(one) for one in chance.integers(0, 256, 3))
        cv2.ellipse(picture, (x, y), axes, float(chance.integers(0, 180)), 0, 360, colour, -1)
    grain = chance.normal(0, 5, picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def a_ground(seed: int) -> Pixels:
    """A larger picture to paste another one on."""
    return a_worn_picture(seed, (760, 620))

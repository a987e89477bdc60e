"""Edge directions of a picture: what is left of a mark in whatever colour it is printed."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Field = NDArray[np.float32]
"""Height x width x 2: cosine and sine of twice the edge's direction, as long as it is strong."""

NEIGHBOURHOOD = 25
FLOOR = 8.0
"""Grey levels of a gradient that count as nothing: sensor noise and compression."""


def edge_field(grey: Grey | Field) -> Field:
    """The direction of the edge at every pixel, without its sign and nearly without its strength.

    Twice the angle makes a dark mark on light and a light mark on dark the same; the length is
    the gradient's against its neighbourhood, so that a faint mark has edges as well.
    """
    smooth = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 1.0)
    across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, ksize=3)
    squared = across * across + down * down
    strength = np.sqrt(squared)
    around = cv2.boxFilter(strength, -1, (NEIGHBOURHOOD, NEIGHBOURHOOD))
    length = (strength / (strength + around + FLOOR)) ** 2 / (squared + 1e-6)
    field = np.dstack([length * (across**2 - down**2), length * 2 * across * down])
    return field.astype(np.float32)


def agreement(field: Field, template: Field) -> tuple[float, tuple[int, int]]:
    """How well the template's edges lie on the field's at the best place, and its upper left.

    Returns:
        The cosine between both, from -1 to 1; 1 where every edge has its like and there is none
        besides. -1 at (0, 0) where the template is larger than the field.
    """
    if template.shape[0] > field.shape[0] or template.shape[1] > field.shape[1]:
        return -1.0, (0, 0)
    _, best, _, place = cv2.minMaxLoc(cv2.matchTemplate(field, template, cv2.TM_CCORR_NORMED))
    return float(best), (int(place[0]), int(place[1]))


def agreements(field: Field, template: Field, count: int) -> list[tuple[float, tuple[int, int]]]:
    """The best places of a template, best first, no two of them on top of each other."""
    if template.shape[0] > field.shape[0] or template.shape[1] > field.shape[1]:
        return []
    scores = cv2.matchTemplate(field, template, cv2.TM_CCORR_NORMED)
    found = []
    reach_x, reach_y = template.shape[1] // 3 + 1, template.shape[0] // 3 + 1
    for _ in range(count):
        _, best, _, (x, y) = cv2.minMaxLoc(scores)
        found.append((float(best), (int(x), int(y))))
        scores[max(0, y - reach_y) : y + reach_y, max(0, x - reach_x) : x + reach_x] = -1
    return found

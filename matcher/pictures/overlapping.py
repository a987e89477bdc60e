"""Several references in one place of a picture: only the surest is told as an artwork."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from matcher.pictures.gallery import Found
from matcher.pictures.geometry import projected, unit_corners
from matcher.pictures.judging import MOST_OF_A_SCENE

SAME_PLACE = 0.4
"""Share of what both outlines cover that lies in both."""


def surest_of_each_place(found: Sequence[Found]) -> list[Found]:
    """The findings, best first; an artwork where a surer reference lies is one for review.

    Packages of one brand share most of their print: the catalogue picture of one is found on the
    carton of the other, and it is not that product.
    """
    kept: list[Found] = []
    # a copy is surer than an artwork, whatever their scores
    for one in sorted(found, key=lambda one: (one.finding != "same_picture", *_rank(one))):
        beside = one.finding == "same_artwork" and any(
            other.finding != "same_scene" and _shared(one, other) > SAME_PLACE for other in kept
        )
        score = min(one.score, MOST_OF_A_SCENE)
        kept.append(replace(one, finding="same_scene", score=score) if beside else one)
    return sorted(kept, key=_rank)


def _rank(one: Found) -> tuple[float, str]:
    return -one.score, one.reference


def _shared(one: Found, other: Found) -> float:
    left, right = _outline(one), _outline(other)
    both = float(cv2.intersectConvexConvex(left, right)[0])
    either = float(cv2.contourArea(left) + cv2.contourArea(right)) - both
    return both / either if either > 0 else 0.0


def _outline(one: Found) -> NDArray[np.float32]:
    # in thousandths of the picture
    return (projected(one.matrix, unit_corners()) * 1000).astype(np.float32)

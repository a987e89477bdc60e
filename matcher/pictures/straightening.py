"""A reference seen from the front: what a picture shows of it, laid into its own shape.

Goods that were photographed anew are turned and slanted, and few of their points look alike. Once
it is known where they lie the picture is straightened there, and its points are taken again: of
the right goods most are found, each in its place, and of others hardly any more than before.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from domain.placements import Numbers
from matcher.pictures.agreeing import Levels, shown_in_frame
from matcher.pictures.codes import projected_descriptors
from matcher.pictures.described import Described
from matcher.pictures.geometry import Mask, Matrix, projected
from matcher.pictures.keypoints import Keypoints, keypoints_of
from matcher.pictures.postings import each_once
from matcher.pictures.registering import ENOUGH_FOR_HOMOGRAPHY, FAR, clear_pairs, squared_distances

SIDE, POINTS = 320, 600
"""Pixels of the longer side of what is straightened, and how many points are taken of it."""

PLACE, TURN_DEGREES, SIZE_STEPS = 0.06, 30.0, 0.75
"""How far two points may lie apart: in place, as a share of the longer side, in turn, and in size
as a base-two logarithm."""

REACH = 0.012
"""Share of the longer side by which a pair may miss the place that most of them agree on."""


@dataclass(frozen=True, slots=True)
class Straight:
    """What agrees once it is straightened.

    `matrix` is from unit coordinates of the reference to those of the picture, a little better
    than before; a pair is x and y in the one and in the other. `clear` counts those that no other
    place of either could stand for.
    """

    matrix: Matrix
    pairs: tuple[Numbers, ...]
    clear: int


def straightened(
    own: Described, levels: Levels, size: tuple[int, int], matrix: Matrix
) -> Straight | None:
    """The points that agree where the reference lies by this matrix; None where too few do.

    `size` is width and height of the picture.
    """
    shrunk = SIDE / max(own.size)
    shape = (max(8, round(own.size[0] * shrunk)), max(8, round(own.size[1] * shrunk)))
    found = keypoints_of(shown_in_frame(levels, size, matrix, shape), SIDE, POINTS)
    far = squared_distances(own.numbers, projected_descriptors(found.descriptors))
    near = (far < FAR) & _in_place(own, found, shape)
    pairs = np.argwhere(near)
    pairs = each_once(pairs[np.argsort(far[pairs[:, 0], pairs[:, 1]], kind="stable")])
    if len(pairs) < ENOUGH_FOR_HOMOGRAPHY:
        return None
    left, right = own.points[pairs[:, 0]], found.points[pairs[:, 1]]
    cv2.setRNGSeed(0)
    scale = np.array(shape, dtype=np.float32)
    moved, mask = cv2.findHomography(left * scale, right * scale, cv2.USAC_MAGSAC, REACH * SIDE)
    if moved is None or mask is None:
        return None
    agree = mask.ravel() > 0
    both = np.hstack([left[agree], projected(matrix, right[agree].astype(np.float64))])
    to_shape = np.diag([*shape, 1.0])
    return Straight(
        np.asarray(matrix @ np.linalg.inv(to_shape) @ moved @ to_shape, dtype=np.float64),
        tuple(tuple(float(one) for one in pair) for pair in both),
        clear_pairs(own, far, pairs[agree]),
    )


def _in_place(own: Described, found: Keypoints, shape: tuple[int, int]) -> Mask:
    """Which points lie where the others should, in about their turn and size."""
    turn = np.abs((own.angles[:, None] - found.angles + 180) % 360 - 180)
    near = (turn < TURN_DEGREES) & (np.abs(own.sizes[:, None] - found.sizes) < SIZE_STEPS)
    for axis, side in enumerate(shape):
        apart = np.abs(own.points[:, None, axis] - found.points[:, axis])
        near &= apart * side < PLACE * SIDE
    return np.asarray(near, dtype=np.bool_)

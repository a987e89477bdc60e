"""What lies slanted in a picture is straightened, and its points are found again."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.pictures.agreeing import Levels
from matcher.pictures.described import Described, described, read_described
from matcher.pictures.geometry import Matrix, projected, unit_corners
from matcher.pictures.straightening import Straight, straightened
from tests.matcher.pictures.worn import a_ground, a_worn_picture

Grey = NDArray[np.uint8]
OWN = a_worn_picture(11)
SLANTED = np.array([[120, 90], [520, 160], [470, 470], [150, 400]], dtype=np.float32)


@pytest.fixture(scope="module")
def own() -> Described:
    return read_described(described(OWN, reference=True))


def photographed(picture: NDArray[np.uint8]) -> Grey:
    """The picture on another one, seen from the side."""
    ground = a_ground(90)
    height, width = picture.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, SLANTED)
    size = (ground.shape[1], ground.shape[0])
    laid = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_AREA)
    there = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, size)
    both = np.where(there[:, :, None] > 127, laid, ground).astype(np.uint8)
    return np.asarray(cv2.cvtColor(both, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def about(seen: Grey, off: float) -> Matrix:
    """Where it lies, its corners off by so many pixels each way."""
    unit = unit_corners().astype(np.float32)
    ways = np.array([[1, -1], [1, 1], [-1, 1], [-1, -1]])
    moved = (SLANTED + off * ways) / seen.shape[::-1]
    found = cv2.getPerspectiveTransform(unit, moved.astype(np.float32))
    return np.asarray(found, dtype=np.float64)


def straight(own: Described, seen: Grey, matrix: Matrix) -> Straight | None:
    return straightened(own, Levels(seen), (seen.shape[1], seen.shape[0]), matrix)


@pytest.mark.parametrize("off", [0.0, 5.0])
def test_most_points_are_found_again_and_the_place_is_better_told(
    own: Described, off: float
) -> None:
    seen = photographed(OWN)
    found = straight(own, seen, about(seen, off))
    assert found is not None
    assert len(found.pairs) > 0.3 * len(own.points)
    assert found.clear > 0.5 * len(found.pairs)
    corners = projected(found.matrix, unit_corners()) * seen.shape[::-1]
    assert np.abs(corners - SLANTED).max() < 3
    for x, y, across, down in found.pairs:
        there = projected(found.matrix, np.array([[x, y]]))[0]
        assert np.abs(there - [across, down]).max() < 0.02


def test_a_mirrored_picture_is_straightened_too(own: Described) -> None:
    seen = photographed(np.ascontiguousarray(OWN[:, ::-1]))
    mirror = np.array([[-1, 0, 1], [0, 1, 0], [0, 0, 1.0]])
    found = straight(own, seen, about(seen, 0) @ mirror)
    assert found is not None
    assert found.clear > 30


def test_another_picture_has_hardly_a_point_in_its_place(own: Described) -> None:
    seen = photographed(a_worn_picture(12))
    found = straight(own, seen, about(seen, 0))
    assert found is None or found.clear < 5


def test_a_blank_picture_has_none(own: Described) -> None:
    assert straight(own, np.full((300, 400), 200, np.uint8), np.eye(3)) is None

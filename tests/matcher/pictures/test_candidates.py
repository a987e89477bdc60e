"""Which references come up for a picture, and how clearly."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from domain.digests import Sha256
from matcher.pictures.candidates import Searched, candidates_for, clearness
from matcher.pictures.described import Described, described, mirrored, read_described
from matcher.pictures.geometry import Pixels
from matcher.pictures.laid_out import laid_out
from tests.matcher.pictures.worn import a_ground, a_worn_picture

SEEDS = range(1, 13)
SHOWN = Sha256("own4")


@pytest.fixture(scope="module")
def searched() -> Searched:
    features = {
        Sha256(f"own{one}"): described(a_worn_picture(one), reference=True) for one in SEEDS
    }
    return Searched((laid_out(features), laid_out({})), frozenset())


def ways_of(picture: Pixels) -> dict[bool, Described]:
    seen = read_described(described(picture))
    return {False: seen, True: mirrored(seen)}


@pytest.fixture(scope="module")
def photographed() -> Pixels:
    """The fourth one from the side, small and blurred, on a ground of its own."""
    own, ground = a_worn_picture(4), a_ground(77)
    height, width = own.shape[:2]
    place = np.array([[90, 60], [330, 85], [320, 290], [100, 270]], dtype=np.float32)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, place)
    size = ground.shape[1::-1]
    laid = cv2.warpPerspective(cv2.GaussianBlur(own, (0, 0), 1.5), matrix, size)
    there = cv2.warpPerspective(np.full(own.shape, 255, np.uint8), matrix, size) > 0
    return np.where(there, laid, ground).astype(np.uint8)


def test_a_reference_that_is_shown_comes_first_and_clearly(
    searched: Searched, photographed: Pixels
) -> None:
    first, second, *_ = candidates_for(ways_of(photographed), searched, 3)
    assert (first.name, first.mirrored) == (SHOWN, False)
    assert first.clearness > 3 * second.clearness


def test_a_mirrored_picture_comes_up_as_such(searched: Searched, photographed: Pixels) -> None:
    first = candidates_for(ways_of(np.ascontiguousarray(photographed[:, ::-1])), searched, 3)[0]
    assert (first.name, first.mirrored) == (SHOWN, True)


def test_no_more_come_up_than_are_asked_for(searched: Searched, photographed: Pixels) -> None:
    ways = ways_of(photographed)
    four = candidates_for(ways, searched, 4)
    assert len(four) == 4
    assert [one.name for one in candidates_for(ways, searched, 2)] == [o.name for o in four[:2]]


def test_one_that_is_switched_off_does_not_come_up(
    searched: Searched, photographed: Pixels
) -> None:
    rest = Searched(searched.laid, frozenset({SHOWN}))
    assert SHOWN not in {one.name for one in candidates_for(ways_of(photographed), rest, 8)}


def test_a_pattern_that_repeats_is_clearly_nothing() -> None:
    tile = a_worn_picture(9)[:120, :120]
    wall = np.tile(tile, (4, 4, 1))
    own = read_described(described(wall, reference=True))
    seen = read_described(described(wall))
    far = ((own.numbers[:, None] - seen.numbers[None]) ** 2).sum(axis=2)
    pairs = np.column_stack([np.arange(len(own.points)), far.argmin(axis=1)])
    single = read_described(described(a_worn_picture(9), reference=True))
    alone = read_described(described(a_worn_picture(9)))
    near = ((single.numbers[:, None] - alone.numbers[None]) ** 2).sum(axis=2)
    same = np.column_stack([np.arange(len(single.points)), near.argmin(axis=1)])
    told = clearness(own, seen, pairs) / len(pairs)
    assert told < 0.6 * clearness(single, alone, same) / len(same)

"""PDQ: the published prints, and every turn of a picture from one transform."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.pictures.pdq import (
    TURNS,
    distances,
    luma_of,
    turn_matrix,
    turned_prints,
    turned_prints_of_luma,
)
from tests.matcher.drawn import a_picture
from tests.matcher.pictures.worn import a_worn_picture

SIZES = ((70, 65), (200, 143), (512, 512), (700, 90), (333, 500))


def pixels(seed: int, size: tuple[int, int] = (240, 180)) -> NDArray[np.uint8]:
    return np.ascontiguousarray(np.asarray(a_picture(seed, size))[:, :, ::-1])


def turned(picture: NDArray[np.uint8], turn: int) -> NDArray[np.uint8]:
    one = picture.transpose(1, 0, 2) if turn & 4 else picture
    one = one[:, ::-1] if turn & 1 else one
    return np.ascontiguousarray(one[::-1] if turn & 2 else one)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_prints_are_those_of_the_published_code(size: tuple[int, int]) -> None:
    pdqhash = pytest.importorskip("pdqhash", reason="pdqhash has no wheel and was not built here")
    for seed in range(1, 7):
        picture = a_worn_picture(seed, size)
        published, quality = pdqhash.compute(np.ascontiguousarray(picture[:, :, ::-1]))
        ours = turned_prints_of_luma(luma_of(picture))
        # theirs names the highest frequency first
        apart = int((np.unpackbits(ours.codes[0])[::-1] != published).sum())
        assert apart <= 2
        assert abs(ours.quality - quality) <= 1


@pytest.mark.parametrize("turn", range(TURNS))
def test_the_print_of_a_turned_picture_is_the_turned_print(turn: int) -> None:
    picture = pixels(3)
    own = turned_prints(picture).codes
    theirs = turned_prints(turned(picture, turn)).codes[0]
    assert distances(theirs, own)[turn] <= 6
    assert int(distances(theirs, own).argmin()) == turn


@pytest.mark.parametrize("turn", range(TURNS))
def test_a_turn_says_where_each_corner_goes(turn: int) -> None:
    marked = np.zeros((4, 4, 3), np.uint8)
    marked[0, 3] = 255
    row, column = np.argwhere(turned(marked, turn)[:, :, 0] == 255)[0]
    x, y, _ = turn_matrix(turn) @ [0.875, 0.125, 1]
    assert (x * 4, y * 4) == (column + 0.5, row + 0.5)


def test_a_blank_picture_has_no_quality() -> None:
    assert turned_prints(np.full((80, 80, 3), 200, np.uint8)).quality == 0

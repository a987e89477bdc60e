"""Colours where a reference is said to lie."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.pictures.geometry import FRAME, Pixels
from matcher.pictures.tints import OF_A_GREY, tint_likeness, tints_of

HERE = np.eye(3)


def halves(left: tuple[int, int, int], right: tuple[int, int, int]) -> Pixels:
    square = np.empty((FRAME, FRAME, 3), np.uint8)
    square[:, : FRAME // 2], square[:, FRAME // 2 :] = left, right
    return square


RED_GREEN = halves((30, 30, 200), (30, 180, 30))
BLUE_GREEN = halves((200, 60, 30), (30, 180, 30))


def test_the_same_colours_are_alike_in_any_light() -> None:
    own = tints_of(RED_GREEN)
    assert tint_likeness(own, RED_GREEN, HERE) > 0.95
    assert tint_likeness(own, (RED_GREEN // 2).astype(np.uint8), HERE) > 0.9


def test_a_sibling_of_another_colour_is_less_alike() -> None:
    own = tints_of(RED_GREEN)
    assert tint_likeness(own, BLUE_GREEN, HERE) < 0.6
    assert tint_likeness(own, RED_GREEN[:, ::-1], HERE) < 0.1


@pytest.mark.parametrize("level", [0, 128, 255])
def test_nothing_is_said_of_a_reference_without_colours(level: int) -> None:
    grey = np.full((FRAME, FRAME, 3), level, np.uint8)
    assert tint_likeness(tints_of(grey), RED_GREEN, HERE) == OF_A_GREY


def test_the_light_of_a_shop_parts_no_reference_from_its_picture() -> None:
    own, warm = tints_of(RED_GREEN), np.array([-16, 0, 8], dtype=np.float32)
    lit = np.clip(RED_GREEN + warm, 0, 255).astype(np.uint8)
    assert tint_likeness(own, lit, HERE) > tint_likeness(own, BLUE_GREEN, HERE) + 0.3


def test_a_grey_picture_shows_little_of_the_colours() -> None:
    grey = np.full((FRAME, FRAME, 3), 128, np.uint8)
    assert tint_likeness(tints_of(RED_GREEN), grey, HERE) < 0.65
    assert tint_likeness(tints_of(BLUE_GREEN), grey, HERE) < 0.65


def test_a_place_outside_of_the_picture_is_as_one_without_colours() -> None:
    outside = np.array([[1, 0, 5], [0, 1, 5], [0, 0, 1.0]])
    assert tint_likeness(tints_of(RED_GREEN), RED_GREEN, outside) == OF_A_GREY

"""Signs that a picture is put together; and what lies inside a border."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.pictures.composites import is_composite
from matcher.pictures.trimming import WHOLE, trimmed_box
from tests.matcher.pictures.worn import a_worn_picture

Grey = NDArray[np.uint8]


def grey(seed: int, size: tuple[int, int] = (300, 300)) -> Grey:
    return np.ascontiguousarray(a_worn_picture(seed, size)[:, :, 1])


def tiles() -> Grey:
    dark = (grey(1) // 4).astype(np.uint8)
    light = (grey(2) // 4 + 180).astype(np.uint8)
    return np.vstack([np.hstack([dark, light]), np.hstack([light, dark])])


def on_white() -> Grey:
    sheet = np.full((640, 640), 255, np.uint8)
    for x in (40, 360):
        sheet[180:420, x : x + 240] = grey(x, (240, 240))
    return sheet


@pytest.mark.parametrize(
    ("picture", "put_together"),
    [
        (tiles(), True),
        (on_white(), True),
        (grey(5, (300, 620)), True),
        (grey(6), False),
        (grey(7, (400, 300)), False),
    ],
    ids=["tiles", "apart on white", "tall", "plain", "wide"],
)
def test_pictures_put_together_are_told(picture: Grey, put_together: bool) -> None:
    assert is_composite(picture) is put_together


def test_a_border_is_trimmed() -> None:
    inside = a_worn_picture(3, (200, 100))
    framed = np.full((160, 260, 3), (10, 200, 30), np.uint8)
    framed[40:140, 20:220] = inside
    left, top, right, bottom = trimmed_box(framed)
    assert (left * 260, top * 160, right * 260, bottom * 160) == pytest.approx((20, 40, 220, 140))


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_picture_that_is_all_border_stays_whole(level: int) -> None:
    assert trimmed_box(np.full((60, 80, 3), level, np.uint8)) == WHOLE

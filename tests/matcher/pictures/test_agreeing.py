"""What a picture has in its blocks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.pictures.agreeing import shades_of
from matcher.pictures.geometry import FRAME
from tests.matcher.pictures.worn import a_worn_picture

Grey = NDArray[np.uint8]


def drawing() -> Grey:
    sheet = np.full((FRAME, FRAME), 240, np.uint8)
    for left in range(10, 180, 40):
        sheet[left : left + 22, 20:170] = 30
    return sheet


def test_a_drawing_has_fewer_shades_than_a_photograph() -> None:
    photograph = np.ascontiguousarray(a_worn_picture(5, (FRAME, FRAME))[:, :, 1])
    assert shades_of(drawing()) + 0.3 < shades_of(photograph)


def test_shades_are_the_same_in_any_light() -> None:
    photograph = a_worn_picture(6, (FRAME, FRAME))[:, :, 1]
    darker = np.asarray(photograph // 2 + 20, dtype=np.uint8)
    assert abs(shades_of(darker) - shades_of(np.ascontiguousarray(photograph))) < 0.1


def test_a_blank_picture_has_none() -> None:
    assert shades_of(np.full((FRAME, FRAME), 90, np.uint8)) == 0

"""Points of a picture: where fainter ones are worth a second look."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.pictures import keypoints
from matcher.pictures.keypoints import keypoints_of
from tests.matcher.pictures.worn import a_worn_picture

Grey = NDArray[np.uint8]


def faint() -> Grey:
    """A picture with little contrast and no noise."""
    smooth = a_worn_picture(3, (420, 360))[:, :, 1].astype(np.float32)
    return np.asarray(np.round(120 + (smooth - smooth.mean()) * 0.12), dtype=np.uint8)


def bold() -> Grey:
    """A few strong squares and nothing else."""
    sheet = np.full((360, 420), 250, np.uint8)
    for left, top in ((60, 60), (250, 80), (140, 220)):
        sheet[top : top + 70, left : left + 70] = 10
    return sheet


@pytest.mark.parametrize(
    ("picture", "looks"), [(faint(), 2), (bold(), 1)], ids=["faint", "few and bold"]
)
def test_fainter_points_are_looked_for_where_there_are_some(
    picture: Grey, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    sifted = keypoints._sifted

    def counted(small: Grey, count: int, contrast: float) -> object:
        asked.append(contrast)
        return sifted(small, count, contrast)

    monkeypatch.setattr(keypoints, "_sifted", counted)
    found = keypoints_of(picture, 420, 600)
    assert len(asked) == looks
    assert len(found.points) > 0


def test_a_picture_with_faint_points_alone_has_points() -> None:
    """Where none is strong enough nothing tells of fainter ones, and they are looked for."""
    sheet = np.full((300, 300), 128, np.uint8)
    for place in range(40, 280, 60):
        sheet[place : place + 12, place : place + 12] = 138
    assert len(keypoints_of(sheet, 300, 200).points) > 0

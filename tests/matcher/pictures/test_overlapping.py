"""Where several references lie in one place, only the surest is told as an artwork."""

from __future__ import annotations

import numpy as np
import pytest

from domain.digests import Sha256
from matcher.pictures.gallery import Found
from matcher.pictures.overlapping import surest_of_each_place


def found(name: str, finding: str, score: float, left: float = 0.1) -> Found:
    matrix = np.array([[0.4, 0, left], [0, 0.4, 0.1], [0, 0, 1.0]])
    return Found(Sha256(name), finding, score, "points", matrix, ())


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            [found("b", "same_artwork", 0.8), found("a", "same_artwork", 0.9, 0.12)],
            [("a", "same_artwork"), ("b", "same_scene")],
        ),
        (
            [found("a", "same_artwork", 0.9), found("b", "same_artwork", 0.8, 0.55)],
            [("a", "same_artwork"), ("b", "same_artwork")],
        ),
        (
            [found("a", "same_picture", 0.9), found("b", "same_picture", 0.8)],
            [("a", "same_picture"), ("b", "same_picture")],
        ),
        (
            [found("a", "same_artwork", 0.95), found("b", "same_picture", 0.8)],
            [("b", "same_picture"), ("a", "same_scene")],
        ),
        (
            [found("a", "same_scene", 0.9), found("b", "same_artwork", 0.8)],
            [("a", "same_scene"), ("b", "same_artwork")],
        ),
    ],
    ids=["one place", "two places", "copies", "a copy", "a scene takes no place"],
)
def test_the_surest_of_each_place_is_told(given: list[Found], told: list[tuple[str, str]]) -> None:
    kept = surest_of_each_place(given)
    assert [(one.reference, one.finding) for one in kept] == told
    assert [one.score for one in kept] == sorted((one.score for one in kept), reverse=True)

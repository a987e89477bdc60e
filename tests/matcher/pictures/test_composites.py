"""Signs that a picture is put together; and what lies inside a border."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.pictures.composites import MOST, pieces_of
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


def screen() -> Grey:
    """A photograph between a bar and lines of text, as a shop's page shows it."""
    sheet = np.full((960, 540), 246, np.uint8)
    sheet[:50] = 90
    sheet[80:380, 20:520] = grey(9, (500, 300))
    for top in range(420, 900, 60):
        sheet[top : top + 12, 40:300] = grey(top, (260, 12))
    return sheet


@pytest.mark.parametrize(
    ("picture", "count"),
    [
        (tiles(), 4),
        (on_white(), 2),
        (screen(), 1),
        (grey(5, (300, 620)), 4),
        (grey(5, (900, 300)), 5),
        (grey(6), 0),
        (grey(7, (400, 300)), 0),
        (np.full((400, 300), 255, np.uint8), 0),
        (np.zeros((1, 1), np.uint8), 0),
        (np.tile(np.array([[0, 255]], np.uint8), (300, 150)), 0),
    ],
    ids=[
        "tiles",
        "apart on white",
        "screen",
        "tall",
        "long",
        "plain",
        "wide",
        "blank",
        "dot",
        "stripes",
    ],
)
def test_the_pieces_of_a_picture(picture: Grey, count: int) -> None:
    assert len(pieces_of(picture)) == count


def test_pieces_lie_where_the_tiles_are() -> None:
    places = {(p.left, p.top, p.right, p.bottom) for p in pieces_of(on_white())}
    assert len(places) == 2
    for left, top, right, bottom in places:
        x = 40 if left < 300 else 360
        assert (left, top, right, bottom) == pytest.approx((x, 180, x + 240, 420), abs=3)


def test_a_tile_on_white_ground_reaches_as_far_as_those_in_its_row_and_column() -> None:
    """Goods on white ground end before their tile does; the others tell where it ends."""
    sheet = np.full((640, 640), 240, np.uint8)
    for left, top in ((20, 20), (330, 20), (20, 330)):
        sheet[top : top + 290, left : left + 290] = grey(left + top, (290, 290))
    sheet[420:560, 420:520] = grey(4, (100, 140))
    last = max(pieces_of(sheet), key=lambda one: one.left + one.top)
    assert (last.left, last.top, last.right, last.bottom) == pytest.approx(
        (330, 330, 620, 620), abs=3
    )


def test_a_tile_with_lines_of_text_on_it_is_one_piece() -> None:
    """What has straight lines on it falls to shreds, and is looked at whole."""
    sheet = on_white()
    for top in (215, 275, 335):
        sheet[top : top + 24, 360:600] = 255
        sheet[top + 6 : top + 18, 380:580] = grey(top, (200, 12)) // 3
    places = [(p.left, p.top, p.right, p.bottom) for p in pieces_of(sheet)]
    assert len(places) == 2
    for place, x in zip(sorted(places), (40, 360), strict=True):
        assert place == pytest.approx((x, 180, x + 240, 420), abs=4)


def test_pieces_never_leave_the_picture() -> None:
    sheet = np.zeros((1000, 1000), np.uint8)
    for at in range(0, 1000, 100):
        sheet[at : at + 80, at : at + 80] = grey(at, (80, 80))
    pieces = pieces_of(np.ascontiguousarray(sheet[:, :997]))
    assert len(pieces) <= MOST
    for piece in pieces:
        assert 0 <= piece.left < piece.right <= 997
        assert 0 <= piece.top < piece.bottom <= 1000


def test_a_border_is_trimmed() -> None:
    inside = a_worn_picture(3, (200, 100))
    framed = np.full((160, 260, 3), (10, 200, 30), np.uint8)
    framed[40:140, 20:220] = inside
    left, top, right, bottom = trimmed_box(framed)
    assert (left * 260, top * 160, right * 260, bottom * 160) == pytest.approx((20, 40, 220, 140))


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_picture_that_is_all_border_stays_whole(level: int) -> None:
    assert trimmed_box(np.full((60, 80, 3), level, np.uint8)) == WHOLE

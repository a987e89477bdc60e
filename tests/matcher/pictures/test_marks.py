"""Figurative marks: found in any colour, at their own threshold, or refused with the reason."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from matcher.pictures.backgrounds import COUNT, backgrounds
from matcher.pictures.calibration import Calibration, calibrate
from matcher.pictures.edges import agreement, edge_field
from matcher.pictures.marks import cut_out, find_mark, mark_shape, photograph
from tests.matcher.drawn import a_picture

Pixels = NDArray[np.uint8]


def crest() -> tuple[Pixels, Pixels]:
    """An invented crest: a crane of strokes in a notched ring; and how far it covers."""
    cover = np.zeros((256, 256), dtype=np.uint8)
    cv2.circle(cover, (128, 128), 118, 255, 14, cv2.LINE_AA)
    for start in range(0, 360, 45):
        cv2.ellipse(cover, (128, 128), (100, 100), 0, start, start + 22, 255, 12, cv2.LINE_AA)
    wing = np.array([[60, 150], [110, 70], [130, 120], [196, 84], [150, 150], [128, 200]])
    cv2.fillPoly(cover, [wing.astype(np.int32)], 255, cv2.LINE_AA)
    cv2.line(cover, (128, 200), (160, 60), 0, 7, cv2.LINE_AA)
    return np.dstack([np.full_like(cover, value) for value in (40, 60, 190)]), cover


def bar() -> tuple[Pixels, Pixels]:
    """A plain bar: as good as everywhere."""
    return np.full((40, 200, 3), 60, np.uint8), np.full((40, 200), 255, np.uint8)


def printed(size: int, colour: tuple[int, int, int], seed: int = 5, turn: float = 0) -> Pixels:
    ground = Image.fromarray(np.asarray(a_picture(seed, (800, 600)))).convert("RGBA")
    mark = Image.new("RGBA", (256, 256), (*colour, 255))
    mark.putalpha(Image.fromarray(crest()[1]))
    shown = mark.resize((size, size), Image.Resampling.LANCZOS).rotate(
        turn, Image.Resampling.BICUBIC, expand=True
    )
    ground.alpha_composite(shown, (300, 180))
    return np.ascontiguousarray(np.asarray(ground.convert("RGB"))[:, :, ::-1])


@pytest.fixture(scope="module")
def card() -> Calibration:
    return calibrate(*crest())


@pytest.mark.parametrize("colour", [(255, 255, 255), (0, 0, 0), (250, 220, 40)])
@pytest.mark.parametrize("size", [72, 120, 240])
def test_a_mark_is_found_in_any_colour_where_it_stands(
    card: Calibration, colour: tuple[int, int, int], size: int
) -> None:
    # a ground whose grey is apart from the mark's: marks are looked for in grey levels alone
    found = find_mark(photograph(printed(size, colour, seed=7)), mark_shape(*crest()))
    assert found is not None
    assert found.agreement >= card.threshold
    assert found.corners[0] == pytest.approx((300, 180), abs=size * 0.12)
    assert found.corners[2] == pytest.approx((300 + size, 180 + size), abs=size * 0.12)


def test_a_turned_mark_is_found_by_its_keypoints(card: Calibration) -> None:
    shown = printed(240, (255, 255, 255), turn=40)
    found = find_mark(photograph(shown), mark_shape(*crest()))
    assert found is not None
    assert (found.stage, found.agreement >= card.threshold) == ("keypoints", True)


@pytest.mark.parametrize("seed", range(6))
def test_a_picture_without_the_mark_stays_below_its_threshold(
    card: Calibration, seed: int
) -> None:
    shown = np.asarray(a_picture(seed + 40, (800, 600)))
    found = find_mark(photograph(np.ascontiguousarray(shown)), mark_shape(*crest()))
    assert found is None or found.agreement < card.threshold


def test_a_mark_with_enough_shape_is_accepted(card: Calibration) -> None:
    assert (card.findable, card.reason) == (True, None)
    assert card.recall >= 0.5


def test_a_mark_too_plain_is_refused_with_the_reason() -> None:
    refused = calibrate(*bar())
    assert not refused.findable
    assert refused.reason is not None
    assert "too plain" in refused.reason.en


def test_calibrating_again_gives_the_same(card: Calibration) -> None:
    assert calibrate(*crest()) == card


def test_the_background_set_is_fixed() -> None:
    first, second = list(backgrounds()), list(backgrounds())
    assert len(first) == COUNT
    assert all(np.array_equal(one, other) for one, other in zip(first, second, strict=True))


def test_a_mark_without_transparency_is_cut_from_its_one_coloured_ground() -> None:
    colours, cover = crest()
    white = np.full((320, 320, 3), 255, dtype=np.uint8)
    white[32:288, 32:288] = np.where(cover[:, :, None] > 128, colours, 255)
    _, cut = cut_out(white, None)
    assert cut.shape == pytest.approx((250, 250), abs=8)


def test_edges_agree_with_their_negative() -> None:
    grey = np.asarray(a_picture(3, (200, 160)).convert("L"))
    same, place = agreement(edge_field(255 - grey), edge_field(grey)[40:100, 50:120])
    assert same > 0.95
    assert place == (50, 40)

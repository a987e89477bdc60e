"""Sheets of evidence: drawn from two pictures and a record, and from nothing else."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from domain.placements import Placement
from domain.records import from_plain, to_plain
from matcher.pictures import sheets
from matcher.pictures.fonts import Letters, letters
from matcher.pictures.geometry import agreement_map, pose_of
from matcher.pictures.placing import matrix_of, thresholds, words_of
from matcher.pictures.sheets import draw_sheet
from tests.factories import digest
from tests.matcher.drawn import a_picture

SIZE = (400, 300)
REFERENCE = np.ascontiguousarray(np.asarray(a_picture(7, SIZE))[:, :, ::-1])


def seller_picture() -> NDArray[np.uint8]:
    """The reference, mirrored and at half its size, in the middle of another picture."""
    ground = a_picture(8, SIZE)
    small = Image.fromarray(REFERENCE[:, ::-1, ::-1]).resize((200, 150))
    ground.paste(small, (100, 75))
    return np.ascontiguousarray(np.asarray(ground)[:, :, ::-1])


LISTING = seller_picture()
MATRIX = np.array([[-0.5, 0, 0.75], [0, 0.5, 0.25], [0, 0, 1]])


def a_placement(**changes: object) -> Placement:
    pose = pose_of(MATRIX, SIZE, (800, 600))
    placement = Placement(
        finding="same_picture",
        score=0.9,
        stage="features",
        listing_picture=digest("listing"),
        reference_picture=digest("reference"),
        listing_size=SIZE,
        reference_size=(800, 600),
        matrix=tuple(float(one) for one in MATRIX.ravel()),
        inliers=tuple((x / 10, 0.5, 0.75 - x / 20, 0.5) for x in range(1, 9)),
        inlier_count=8,
        share=agreement_map(LISTING, REFERENCE, MATRIX).share,
        shown=pose.shown,
        scale=pose.scale,
        turn_degrees=pose.turn_degrees,
        mirrored=pose.mirrored,
        pixel_ratio=pose.pixel_ratio,
        thresholds=thresholds(),
        versions={"sheet": "1"},
    )
    return replace(placement, **changes)  # type: ignore[arg-type]


def test_the_pose_says_scale_turn_mirror_and_whose_pixels_are_more() -> None:
    pose = pose_of(MATRIX, SIZE, (800, 600))
    assert (pose.scale, pose.turn_degrees, pose.mirrored) == (0.25, 0.0, True)
    assert (pose.shown, pose.pixel_ratio) == (1.0, 16.0)


@pytest.mark.parametrize("turn", [-150, -90, -20, 0, 35, 90, 170])
def test_a_turn_is_told_clockwise(turn: int) -> None:
    angle = np.deg2rad(turn)
    about = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = np.eye(3)
    matrix[:2, :2] = about / 4
    matrix[:2, 2] = 0.5 - about @ [0.5, 0.5] / 4
    pose = pose_of(matrix, (600, 600), (600, 600))
    assert (pose.turn_degrees, pose.mirrored) == (turn, False)


def test_a_part_that_lies_outside_is_not_shown() -> None:
    half = np.array([[1, 0, 0.5], [0, 1, 0], [0, 0, 1.0]])
    assert pose_of(half, SIZE, SIZE).shown == 0.5
    seen = agreement_map(np.roll(REFERENCE, 200, axis=1), REFERENCE, half)
    assert seen.visible[:, :6].all()
    assert not seen.visible[:, 6:].any()


def test_blocks_agree_where_the_reference_lies_and_nowhere_else() -> None:
    assert agreement_map(LISTING, REFERENCE, MATRIX).share > 0.85
    assert agreement_map(LISTING, REFERENCE, np.eye(3)).share < 0.4


def test_a_covered_part_differs_on_the_map() -> None:
    covered = LISTING.copy()
    covered[75:225, 100:200] = 255
    seen = agreement_map(covered, REFERENCE, MATRIX)
    # the listing is mirrored: its left half shows the reference's right half
    assert seen.differs[:, 6:].sum() > 10 * max(1, seen.differs[:, :5].sum())


def test_a_sheet_is_the_same_bytes_again_from_its_record() -> None:
    placement = a_placement()
    record = json.dumps(to_plain(placement), ensure_ascii=False)
    again = from_plain(Placement, json.loads(record))
    assert draw_sheet(LISTING, REFERENCE, again) == draw_sheet(LISTING, REFERENCE, placement)


def test_the_numbers_of_a_record_can_be_computed_again() -> None:
    placement = from_plain(Placement, json.loads(json.dumps(to_plain(a_placement()))))
    matrix = matrix_of(placement)
    pose = pose_of(matrix, placement.listing_size, placement.reference_size)
    assert (pose.scale, pose.turn_degrees, pose.mirrored) == (
        placement.scale,
        placement.turn_degrees,
        placement.mirrored,
    )
    assert agreement_map(LISTING, REFERENCE, matrix).share == placement.share


def test_the_outline_lies_where_the_reference_is() -> None:
    with Image.open(io.BytesIO(draw_sheet(LISTING, REFERENCE, a_placement()))) as sheet:
        pixels = np.asarray(sheet.convert("RGB"))
    scale, left = sheets.PANEL / SIZE[0], sheets.MARGIN + sheets.PANEL + sheets.GAP
    row = sheets.MARGIN + round(75 * scale)
    along = pixels[row - 3 : row + 4, left + round(120 * scale) : left + round(280 * scale)]
    assert (along == sheets.OUTLINE).all(axis=2).any(axis=0).mean() > 0.8


def test_the_words_are_there_in_three_languages() -> None:
    words = words_of(a_placement())
    assert any("mirrored" in one.en and "左右镜像" in one.zh for one in words)
    assert any("16.0 times the pixels" in one.en for one in words)
    assert all(one.zh and one.en and one.ja for one in words)


@pytest.mark.parametrize("finding", ["same_picture", "same_artwork", "same_scene"])
def test_each_finding_says_what_it_is_and_never_counterfeit(finding: str) -> None:
    words = words_of(a_placement(finding=finding))
    assert "counterfeit" not in " ".join(one.en for one in words)
    assert words[0] != words_of(a_placement())[0] or finding == "same_picture"


def test_fewer_pixels_of_the_owner_are_not_told_as_a_proof() -> None:
    (owned,) = [one.en for one in words_of(a_placement(pixel_ratio=0.4)) if "pixels" in one.en]
    assert "tells nothing" in owned


def test_without_a_chinese_font_the_sheet_is_english_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets, "letters", lambda: Letters(None, 0, "Pillow"))
    plain = draw_sheet(LISTING, REFERENCE, a_placement())
    with Image.open(io.BytesIO(plain)) as sheet:
        assert sheet.width > 1000
    lines = sheets._lines(words_of(a_placement()), Letters(None, 0, "Pillow"))
    assert "English words only" in lines[-1].text
    assert all(line.text.isascii() or "°" in line.text for line in lines)


def test_no_line_runs_off_the_sheet() -> None:
    font, width = letters(), 600
    for line in sheets._lines(words_of(a_placement()), font):
        parts = list(sheets._wrapped(line, font, width))
        assert " ".join(part.text for part in parts) == line.text
        wide = [
            part.text for part in parts if font.sized(part.pixels).getlength(part.text) > width
        ]
        assert all(" " not in text for text in wide)


def test_a_wild_matrix_is_drawn_all_the_same() -> None:
    wild = (3.0, 2.0, -5.0, -1.0, 4.0, 0.2, 0.9, 0.8, 1.0)
    assert draw_sheet(LISTING, REFERENCE, a_placement(matrix=wild)).startswith(b"\x89PNG")


def test_the_font_is_one_that_exists() -> None:
    assert letters().sized(20) is not None

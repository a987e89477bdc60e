"""References found whatever was done to them, added and removed at will, kept and opened again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from domain.digests import Sha256
from matcher.pictures.cascade import Cascade
from matcher.pictures.described import read_described
from matcher.pictures.gallery import Found
from matcher.pictures.geometry import projected, unit_corners
from tests.matcher.pictures.worn import a_ground, a_worn_picture

Pixels = NDArray[np.uint8]
OWN = {Sha256(f"own{seed}"): a_worn_picture(seed) for seed in range(1, 7)}
LAID = next(iter(OWN))


@pytest.fixture(scope="module")
def features() -> dict[Sha256, bytes]:
    return {name: Cascade().describe(one, reference=True) for name, one in OWN.items()}


@pytest.fixture(scope="module")
def cascade(features: dict[Sha256, bytes]) -> Cascade:
    return filled(features)


def filled(features: dict[Sha256, bytes]) -> Cascade:
    made = Cascade()
    for name, one in features.items():
        made.add(name, one)
    return made


def found_in(cascade: Cascade, picture: Pixels) -> list[Found]:
    return cascade.find(picture, cascade.describe(picture))


def told(found: list[Found]) -> list[tuple[str, str, float, str, list[float]]]:
    return [(o.reference, o.finding, o.score, o.stage, o.matrix.ravel().tolist()) for o in found]


def pasted(piece: Pixels, left: int, top: int, seed: int = 90) -> Pixels:
    ground = a_ground(seed)
    ground[top : top + piece.shape[0], left : left + piece.shape[1]] = piece
    return ground


def resized(picture: Pixels, scale: float) -> Pixels:
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def bordered(picture: Pixels) -> Pixels:
    return np.asarray(cv2.copyMakeBorder(picture, 60, 60, 20, 20, 0, value=(9, 90, 200)), np.uint8)


EDITS: Mapping[str, Callable[[Pixels], Pixels]] = {
    "as it is": lambda own: own,
    "mirrored": lambda own: own[:, ::-1],
    "upside down": lambda own: own[::-1, ::-1],
    "on its side": lambda own: own.transpose(1, 0, 2)[:, ::-1],
    "half its size": lambda own: resized(own, 0.5),
    "in a border": bordered,
    "half cut off": lambda own: own[:, : own.shape[1] // 2],
    "small, on another picture": lambda own: pasted(resized(own, 0.5), 300, 200),
    "small and mirrored, on another": lambda own: pasted(resized(own, 0.5)[:, ::-1], 40, 260),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_reference_is_found_in_an_edited_copy(cascade: Cascade, edit: str) -> None:
    seen = np.ascontiguousarray(EDITS[edit](OWN[LAID]))
    found = found_in(cascade, seen)
    assert [(one.reference, one.finding) for one in found] == [(LAID, "same_picture")]
    assert (np.linalg.det(found[0].matrix) < 0) == ("mirrored" in edit)


def test_the_outline_lies_where_the_reference_was_put(cascade: Cascade) -> None:
    piece = resized(OWN[LAID], 0.5)
    seen = pasted(piece, 300, 200)
    (found,) = found_in(cascade, seen)
    corners = projected(found.matrix, unit_corners()) * seen.shape[1::-1]
    should = np.array([300, 200]) + unit_corners() * piece.shape[1::-1]
    assert np.abs(corners - should).max() < 0.01 * np.hypot(*seen.shape[:2])


@pytest.mark.parametrize("seed", range(91, 97))
def test_other_pictures_show_no_reference(cascade: Cascade, seed: int) -> None:
    assert found_in(cascade, a_worn_picture(seed)) == []


def test_two_references_in_one_picture_are_both_found(cascade: Cascade) -> None:
    first, second = list(OWN)[:2]
    both = np.hstack([OWN[first], OWN[second]])
    assert {one.reference for one in found_in(cascade, both)} == {first, second}


def test_two_copies_of_a_screen_of_goods_are_both_found(cascade: Cascade) -> None:
    """A copy that is found at once does not keep the other pieces from being looked at."""
    first, second = list(OWN)[:2]
    sheet = np.full((1360, 960, 3), 246, np.uint8)
    for place in range(6):
        top, left = 40 + place // 2 * 430, 40 + place % 2 * 460
        sheet[top : top + 360, left : left + 420] = a_worn_picture(70 + place)
    sheet[40:400, 40:460] = OWN[first]
    sheet[900:1260, 500:920] = OWN[second]
    assert {one.reference for one in found_in(cascade, sheet)} == {first, second}


@pytest.mark.parametrize("turned", [1, -1], ids=["as it is", "mirrored"])
def test_the_square_that_a_shop_shows_is_known_by_its_print(turned: int) -> None:
    own = a_worn_picture(7, (360, 520))
    cascade = Cascade()
    cascade.add(LAID, cascade.describe(own, reference=True))
    square = resized(own[80:440, ::turned], 0.7)
    (found,) = found_in(cascade, np.ascontiguousarray(square))
    assert (found.finding, found.stage) == ("same_picture", "copy")
    corners = projected(found.matrix, unit_corners())
    left, right = (0, 1) if turned == 1 else (1, 0)
    should = [[left, -2 / 9], [right, -2 / 9], [right, 11 / 9], [left, 11 / 9]]
    assert np.abs(corners - should).max() < 0.03


def test_a_copys_print_makes_it_sure() -> None:
    """A plain drawing has few corners to agree, and its print says what they cannot."""
    own = np.full((400, 400, 3), 255, np.uint8)
    cv2.ellipse(own, (200, 190), (120, 80), 20, 0, 360, (30, 60, 200), -1)
    cv2.rectangle(own, (150, 270), (260, 360), (20, 140, 40), -1)
    cascade = Cascade()
    cascade.add(LAID, cascade.describe(own, reference=True))
    blurred = np.asarray(cv2.GaussianBlur(own, (0, 0), 3), dtype=np.uint8)
    (found,) = found_in(cascade, blurred)
    assert (found.finding, found.stage) == ("same_picture", "copy")
    assert found.score > 0.97


def test_added_and_laid_out_references_are_found_alike(
    features: dict[Sha256, bytes], tmp_path: Path
) -> None:
    at_once, stepwise = filled(features), Cascade(tmp_path / "laid")
    names = list(features)
    for name in names[:3]:
        stepwise.add(name, features[name])
    stepwise.settle()
    reopened = Cascade(tmp_path / "laid")
    assert len(reopened) == 3
    for name in names[3:]:
        reopened.add(name, features[name])
    for one in OWN.values():
        seen = np.ascontiguousarray(pasted(resized(one, 0.5), 80, 100))
        wanted, found = found_in(at_once, seen), found_in(reopened, seen)
        assert wanted
        assert [(o.reference, o.finding) for o in found] == [
            (o.reference, o.finding) for o in wanted
        ]
        for left, right in zip(found, wanted, strict=True):
            apart = projected(left.matrix, unit_corners()) - projected(
                right.matrix, unit_corners()
            )
            assert np.abs(apart).max() < 0.02


def test_the_same_picture_is_found_alike_every_time(features: dict[Sha256, bytes]) -> None:
    seen = np.ascontiguousarray(pasted(resized(OWN[LAID], 0.5)[:, ::-1], 80, 100))
    first, again = (told(found_in(filled(features), seen)) for _ in range(2))
    assert first == again


def test_a_removed_reference_is_found_no_more(features: dict[Sha256, bytes]) -> None:
    cascade = filled(features)
    cascade.merge()
    cascade.remove(LAID)
    assert found_in(cascade, OWN[LAID]) == []
    cascade.add(LAID, features[LAID])
    assert found_in(cascade, OWN[LAID])[0].reference == LAID
    cascade.remove(LAID)
    cascade.merge()
    assert len(cascade) == len(OWN) - 1
    assert found_in(cascade, OWN[LAID]) == []


def test_what_another_maker_laid_out_is_not_read(
    features: dict[Sha256, bytes], tmp_path: Path
) -> None:
    cascade = Cascade(tmp_path / "laid")
    cascade.add(LAID, features[LAID])
    cascade.settle()
    assert len(Cascade(tmp_path / "laid")) == 1
    text = (tmp_path / "laid/index.json").read_text()
    (tmp_path / "laid/index.json").write_text(text.replace(cascade.maker, "cascade/0"))
    assert len(Cascade(tmp_path / "laid")) == 0


@pytest.mark.parametrize("size", [(1, 3000), (3000, 1), (1, 1), (2, 5)])
def test_a_picture_of_a_line_or_a_dot_is_described_and_shows_nothing(
    cascade: Cascade, size: tuple[int, int]
) -> None:
    thin = np.full((*size, 3), 90, np.uint8)
    thin[0, 0] = 250
    assert read_described(cascade.describe(thin, reference=True)).prints
    assert found_in(cascade, thin) == []


def test_a_reference_takes_little_room(features: dict[Sha256, bytes]) -> None:
    assert max(len(one) for one in features.values()) < 16_000


def test_features_that_are_cut_short_are_refused(features: dict[Sha256, bytes]) -> None:
    with pytest.raises(ValueError, match="buffer"):
        read_described(features[LAID][:-32])

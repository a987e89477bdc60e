"""From bytes to pixels: every way a picture can be odd has a name."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from matcher.pictures.opening import SHORTEST_SIDE, open_picture
from matcher.pictures.states import REASONS, Limits, PictureState, Trait
from tests.matcher.drawn import a_picture, saved
from tests.matcher.pictures.hostile import ODD, a_bomb, a_png_header, moving

LIMITS = Limits(max_pixels=1_000_000)
ORIGINAL = a_picture()


def apart(left: np.ndarray, right: np.ndarray) -> float:
    return float(np.abs(left.astype(int) - right.astype(int)).mean())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF", "TIFF"])
def test_every_format_of_the_trade_is_read(kind: str) -> None:
    opened = open_picture(saved(ORIGINAL, kind), LIMITS)
    assert (opened.state, opened.format) == (PictureState.READABLE, kind)
    assert (opened.width, opened.height) == ORIGINAL.size
    assert opened.pixels is not None
    assert apart(opened.pixels[:, :, ::-1], np.asarray(ORIGINAL)) < 12


@pytest.mark.parametrize("name", ODD)
def test_an_odd_picture_is_read_and_its_trait_named(name: str) -> None:
    opened = open_picture(ODD[name](), LIMITS)
    assert opened.state is PictureState.READABLE
    assert Trait(name) in opened.traits
    assert opened.pixels is not None
    assert opened.pixels.shape == (180, 240, 3)


@pytest.mark.parametrize("name", ["animated", "cmyk", "sixteen_bit", "palette", "turned"])
def test_an_odd_picture_looks_as_it_does_to_a_buyer(name: str) -> None:
    opened = open_picture(ODD[name](), LIMITS)
    assert opened.pixels is not None
    grey = np.asarray(Image.fromarray(opened.pixels[:, :, ::-1]).convert("L"))
    assert apart(grey, np.asarray(ORIGINAL.convert("L"))) < 14


def test_transparency_is_kept_beside_the_pixels_and_lies_on_white() -> None:
    opened = open_picture(ODD["alpha"](), LIMITS)
    assert opened.pixels is not None
    assert opened.alpha is not None
    assert opened.alpha[90, 120] == 0
    assert opened.alpha[5, 5] == 255
    assert opened.pixels[90, 120].tolist() == [255, 255, 255]


def test_a_blank_first_frame_hides_nothing() -> None:
    opened = open_picture(moving(Image.new("RGB", (240, 180), "white")), LIMITS)
    assert opened.state is PictureState.READABLE


def test_frames_beyond_the_limit_are_not_looked_at() -> None:
    limits = Limits(max_pixels=1_000_000, frames=1)
    opened = open_picture(moving(Image.new("RGB", (240, 180), "white")), limits)
    assert opened.state is PictureState.BLANK


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (b"", PictureState.NOT_A_PICTURE),
        (b"<html>login</html>", PictureState.NOT_A_PICTURE),
        (saved(ORIGINAL, "PPM"), PictureState.NOT_A_PICTURE),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", PictureState.NOT_A_PICTURE),
        (saved(ORIGINAL, "JPEG")[:900], PictureState.TRUNCATED),
        (saved(ORIGINAL)[:900], PictureState.TRUNCATED),
        (a_png_header(5000, 5000), PictureState.TOO_MANY_PIXELS),
        (a_png_header(60000, 60000), PictureState.TOO_MANY_PIXELS),
        (a_bomb(2000), PictureState.TOO_MANY_PIXELS),
        (saved(Image.new("RGB", (1, 1), "red")), PictureState.TOO_SMALL),
        (saved(a_picture(1, (200, SHORTEST_SIDE - 1))), PictureState.TOO_SMALL),
        (saved(Image.new("RGB", (300, 300), "white")), PictureState.BLANK),
        (saved(Image.new("RGB", (300, 300), "black")), PictureState.BLANK),
        (saved(Image.new("RGBA", (300, 300), (9, 9, 9, 0))), PictureState.BLANK),
        (saved(Image.linear_gradient("L")), PictureState.LOW_TEXTURE),
    ],
    ids=lambda one: one.value if isinstance(one, PictureState) else "",
)
def test_what_cannot_accuse_has_a_named_result(content: bytes, state: PictureState) -> None:
    opened = open_picture(content, LIMITS)
    assert opened.state is state
    assert not opened.state.may_accuse


def test_more_bytes_than_allowed_are_not_opened() -> None:
    opened = open_picture(saved(ORIGINAL), Limits(max_bytes=100))
    assert opened.state is PictureState.TOO_MANY_BYTES


def test_a_large_picture_comes_back_at_working_size_with_its_own_size_told() -> None:
    opened = open_picture(saved(a_picture(1, (2400, 1800)), "JPEG"), Limits())
    assert (opened.width, opened.height) == (2400, 1800)
    assert opened.pixels is not None
    assert opened.pixels.shape == (750, 1000, 3)


def test_a_long_strip_of_details_stays_readable() -> None:
    opened = open_picture(saved(a_picture(1, (800, 6000)), "JPEG"), Limits())
    assert opened.pixels is not None
    assert opened.pixels.shape == (4800, 640, 3)


def test_every_state_has_its_reason_in_three_languages() -> None:
    assert set(REASONS) == set(PictureState)
    assert all(one.zh and one.en and one.ja for one in REASONS.values())

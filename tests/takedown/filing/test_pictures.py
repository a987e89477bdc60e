"""Pictures made to fit a form: under its limit, readable, and only where the original does not."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from takedown.filing.form import FileLimits
from takedown.filing.pictures import fitted, flattened, opened
from tests.takedown.filing.pictured import a_noisy_page, a_picture, read

MEGABYTE = 1_000_000


@pytest.mark.parametrize("megabytes", [20, 10, 3])
def test_a_page_s_picture_comes_under_twenty_ten_and_three_megabytes(megabytes: int) -> None:
    page = read(a_noisy_page(3000))
    assert len(page) > 20 * MEGABYTE
    limits = FileLimits(("jpg", "png"), megabytes * MEGABYTE)
    made = fitted(page, limits)
    assert made is not None
    assert len(made) <= limits.largest_bytes
    with Image.open(io.BytesIO(made)) as image:
        assert image.format == "JPEG"
        assert image.width == image.height
        assert image.width >= 1000


def test_a_picture_that_fits_is_left_as_it_is() -> None:
    assert fitted(read(a_picture()), FileLimits(("jpg", "png"), MEGABYTE)) is None


def test_a_kind_that_the_form_does_not_take_is_changed() -> None:
    made = fitted(read(a_picture("PNG")), FileLimits(("jpg",), MEGABYTE))
    assert made is not None
    assert made[:3] == b"\xff\xd8\xff"


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 99])
def test_bytes_that_are_no_picture_give_none(content: bytes) -> None:
    assert fitted(content, FileLimits()) is None
    assert opened(content) is None


def test_a_picture_bomb_is_not_opened() -> None:
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    assert opened(file.getvalue()) is None
    assert fitted(file.getvalue(), FileLimits(("jpg",), MEGABYTE)) is None


def test_what_is_transparent_becomes_white() -> None:
    image = flattened(Image.new("RGBA", (2, 2), (255, 0, 0, 0)))
    assert image.getpixel((0, 0)) == (255, 255, 255)

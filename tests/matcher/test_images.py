"""Prints: what a copy keeps, and what is refused."""

from __future__ import annotations

import imagehash
import pytest
from PIL import Image, ImageOps

from matcher.images import ImagePrint, Prints, distance_bits, prints_of
from matcher.pictures.opening import open_picture
from matcher.pictures.states import Limits
from tests.matcher.drawn import a_picture, saved

LIMITS = Limits(max_pixels=1_000_000)
ORIGINAL = a_picture()


def of(picture: Image.Image, kind: str = "PNG", **options: object) -> Prints:
    return prints_of(open_picture(saved(picture, kind, **options), LIMITS))


def apart(left: tuple[ImagePrint, ...], right: tuple[ImagePrint, ...]) -> list[int]:
    return [distance_bits(a, b) for a, b in zip(left, right, strict=True)]


def test_the_prints_are_those_of_imagehash() -> None:
    expected = [str(imagehash.phash(ORIGINAL)), str(imagehash.dhash(ORIGINAL))]
    assert [one.digits for one in of(ORIGINAL).as_is] == expected


@pytest.mark.parametrize(
    "copy",
    [
        saved(ORIGINAL, "JPEG", quality=20),
        saved(ORIGINAL.resize((97, 73)), "PNG"),
        saved(ORIGINAL, "WEBP", quality=40),
        saved(ImageOps.grayscale(ORIGINAL), "BMP"),
    ],
    ids=["jpeg", "half", "webp", "grey"],
)
def test_a_saved_copy_stays_near(copy: bytes) -> None:
    assert max(apart(of(ORIGINAL).as_is, prints_of(open_picture(copy, LIMITS)).as_is)) <= 6


def test_another_picture_lies_far() -> None:
    assert min(apart(of(ORIGINAL).as_is, of(a_picture(2)).as_is)) > 12


def test_the_mirrored_prints_are_those_of_the_mirror_image() -> None:
    mirror = of(ImageOps.mirror(ORIGINAL))
    assert max(apart(of(ORIGINAL).mirrored, mirror.as_is)) <= 2


def test_the_turn_of_exif_is_applied() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = ORIGINAL.transpose(Image.Transpose.ROTATE_90)
    assert apart(of(turned, exif=exif).as_is, of(ORIGINAL).as_is) == [0, 0]


def test_transparency_lies_on_white() -> None:
    holed = ORIGINAL.convert("RGBA")
    holed.paste((0, 0, 0, 0), (40, 40, 200, 140))
    white = ORIGINAL.copy()
    white.paste((255, 255, 255), (40, 40, 200, 140))
    assert of(holed) == of(white)


def test_of_a_moving_picture_the_first_frame_counts() -> None:
    frames = [a_picture(seed, mode="P") for seed in (1, 2, 3)]
    moving = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert prints_of(open_picture(moving, LIMITS)) == of(frames[0], "GIF")


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        (Image.new("RGB", (200, 200), "white"), "blank"),
        (Image.linear_gradient("L").point(lambda v: 120 + v // 64), "blank"),
        (a_picture(1, (200, 20)), "smaller than 32"),
    ],
    ids=["white", "faint", "small"],
)
def test_a_picture_without_texture_or_size_has_no_print(picture: Image.Image, reason: str) -> None:
    made = of(picture)
    assert (made.as_is, made.mirrored) == ((), ())
    assert reason in (made.reason or "")


def test_what_cannot_be_decoded_has_the_reason_in_place_of_prints() -> None:
    made = prints_of(open_picture(b"<html>login</html>", LIMITS))
    assert (made.as_is, made.reason) == ((), "no format that is read")


def test_prints_of_different_kinds_are_not_compared() -> None:
    with pytest.raises(ValueError, match="phash print"):
        distance_bits(ImagePrint("phash", "0"), ImagePrint("dhash", "0"))

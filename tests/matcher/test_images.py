"""Prints: what a copy keeps, and what is refused."""

from __future__ import annotations

import struct
import zlib

import imagehash
import pytest
from PIL import Image, ImageOps

from matcher.images import ImagePrint, Prints, UnreadablePicture, distance_bits, prints_of
from tests.matcher.pictures import a_picture, saved

LIMIT = 1_000_000
ORIGINAL = a_picture()


def of(picture: Image.Image, kind: str = "PNG", **options: object) -> Prints:
    return prints_of(saved(picture, kind, **options), max_pixels=LIMIT)


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
    assert max(apart(of(ORIGINAL).as_is, prints_of(copy, max_pixels=LIMIT).as_is)) <= 6


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
    assert prints_of(moving, max_pixels=LIMIT) == of(frames[0], "GIF")


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


def a_png_header(width: int, height: int) -> bytes:
    """A PNG that states a size and holds next to nothing."""
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", size), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no format"),
        (b"<html>login</html>", "no format"),
        (saved(ORIGINAL, "JPEG")[:900], "decoded"),
        (saved(ORIGINAL)[:900], "decoded"),
        (a_png_header(5000, 5000), "5000x5000"),
        (a_png_header(60000, 60000), "header"),
        (saved(ORIGINAL, "PPM"), "no format"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "no format"),
    ],
    ids=["empty", "html", "cut jpeg", "cut png", "large", "bomb", "ppm", "eps"],
)
def test_hostile_bytes_are_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadablePicture, match=reason):
        prints_of(content, max_pixels=LIMIT)


def test_prints_of_different_kinds_are_not_compared() -> None:
    with pytest.raises(ValueError, match="phash print"):
        distance_bits(ImagePrint("phash", "0"), ImagePrint("dhash", "0"))

"""Prints of a picture: what makes a copy of it known again after saving, resizing or mirroring."""

from __future__ import annotations

from dataclasses import dataclass

import imagehash
from PIL import Image, ImageOps

from matcher.pictures.decoding import reason_of
from matcher.pictures.opening import Opened

MAKER = "imagehash-64/2"
"""Names the way prints are made; kept beside them, so that prints of another way are not mixed."""

PRINT_NAMES = ("phash", "dhash")
PRINT_BITS = 64
AS_IS, MIRRORED = "as is", "mirrored"


@dataclass(frozen=True, slots=True)
class ImagePrint:
    """One 64-bit print, as 16 hexadecimal digits in the order `imagehash` writes them."""

    name: str
    digits: str

    @property
    def bits(self) -> int:
        """The print as a number below 2**64."""
        return int(self.digits, 16)


@dataclass(frozen=True, slots=True)
class Prints:
    """The prints of a picture and of its mirror image; none, with a reason, where none would hold.

    `as_is` and `mirrored` are in the order of `PRINT_NAMES`.
    """

    as_is: tuple[ImagePrint, ...] = ()
    mirrored: tuple[ImagePrint, ...] = ()
    reason: str | None = None


def prints_of(picture: Opened) -> Prints:
    """The prints of a decoded picture, seen as a buyer sees it.

    For a picture without turn and transparency that is not shrunk in decoding, the prints are
    those of `imagehash.phash` and `imagehash.dhash`.
    """
    if picture.pixels is None or not picture.state.may_accuse:
        return Prints(reason=reason_of(picture).en)
    grey = Image.fromarray(picture.pixels[:, :, ::-1]).convert("L")
    tiles = {"phash": _shrunk(grey, 32, 32), "dhash": _shrunk(grey, 9, 8)}
    # a mirrored small tile is the small tile of the mirrored picture: two prints for one resize
    mirrored = {name: ImageOps.mirror(tile) for name, tile in tiles.items()}
    return Prints(as_is=_printed(tiles), mirrored=_printed(mirrored))


def distance_bits(left: ImagePrint, right: ImagePrint) -> int:
    """How many bits differ between two prints of the same hash.

    Returns:
        0 (same) to 64; prints of unrelated pictures lie around 32. Thresholds: the scorecard.

    Raises:
        ValueError: The prints are of different kinds: a programming error, not bad input.
    """
    if left.name != right.name:
        raise ValueError(f"A {left.name} print cannot be compared with a {right.name} print.")
    return (left.bits ^ right.bits).bit_count()


def _shrunk(grey: Image.Image, width: int, height: int) -> Image.Image:
    return grey.resize((width, height), Image.Resampling.LANCZOS)


def _printed(tiles: dict[str, Image.Image]) -> tuple[ImagePrint, ...]:
    made = {"phash": imagehash.phash, "dhash": imagehash.dhash}
    return tuple(ImagePrint(name, str(made[name](tiles[name]))) for name in PRINT_NAMES)

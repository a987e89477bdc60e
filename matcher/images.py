"""Prints of a picture: what makes a copy of it known again after saving, resizing or mirroring."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from dataclasses import dataclass

import imagehash
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from domain.errors import InputError

MAKER = "imagehash-64/1"
"""Names the way prints are made; kept beside them, so that prints of another way are not mixed."""

PRINT_NAMES = ("phash", "dhash")
PRINT_BITS = 64
AS_IS, MIRRORED = "as is", "mirrored"

# what marketplaces serve and holders hand in; every further format is a further decoder to attack
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF", "TIFF")
SHORTEST_SIDE = 32
# grey levels, as a standard deviation over 32x32: below it the bits of a print are noise
LEAST_TEXTURE = 4.0
# what Pillow's decoders raise on broken bytes, beside OSError
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    ArithmeticError,
    AttributeError,
    NotImplementedError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


class UnreadablePicture(InputError):
    """The bytes are no picture that may be decoded; the reason says why."""


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


def prints_of(content: bytes, *, max_pixels: int) -> Prints:
    """The prints of the picture in these bytes, seen as a buyer sees it.

    The turn noted in EXIF is applied, transparency lies on white, and of a moving picture the
    first frame counts. For a picture without turn and transparency the prints are those of
    `imagehash.phash` and `imagehash.dhash`.

    Raises:
        UnreadablePicture: The bytes are truncated, too large, or no picture of a known format.
    """
    grey = _grey(content, max_pixels)
    if min(grey.size) < SHORTEST_SIDE:
        return Prints(reason=f"smaller than {SHORTEST_SIDE} pixels")
    tiles = {"phash": _shrunk(grey, 32, 32), "dhash": _shrunk(grey, 9, 8)}
    if float(np.asarray(tiles["phash"], dtype=np.float64).std()) < LEAST_TEXTURE:
        return Prints(reason="blank or nearly blank")
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


def _grey(content: bytes, max_pixels: int) -> Image.Image:
    with warnings.catch_warnings():
        # Pillow warns of much that does not matter for a print; of a bomb it must not only warn
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                _refuse_bomb(picture, max_pixels)
                return _on_white(ImageOps.exif_transpose(picture)).convert("L")
        except UnreadablePicture:
            raise
        except BROKEN as exc:
            raise UnreadablePicture(f"The picture cannot be decoded ({_cause(exc)}).") from exc


def _refuse_bomb(picture: Image.Image, max_pixels: int) -> None:
    """Judge the size that the header states, before anything is decoded."""
    width, height = picture.size
    if width * height > max_pixels:
        raise UnreadablePicture(
            f"The picture has {width}x{height} pixels; more than {max_pixels} are not decoded."
        )


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture
    shown = picture.convert("RGBA")
    white = Image.new("RGBA", shown.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, shown)


def _shrunk(grey: Image.Image, width: int, height: int) -> Image.Image:
    return grey.resize((width, height), Image.Resampling.LANCZOS)


def _printed(tiles: dict[str, Image.Image]) -> tuple[ImagePrint, ...]:
    made = {"phash": imagehash.phash, "dhash": imagehash.dhash}
    return tuple(ImagePrint(name, str(made[name](tiles[name]))) for name in PRINT_NAMES)


def _cause(exc: BaseException) -> str:
    if isinstance(exc, Image.DecompressionBombError | Image.DecompressionBombWarning):
        return "its header states more pixels than may be decoded"
    if isinstance(exc, UnidentifiedImageError):
        return "no format that is read"
    return " ".join(str(exc).split())[:120] or type(exc).__name__

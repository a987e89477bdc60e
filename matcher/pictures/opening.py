"""From hostile bytes to pixels: the part that runs in the decoder's own process."""

from __future__ import annotations

import io
import math
import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from matcher.pictures.states import Limits, PictureState, Trait

# what marketplaces serve and holders hand in; every further format is a further decoder to attack
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF", "TIFF")

SHORTEST_SIDE = 32
LONG_SIDE = 1000
"""Longest side of the pixels that come back, unless the picture is a long strip."""
STRIP_SIDE, STRIP_PIXELS, LONGEST_SIDE = 640, 4_000_000, 8000
"""A strip of detail pictures keeps this shorter side, as far as the two other limits allow."""

# grey levels, as a standard deviation over 32x32: below it the bits of a print are noise
LEAST_TEXTURE = 4.0
# the same over one block of 16x16, and the share of blocks that must reach it
BLOCK_SIDE, BLOCK_TEXTURE, TEXTURED_SHARE = 16, 5.0, 0.02

TURN_TAG = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How a picture is set upright, by the orientation that EXIF 2.32 notes in tag 0x0112."""
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
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Opened:
    """What came out: how it ended, and the pixels where there are any.

    `pixels` is height x width x 3, blue first, transparency laid on white; `alpha` is height x
    width, where the picture has any. `width` and `height` are those of the file as it is shown.
    """

    state: PictureState
    cause: str | None = None
    format: str | None = None
    width: int | None = None
    height: int | None = None
    traits: tuple[Trait, ...] = ()
    pixels: NDArray[np.uint8] | None = None
    alpha: NDArray[np.uint8] | None = None


def open_picture(content: bytes, limits: Limits) -> Opened:
    """The picture in these bytes, as a buyer sees it; never raises for what the bytes are.

    The turn noted in EXIF is applied, transparency lies on white, and of a moving picture the
    first frame that shows something counts.
    """
    if len(content) > limits.max_bytes:
        return Opened(PictureState.TOO_MANY_BYTES, f"{len(content)} bytes")
    with warnings.catch_warnings():
        # our own limit decides, before anything is decoded
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                return _opened(picture, limits)
        except MemoryError:
            return Opened(PictureState.OUT_OF_MEMORY)
        except Image.DecompressionBombError:
            return Opened(PictureState.TOO_MANY_PIXELS, "beyond what is opened at all")
        except UnidentifiedImageError:
            return Opened(PictureState.NOT_A_PICTURE)
        except BROKEN as exc:
            return Opened(_broken(exc), _cause(exc))


def texture_state(grey: Image.Image) -> PictureState:
    """Whether a grey picture holds enough for a resemblance to mean anything."""
    if min(grey.size) < SHORTEST_SIDE:
        return PictureState.TOO_SMALL
    tile = np.asarray(grey.resize((32, 32), Image.Resampling.LANCZOS), dtype=np.float64)
    if float(tile.std()) < LEAST_TEXTURE:
        return PictureState.BLANK
    side = BLOCK_SIDE * BLOCK_SIDE
    small = np.asarray(grey.resize((side, side), Image.Resampling.BOX), dtype=np.float32)
    blocks = small.reshape(BLOCK_SIDE, BLOCK_SIDE, BLOCK_SIDE, BLOCK_SIDE).std(axis=(1, 3))
    enough = float((blocks > BLOCK_TEXTURE).mean()) >= TEXTURED_SHARE
    return PictureState.READABLE if enough else PictureState.LOW_TEXTURE


def _opened(picture: Image.Image, limits: Limits) -> Opened:
    width, height = picture.size
    if width * height > limits.max_pixels:
        return Opened(
            PictureState.TOO_MANY_PIXELS,
            f"{width}x{height}; more than {limits.max_pixels} are not decoded",
            picture.format,
            width,
            height,
        )
    traits = frozenset(_traits(picture))
    lies = _turn_of(picture) in {5, 6, 7, 8}
    shown = (height, width) if lies else (width, height)
    best: tuple[PictureState, Image.Image] | None = None
    for frame in _frames(picture, limits.frames):
        state = texture_state(_on_white(frame).convert("L"))
        if best is None or state.may_accuse:
            best = (state, frame)
        if state.may_accuse:
            break
    if best is None:
        return Opened(PictureState.DAMAGED, "no frame", picture.format, *shown)
    return _laid_out(best, picture.format, shown, traits)


def _laid_out(
    best: tuple[PictureState, Image.Image],
    kind: str | None,
    shown: tuple[int, int],
    traits: frozenset[Trait],
) -> Opened:
    state, frame = best
    rgb = np.asarray(_on_white(frame).convert("RGB"))
    alpha = np.asarray(frame.getchannel("A")) if frame.mode == "RGBA" else None
    kept = tuple(sorted(traits))
    pixels = np.ascontiguousarray(rgb[:, :, ::-1])
    return Opened(state, None, kind, shown[0], shown[1], kept, pixels, alpha)


def _frames(picture: Image.Image, limit: int) -> Iterator[Image.Image]:
    """The first frames, each turned upright, in RGB or RGBA, and shrunk to working size."""
    for place in range(limit):
        if place:
            try:
                picture.seek(place)
            except EOFError:
                return
            # a later frame may be cut short; the first one was whole
            except BROKEN:
                return
        yield _shrunk(picture)
        if not _moves(picture):
            return


def _moves(picture: Image.Image) -> bool:
    """Whether it has frames in time; the further pictures of a camera's file are previews."""
    return getattr(picture, "is_animated", False) and picture.format in {
        "GIF",
        "PNG",
        "WEBP",
        "AVIF",
    }


def _shrunk(picture: Image.Image) -> Image.Image:
    scale = _scale(*picture.size)
    if picture.format in {"JPEG", "MPO"}:
        # libjpeg decodes at an eighth, a quarter or a half where that is enough
        picture.draft(None, _scaled(picture.size, scale))
    picture.load()
    colours = _coloured(picture)
    wanted = _scaled(picture.size, min(1.0, _scale(*picture.size)))
    if wanted != colours.size:
        colours = colours.resize(wanted, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _upright(colours, picture)


def _upright(colours: Image.Image, source: Image.Image) -> Image.Image:
    turn = TURNS.get(_turn_of(source) or 1)
    return colours if turn is None else colours.transpose(turn)


def _turn_of(picture: Image.Image) -> int | None:
    turn = picture.getexif().get(TURN_TAG)
    return turn if isinstance(turn, int) else None


def _coloured(picture: Image.Image) -> Image.Image:
    """RGB, or RGBA where anything shines through."""
    if picture.mode.startswith(("I", "F")):
        return _eight_bits(picture).convert("RGB")
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    return picture.convert("RGB")


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Sixteen bits to eight by their upper half; numbers without a known range by their own."""
    levels = np.asarray(picture).astype(np.float32)
    if picture.mode.startswith("I;16"):
        return Image.fromarray((levels / 257).round().astype(np.uint8))
    low, high = float(np.nanmin(levels)), float(np.nanmax(levels))
    spread = (high - low) or 1.0
    scaled = np.nan_to_num((levels - low) / spread * 255)
    return Image.fromarray(scaled.clip(0, 255).astype(np.uint8))


def _on_white(frame: Image.Image) -> Image.Image:
    if frame.mode != "RGBA":
        return frame
    return Image.alpha_composite(Image.new("RGBA", frame.size, (255,) * 4), frame)


def _scale(width: int, height: int) -> float:
    """How much is kept: the longer side at 1000, more where that would make a strip unreadable."""
    long, short = max(width, height), min(width, height)
    strip = min(
        STRIP_SIDE / short, math.sqrt(STRIP_PIXELS / (width * height)), LONGEST_SIDE / long
    )
    return min(1.0, max(LONG_SIDE / long, strip))


def _scaled(size: tuple[int, int], scale: float) -> tuple[int, int]:
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _traits(picture: Image.Image) -> Iterator[Trait]:
    if _moves(picture):
        yield Trait.ANIMATED
    if picture.mode == "CMYK":
        yield Trait.CMYK
    if picture.mode.startswith(("I", "F")) or "16" in _raw_mode(picture):
        yield Trait.SIXTEEN_BIT
    if picture.mode == "P":
        yield Trait.PALETTE
    if picture.has_transparency_data:
        yield Trait.ALPHA
    if _turn_of(picture) in TURNS:
        yield Trait.TURNED


def _raw_mode(picture: Image.Image) -> str:
    """How the file stores its pixels, as far as Pillow says; it reads 16-bit colours as 8-bit."""
    tiles = getattr(picture, "tile", None) or [None]
    return str(tiles[0])


def _broken(exc: BaseException) -> PictureState:
    said = str(exc).lower()
    cut = "truncated" in said or "premature" in said or "unexpected end" in said
    return PictureState.TRUNCATED if cut else PictureState.DAMAGED


def _cause(exc: BaseException) -> str:
    return " ".join(str(exc).split())[:120] or type(exc).__name__

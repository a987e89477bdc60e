"""Pictures that were made to do harm, or that are merely odd; each by its name."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image

from tests.matcher.drawn import a_picture, saved


def a_png_header(width: int, height: int, body: bytes = b"\0") -> bytes:
    """A PNG that states a size and holds next to nothing."""
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", size), (b"IDAT", zlib.compress(body, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def a_bomb(side: int) -> bytes:
    """A PNG of one colour: a few kilobytes that unfold to three bytes a pixel."""
    return a_png_header(side, side, b"\0" * (side * (side * 3 + 1)))


def sixteen_bits() -> bytes:
    """A grey PNG with 16 bits a pixel."""
    levels = np.asarray(a_picture().convert("L")).astype(np.uint16) * 257
    return saved(Image.fromarray(levels))


def turned(kind: str = "JPEG") -> bytes:
    """A picture that lies on its side, with the turn noted beside it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(a_picture().transpose(Image.Transpose.ROTATE_90), kind, exif=exif)


def moving(first: Image.Image) -> bytes:
    """A GIF of three frames."""
    rest = [a_picture(seed, mode="P") for seed in (2, 3)]
    return saved(first.convert("P"), "GIF", save_all=True, append_images=rest)


def shining() -> bytes:
    """A picture with a hole in it."""
    holed = a_picture().convert("RGBA")
    holed.paste((0, 0, 0, 0), (40, 40, 200, 140))
    return saved(holed)


ODD: Mapping[str, Callable[[], bytes]] = {
    "animated": lambda: moving(a_picture()),
    "cmyk": lambda: saved(a_picture(mode="CMYK"), "JPEG"),
    "sixteen_bit": sixteen_bits,
    "palette": lambda: saved(a_picture(mode="P")),
    "alpha": shining,
    "turned": turned,
}
"""Pictures that can be read, by the trait they have."""

"""Files of creation made by this script: raw-like, layered and plain pictures with metadata."""

from __future__ import annotations

import io
import struct
from datetime import date

from PIL import Image, ImageDraw

ASCII, SHORT, LONG = 2, 3, 4


def a_scene(seed: int = 1, size: tuple[int, int] = (240, 180)) -> Image.Image:
    """A picture with enough in it to see where a crop was taken."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    pen = ImageDraw.Draw(image)
    for step in range(24):
        x, y = (step * 37 * seed) % size[0], (step * 53 + seed * 11) % size[1]
        colour = (step * 10 % 256, 255 - step * 9, seed * 60 % 256)
        pen.ellipse((x, y, x + 18, y + 18), fill=colour)
    return image


def png(image: Image.Image) -> bytes:
    """The picture as PNG."""
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def jpeg(
    image: Image.Image,
    *,
    artist: str | None = None,
    captured: date | None = None,
    notice: str | None = None,
) -> bytes:
    """The picture as JPEG with Exif."""
    exif = Image.Exif()
    if artist:
        # cameras write UTF-8 where the standard says ASCII; Pillow would write question marks
        exif[315] = artist.encode()
    if notice:
        exif[33432] = notice.encode()
    if captured:
        exif.get_ifd(34665)[36867] = f"{captured:%Y:%m:%d} 10:20:30"
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90, exif=exif)
    return file.getvalue()


def layered(seed: int = 1) -> bytes:
    """A layered file: one layer a page, from the ground up."""
    pages = [a_scene(seed + step, (120, 90)) for step in range(4)]
    file = io.BytesIO()
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:])
    return file.getvalue()


def raw(
    seed: int = 1,
    *,
    captured: date | None = None,
    artist: str | None = None,
    software: str = "Ver.1.10",
    sensor: bool = True,
) -> bytes:
    """A camera's raw-like file: a TIFF of sensor values (TIFF/EP), or of developed ones."""
    pixels = bytes((seed * 31 + step * 7) % 256 for step in range(64 * 48))
    entries: list[tuple[int, int, bytes | int]] = [
        (256, LONG, 64),
        (257, LONG, 48),
        (258, SHORT, 8),
        (259, SHORT, 1),
        (262, SHORT, 32803 if sensor else 1),
        (272, ASCII, b"TESTCAM 1\x00"),
        (273, LONG, 8),
        (279, LONG, len(pixels)),
        (305, ASCII, software.encode() + b"\x00"),
    ]
    if artist:
        entries.append((315, ASCII, artist.encode() + b"\x00"))
    if captured:
        entries.append((36867, ASCII, f"{captured:%Y:%m:%d} 10:20:30".encode() + b"\x00"))
    return _tiff(pixels, sorted(entries, key=lambda one: one[0]))


def _tiff(pixels: bytes, entries: list[tuple[int, int, bytes | int]]) -> bytes:
    start = 8 + len(pixels)
    tail = start + 2 + 12 * len(entries) + 4
    table, texts = struct.pack("<H", len(entries)), b""
    for tag, kind, value in entries:
        if isinstance(value, int):
            table += struct.pack("<HHLL", tag, kind, 1, value)
        else:
            padded = value if len(value) > 4 else value.ljust(5, b"\x00")
            table += struct.pack("<HHLL", tag, kind, len(padded), tail + len(texts))
            texts += padded
    return b"II*\x00" + struct.pack("<L", start) + pixels + table + b"\x00" * 4 + texts

"""Hostile files: what is refused by its bytes, before any program opens it.

Nothing is unpacked or decoded here: structures are walked, and every length is held to the file.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator

LARGEST_UNPACKED_BYTES = 4_000_000_000
MOST_TIMES_UNPACKED = 200
SMALL_BYTES = 20_000_000
"""A file of one colour packs well: up to this much, no ratio is too good."""
MOST_ENTRIES = 20_000
MOST_LAYERS = 8_000
LARGEST_TIFF_PIXELS = 400_000_000

XMP_SIGNS = ("adobe:ns:meta", "x:xmpmeta", "<?xpacket")
ENTITY_SIGNS = ("<!ENTITY", "<!DOCTYPE")
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
WIDTH, HEIGHT = 256, 257
INTEGERS = {3: "H", 4: "L"}


def hostile_reason(content: bytes) -> str | None:
    """Why these bytes are not taken in; None where nothing speaks against them."""
    for check in CHECKS:
        reason = check(content)
        if reason:
            return reason
    return None


def _zip_bomb(content: bytes) -> str | None:
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as exc:
        return f"is a ZIP file that does not open ({exc})"
    unpacked = sum(one.file_size for one in entries)
    packed = sum(one.compress_size for one in entries)
    if len(entries) > MOST_ENTRIES:
        return f"is a ZIP file of {len(entries)} entries; {MOST_ENTRIES} are taken at most"
    if packed > len(content):
        return "is a ZIP file whose entries overlap, as in a ZIP bomb"
    most = max(SMALL_BYTES, MOST_TIMES_UNPACKED * len(content))
    if unpacked > min(LARGEST_UNPACKED_BYTES, most):
        return f"is a ZIP bomb: {len(content)} bytes would unpack to {unpacked}"
    return None


def _broken_layers(content: bytes) -> str | None:
    if not content.startswith(b"8BPS"):
        return None
    try:
        _walk_layers(content)
    except (struct.error, ValueError) as exc:
        return f"is a Photoshop file with broken layers ({exc})"
    return None


def _walk_layers(content: bytes) -> None:
    """Walk the sections and layer records (Adobe Photoshop File Formats, 2019)."""
    (version,) = struct.unpack_from(">H", content, 4)
    wide = {1: ">L", 2: ">Q"}.get(version)
    if wide is None:
        raise ValueError(f"version {version}")
    place = 26
    for _ in range(2):
        place = _skip(content, place, ">L")
    end = _skip(content, place, wide)
    place += struct.calcsize(wide)
    if end == place:
        return
    _skip(content, place, wide)
    place += struct.calcsize(wide)
    if end - place >= 2:
        _walk_records(content, place, end, wide)


def _walk_records(content: bytes, place: int, end: int, wide: str) -> None:
    (count,) = struct.unpack_from(">h", content, place)
    if abs(count) > MOST_LAYERS:
        raise ValueError(f"{abs(count)} layers")
    place += 2
    pixels = 0
    for number in range(1, abs(count) + 1):
        (channels,) = struct.unpack_from(">H", content, place + 16)
        lengths = place + 18
        size = 2 + struct.calcsize(wide)
        for channel in range(channels):
            pixels += struct.unpack_from(wide, content, lengths + channel * size + 2)[0]
        place = lengths + channels * size
        if content[place : place + 4] != b"8BIM":
            raise ValueError(f"layer {number} has no signature")
        place = _skip(content, place + 12, ">L")
        if place > end:
            raise ValueError(f"layer {number} runs out of its section")
    if place + pixels > end:
        raise ValueError("the layers' pixels run out of their section")


def _skip(content: bytes, place: int, width: str) -> int:
    """The place behind a block with its length before it."""
    (length,) = struct.unpack_from(width, content, place)
    behind: int = place + struct.calcsize(width) + length
    if behind > len(content):
        raise ValueError(f"a block of {length} bytes runs out of the file")
    return behind


def _tiff_claim(content: bytes) -> str | None:
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(content[:4])
    if order is None:
        return None
    try:
        (place,) = struct.unpack_from(order + "L", content, 4)
        (count,) = struct.unpack_from(order + "H", content, place)
        sizes = dict(_sizes(content, order, place, count))
    except struct.error:
        return "is a TIFF file whose directory lies outside of it"
    pixels = sizes.get(WIDTH, 0) * sizes.get(HEIGHT, 0)
    if pixels > LARGEST_TIFF_PIXELS:
        return f"is a TIFF file that claims {pixels} pixels in {len(content)} bytes"
    return None


def _sizes(content: bytes, order: str, place: int, count: int) -> Iterator[tuple[int, int]]:
    for number in range(count):
        at = place + 2 + 12 * number
        tag, kind = struct.unpack_from(order + "HH", content, at)
        struct.unpack_from(order + "LL", content, at + 4)
        if tag in (WIDTH, HEIGHT) and kind in INTEGERS:
            yield tag, struct.unpack_from(order + INTEGERS[kind], content, at + 8)[0]


def _xmp_entities(content: bytes) -> str | None:
    for encoding in ENCODINGS:
        signs, entities = (
            [text.encode(encoding) for text in texts] for texts in (XMP_SIGNS, ENTITY_SIGNS)
        )
        if any(one in content for one in signs) and any(one in content for one in entities):
            return "holds XMP that declares entities, which XMP never needs"
    return None


CHECKS: tuple[Callable[[bytes], str | None], ...] = (
    _zip_bomb,
    _broken_layers,
    _tiff_claim,
    _xmp_entities,
)

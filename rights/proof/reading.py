"""Reading: kept exhibits as papers, with what a program can tell from their bytes.

What is read corroborates: anybody can write a date or a name into a file. That a file has a raw
or a layered structure is what the program verifies.
"""

from __future__ import annotations

import contextlib
import io
import struct
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from PIL import Image, UnidentifiedImageError
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from domain.digests import Sha256
from domain.ownership import Exhibit, ExhibitKind
from domain.papers import FileFacts, Paper

MADE = {
    ExhibitKind.RAW_PHOTO,
    ExhibitKind.LAYERED_SOURCE,
    ExhibitKind.ORIGINAL,
    ExhibitKind.DRAFT,
    ExhibitKind.SHOOTING_SET,
}
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF")
TIFF_SIGNS = (b"II*\x00", b"MM\x00*")
RAW_SIGNS = (b"FUJIFILMCCD-RAW",)
CFA, LINEAR_RAW = 32803, 34892
"""Photometric codes of sensor values that nobody has developed yet (TIFF/EP; DNG 1.7)."""
WIDTH, HEIGHT = 256, 257
PHOTOMETRIC, SUBIFDS, EXIF, DNG = 262, 330, 34665, 50706
SOFTWARE, ARTIST, MODEL, CAPTURED, SERIAL = 305, 315, 272, 36867, 42033
MOST_DIRECTORIES = 64

Tags = dict[int, object]


def papers_of(exhibits: Iterable[Exhibit], read: Callable[[Sha256], bytes]) -> tuple[Paper, ...]:
    """Every exhibit as a paper; files of creation are read for what their bytes tell."""
    return tuple(
        _paper(one, file_facts(read(one.sha256)) if one.kind in MADE else None) for one in exhibits
    )


def told_of(exhibit: Exhibit) -> Paper:
    """The exhibit as a paper with what is told of it; its bytes are not looked at."""
    return Paper(
        exhibit=exhibit,
        confirmed_by=exhibit.confirmed_by,
        bears=exhibit.bears,
        giver=exhibit.giver,
        taker=exhibit.taker,
        clause=exhibit.clause,
        term_from=exhibit.term_from,
        term_until=exhibit.term_until,
        platforms=exhibit.platforms,
        third_party=exhibit.third_party,
        stamps=exhibit.stamps,
    )


def file_facts(content: bytes) -> FileFacts | None:
    """What this file tells of itself; None where it is of a kind that is not read, or broken."""
    if content[:4] in TIFF_SIGNS:
        return _facts_of_tiff(content)
    if content.startswith(b"8BPS"):
        return _facts_of_psd(content)
    if content.startswith(RAW_SIGNS) or content[4:12] == b"ftypcrx ":
        return FileFacts(is_raw=True)
    return _facts_of_picture(content)


def _paper(exhibit: Exhibit, facts: FileFacts | None) -> Paper:
    verified = None
    if facts and exhibit.kind is ExhibitKind.RAW_PHOTO and facts.is_raw:
        verified = "raw structure read"
    if facts and exhibit.kind is ExhibitKind.LAYERED_SOURCE and (facts.layers or 0) > 1:
        verified = "layers read"
    return replace(told_of(exhibit), verified_by=verified, file=facts)


def _facts_of_tiff(content: bytes) -> FileFacts | None:
    try:
        directories = list(_directories(content))
    except (OSError, ValueError, SyntaxError, struct.error, KeyError, TypeError, OverflowError):
        return None
    if not directories:
        return None
    tags: Tags = {}
    for one in reversed(directories):
        tags |= one
    sensor = any(one.get(PHOTOMETRIC) in (CFA, LINEAR_RAW) for one in directories)
    return replace(
        _told(tags, (tags.get(WIDTH), tags.get(HEIGHT))),
        layers=len([one for one in directories if PHOTOMETRIC in one]),
        is_raw=sensor or DNG in tags,
    )


def _directories(content: bytes) -> Iterator[Tags]:
    """Every directory of a TIFF file, with its Exif and sub-directories, without any pixels."""
    file, seen = io.BytesIO(content), set[int]()
    order = "<" if content[:2] == b"II" else ">"
    waiting = [struct.unpack(order + "L", content[4:8])[0]]
    while waiting and len(seen) < MOST_DIRECTORIES:
        place = waiting.pop(0)
        if not isinstance(place, int) or not 8 <= place < len(content) or place in seen:
            continue
        seen.add(place)
        directory = ImageFileDirectory_v2(content[:8])
        file.seek(place)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            directory.load(file)
            tags: Tags = {tag: directory.get(tag) for tag in directory}
        below = tags.get(SUBIFDS)
        waiting += [*below] if isinstance(below, tuple) else [below]
        waiting += [tags.get(EXIF), directory.next]
        yield tags


def _facts_of_psd(content: bytes) -> FileFacts | None:
    """Size and number of layers of a Photoshop file (Adobe Photoshop File Formats, 2019)."""
    try:
        height, width = struct.unpack(">LL", content[14:22])
        place = 26
        for _ in range(2):
            place += 4 + struct.unpack(">L", content[place : place + 4])[0]
        (length,) = struct.unpack(">L", content[place + 4 : place + 8])
        layers = abs(struct.unpack(">h", content[place + 8 : place + 10])[0]) if length else 0
    except struct.error:
        return None
    return FileFacts(width=width, height=height, layers=layers)


def _facts_of_picture(content: bytes) -> FileFacts | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                exif = image.getexif()
                tags: Tags = {**exif, **exif.get_ifd(EXIF)}
                return _told(tags, image.size)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error):
        return None
    except Image.DecompressionBombError:
        return None


def _told(tags: Tags, size: tuple[object, object]) -> FileFacts:
    width, height = size
    return FileFacts(
        width=width if isinstance(width, int) else None,
        height=height if isinstance(height, int) else None,
        captured_on=_day(_text(tags.get(CAPTURED))),
        artist=_text(tags.get(ARTIST)),
        software=_text(tags.get(SOFTWARE)),
        camera=_text(tags.get(MODEL)),
        camera_serial=_text(tags.get(SERIAL)),
    )


def _text(value: object) -> str | None:
    """A tag's text; cameras write UTF-8 where the standard says ASCII, which reads as Latin-1."""
    if not isinstance(value, str):
        return None
    with contextlib.suppress(UnicodeError):
        value = value.encode("latin-1").decode("utf-8")
    return value.strip("\x00 ") or None


def _day(text: str | None) -> date | None:
    try:
        return datetime.strptime((text or "")[:10], "%Y:%m:%d").date()  # noqa: DTZ007 - a day
    except ValueError:
        return None

"""Custody: files taken in by their bytes, with their real type."""

from __future__ import annotations

import io
import os
import stat
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from domain.digests import Sha256, sha256_of
from domain.errors import InputError
from rights.hostile import hostile_reason

LARGEST_FILE_BYTES = 200_000_000
LARGEST_PICTURE_PIXELS = 120_000_000

PICTURE_TYPES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "WEBP": "image/webp",
    "TIFF": "image/tiff",
    "GIF": "image/gif",
    "BMP": "image/bmp",
}
"""The picture kinds that are taken in, by Pillow's name."""

DOCUMENT_SIGNS = {
    b"%PDF-": "application/pdf",
    b"8BPS": "image/vnd.adobe.photoshop",
    b"PK\x03\x04": "application/zip",
    b"\xff\xfb": "audio/mpeg",
    b"FUJIFILM": "image/x-fuji-raf",
    b"\xd0\xcf\x11\xe0": "application/x-ole-storage",
}
"""First bytes of other files that are exhibits."""

BRANDS = {
    b"crx ": "image/x-canon-cr3",
    b"heic": "image/heic",
    b"avif": "image/avif",
    b"qt  ": "video/quicktime",
    b"isom": "video/mp4",
    b"mp42": "video/mp4",
}
"""Brands of files in the ISO base media format (ISO/IEC 14496-12)."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A file as it was taken in."""

    content: bytes
    sha256: Sha256
    file_name: str
    media_type: str
    width: int | None = None
    height: int | None = None

    @property
    def size_bytes(self) -> int:
        """How many bytes it has."""
        return len(self.content)


def take_in(folder: Path, name: str) -> TakenIn:
    """The file of this name below the folder, by its bytes and its real type.

    Raises:
        InputError: It is not there, lies outside the folder, is a link, is too large, or is a
            picture that does not open; the message says what to do.
    """
    path = _inside(folder, name)
    try:
        content = _content(path, name)
    except OSError as exc:
        raise InputError(f"{name} cannot be read ({exc.strerror}).") from exc
    if reason := hostile_reason(content):
        raise InputError(f"{name} {reason}.", mend="Export it again, and look where it is from.")
    kind, width, height = _type_of(content, name)
    return TakenIn(content, sha256_of(content), path.name, kind, width, height)


def take_in_picture(folder: Path, name: str) -> TakenIn:
    """The same, for a file that must be a picture.

    Raises:
        InputError: As above, or it is no picture.
    """
    taken = take_in(folder, name)
    if taken.width is None:
        raise InputError(
            f"{name} is no picture ({taken.media_type}).", mend="Give PNG, JPEG, WebP or TIFF."
        )
    return taken


def _inside(folder: Path, name: str) -> Path:
    try:
        return _checked(folder, name)
    except (OSError, ValueError) as exc:
        raise InputError(f"{name!r} is no name of a file.", mend="Check the name.") from exc


def _checked(folder: Path, name: str) -> Path:
    root, path = folder.resolve(), folder / name
    if path.is_symlink() or not path.resolve().is_relative_to(root):
        raise InputError(
            f"{name} lies outside the portfolio's folder.", mend="Copy the file into it."
        )
    if path.exists() and not path.is_file():
        raise InputError(f"{name} is no regular file.", mend="Copy the file itself.")
    if not path.is_file():
        raise InputError(
            f"{name} is not there.", mend="Check the name; it is taken from the file."
        )
    return path


def _content(path: Path, name: str) -> bytes:
    """The bytes of a regular file; a pipe or device that took its place is not waited for."""
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:  # noqa: PTH123 - opened by descriptor
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise InputError(f"{name} is no regular file.", mend="Copy the file itself.")
        if found.st_size == 0:
            raise InputError(f"{name} is empty.", mend="Export it again.")
        if found.st_size > LARGEST_FILE_BYTES:
            raise InputError(
                f"{name} has {found.st_size} bytes; {LARGEST_FILE_BYTES} are taken at most.",
                mend="Give a smaller export, and keep the original.",
            )
        return file.read(LARGEST_FILE_BYTES)


def _type_of(content: bytes, name: str) -> tuple[str, int | None, int | None]:
    for sign, media_type in DOCUMENT_SIGNS.items():
        if content.startswith(sign):
            return media_type, None, None
    if content[4:8] == b"ftyp":
        return BRANDS.get(content[8:12], "application/mp4"), None, None
    if content[8:10] == b"CR" and content.startswith(b"II*\x00"):
        return "image/x-canon-cr2", None, None
    picture = _picture(content, name)
    if picture is not None:
        return picture
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "application/octet-stream", None, None
    return "text/plain", None, None


def _picture(content: bytes, name: str) -> tuple[str, int, int] | None:
    try:
        with warnings.catch_warnings():
            # size is checked here, before anything is decoded
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(PICTURE_TYPES)) as image:
                width, height = image.size
                if width * height > LARGEST_PICTURE_PIXELS:
                    raise InputError(f"{name} has {width}×{height} pixels: too many.")
                image.load()
                return PICTURE_TYPES[str(image.format)], width, height
    except UnidentifiedImageError:
        return None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as exc:
        raise InputError(
            f"{name} is a picture that does not open ({exc}).", mend="Export it again."
        ) from exc

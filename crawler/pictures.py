"""What a picture's bytes really are, told by their header and their end; nothing is decoded."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image

MEDIA_TYPES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "BMP": "image/bmp",
    "AVIF": "image/avif",
}
"""The formats that are opened; whatever else a shop sends is no picture to us."""


@dataclass(frozen=True, slots=True)
class PictureCheck:
    """The media type by the bytes themselves, or the reason why this is no usable picture."""

    media_type: str | None
    reason: str | None = None


def check_picture(content: bytes, *, max_bytes: int, max_pixels: int) -> PictureCheck:
    """What these bytes are: size by the header, then whether they go on to their end.

    The pixels are not decoded here, in a process that speaks with the network: the matcher does
    that in a process of its own, and says what came of it.
    """
    if len(content) > max_bytes:
        return PictureCheck(None, f"larger than {max_bytes} bytes")
    with warnings.catch_warnings():
        # our own limit decides, before anything is decoded
        warnings.simplefilter("ignore")
        return _checked(content, max_pixels)


def is_cut_short(content: bytes, media_type: str) -> bool:
    """Whether the end that this format must have is missing.

    A JPEG's last scan is ended by its marker FFD9 (ITU-T T.81, B.1.1.3), a PNG by its IEND chunk;
    a WebP states its length at the beginning. Of the other formats it is not known.
    """
    if media_type == "image/jpeg":
        return content.rfind(b"\xff\xd9") < content.rfind(b"\xff\xda")
    if media_type == "image/png":
        return b"IEND" not in content
    if media_type == "image/webp":
        return len(content) < int.from_bytes(content[4:8], "little")
    return False


def _checked(content: bytes, max_pixels: int) -> PictureCheck:
    try:
        with Image.open(io.BytesIO(content), formats=tuple(MEDIA_TYPES)) as picture:
            if picture.width * picture.height > max_pixels:
                size = f"{picture.width}x{picture.height}"
                return PictureCheck(None, f"{size} is more than {max_pixels} pixels")
            media_type = MEDIA_TYPES[picture.format or ""]
        if is_cut_short(content, media_type):
            return PictureCheck(None, "a damaged picture: its end is missing")
        return PictureCheck(media_type)
    except Image.DecompressionBombError:
        return PictureCheck(None, f"more than {max_pixels} pixels")
    # decoders raise whatever a damaged picture leads them to
    except (OSError, ValueError, SyntaxError, KeyError, EOFError, IndexError, ArithmeticError):
        return PictureCheck(None, "no picture, or a damaged one")

"""What a picture's bytes really are; nothing is decoded before its size is known."""

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
    """What these bytes are: size by the header first, then whether they are whole."""
    if len(content) > max_bytes:
        return PictureCheck(None, f"larger than {max_bytes} bytes")
    with warnings.catch_warnings():
        # our own limit decides, before anything is decoded
        warnings.simplefilter("ignore")
        return _checked(content, max_pixels)


def _checked(content: bytes, max_pixels: int) -> PictureCheck:
    try:
        with Image.open(io.BytesIO(content), formats=tuple(MEDIA_TYPES)) as picture:
            if picture.width * picture.height > max_pixels:
                size = f"{picture.width}x{picture.height}"
                return PictureCheck(None, f"{size} is more than {max_pixels} pixels")
            media_type = MEDIA_TYPES[picture.format or ""]
            picture.load()
            return PictureCheck(media_type)
    except Image.DecompressionBombError:
        return PictureCheck(None, f"more than {max_pixels} pixels")
    # decoders raise whatever a damaged picture leads them to
    except (OSError, ValueError, SyntaxError, KeyError, EOFError, IndexError, ArithmeticError):
        return PictureCheck(None, "no picture, or a damaged one")

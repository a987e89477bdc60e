"""Pictures for a form: made to fit what it takes, beside the originals, which stay as they are."""

from __future__ import annotations

import io
import warnings

from PIL import Image

from takedown.filing.form import FileLimits

LARGEST_PIXELS = 120_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
KINDS = {"JPEG": ("jpg", "jpeg"), "PNG": ("png",), "BMP": ("bmp",), "GIF": ("gif",)}
QUALITIES = (90, 82, 74, 66)
SMALLER = 0.8
SMALLEST_SIDE = 64


def opened(content: bytes) -> Image.Image | None:
    """The first frame of this picture; None where these bytes are no picture that we open."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=FORMATS)
            if image.width * image.height > LARGEST_PIXELS:
                return None
            image.load()
            return image
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        return None


def fitted(content: bytes, limits: FileLimits) -> bytes | None:
    """The picture as a JPEG that the form takes; None where the original fits, or is no picture.

    Quality goes down before size does, and words in a page stay readable as long as they can.
    """
    image = _header(content)
    if image is None:
        return None
    takes_kind = any(one in limits.endings for one in KINDS.get(image.format or "", ()))
    if takes_kind and len(content) <= limits.largest_bytes:
        return None
    shown = opened(content)
    return None if shown is None else jpeg_within(shown, limits.largest_bytes)


def jpeg_within(image: Image.Image, largest_bytes: int) -> bytes:
    """The picture as JPEG of at most so many bytes, as large and as clear as that allows."""
    flat = flattened(image)
    while True:
        for quality in QUALITIES:
            made = _jpeg(flat, quality)
            if len(made) <= largest_bytes:
                return made
        width, height = (max(1, round(side * SMALLER)) for side in flat.size)
        if max(width, height) < SMALLEST_SIDE:
            return made
        flat = flat.resize((width, height), Image.Resampling.LANCZOS)


def flattened(image: Image.Image) -> Image.Image:
    """The picture in RGB, on white where it is transparent."""
    if image.mode == "RGB":
        return image
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        shown = image.convert("RGBA")
        paper = Image.new("RGBA", shown.size, "white")
        return Image.alpha_composite(paper, shown).convert("RGB")
    return image.convert("RGB")


def _header(content: bytes) -> Image.Image | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(content), formats=FORMATS)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        return None


def _jpeg(image: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality, optimize=False)
    return file.getvalue()

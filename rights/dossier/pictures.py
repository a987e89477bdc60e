"""Pictures of a dossier: the work in small, the listing's outline in the original, agreement."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageChops, ImageDraw, ImageOps

from domain.agreement import Agreement

SMALL = (640, 640)
LARGEST_PIXELS = 120_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP")
OUTLINE = (214, 40, 40)


def opened(content: bytes) -> Image.Image | None:
    """The picture in RGB, upright; None where these bytes are no picture that we open."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                if image.width * image.height > LARGEST_PIXELS:
                    return None
                upright = ImageOps.exif_transpose(image)
                return _on_white(upright)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        return None


def _on_white(image: Image.Image) -> Image.Image:
    """In RGB, with what is transparent laid on white, as a shop shows it."""
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")


def small_jpeg(content: bytes) -> bytes | None:
    """The picture as a small JPEG for the first page; None where it does not open."""
    image = opened(content)
    return _jpeg(ImageOps.contain(image, SMALL)) if image else None


def suffix_of(content: bytes) -> str:
    """The ending of a picture's name, by its first bytes."""
    signs = {b"\xff\xd8": ".jpg", b"\x89PNG": ".png", b"RIFF": ".webp", b"GIF8": ".gif"}
    return next((end for sign, end in signs.items() if content.startswith(sign)), ".bin")


def outline_jpeg(original: Image.Image, agreement: Agreement) -> bytes:
    """The original with the part that the listing shows outlined, and the rest dimmed."""
    points = [(x, y) for x, y in agreement.outline]
    mask = Image.new("L", original.size, 0)
    ImageDraw.Draw(mask).polygon(points, fill=255)
    dimmed = Image.blend(original, Image.new("RGB", original.size, "white"), 0.45)
    shown = Image.composite(original, dimmed, mask)
    width = max(3, round(max(original.size) / 160))
    ImageDraw.Draw(shown).line([*points, points[0]], fill=OUTLINE, width=width, joint="curve")
    return _jpeg(ImageOps.contain(shown, SMALL))


def agreement_jpeg(original: Image.Image, listing: Image.Image, agreement: Agreement) -> bytes:
    """Where the listing agrees with the original, drawn on the listing's frame: light is alike.

    The original is taken back to the listing's frame by the transform alone, so that anybody can
    recompute it.
    """
    flat = ImageOps.mirror(listing) if agreement.mirrored else listing
    drawn = original.transform(
        flat.size,
        Image.Transform.PERSPECTIVE,
        _coefficients(agreement.transform),
        Image.Resampling.BICUBIC,
    )
    apart = ImageChops.difference(ImageOps.grayscale(drawn), ImageOps.grayscale(flat))
    alike = ImageOps.invert(apart.point(lambda value: min(255, value * 3)))
    return _jpeg(ImageOps.contain(alike, SMALL))


def listing_jpeg(listing: Image.Image) -> bytes:
    """The listing's picture as it was received, in small."""
    return _jpeg(ImageOps.contain(listing, SMALL))


def _coefficients(transform: tuple[float, ...]) -> tuple[float, ...]:
    last = transform[8] or 1.0
    return tuple(value / last for value in transform[:8])


def _jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=88)
    return file.getvalue()

"""Invented pictures for the tests: blocks and gradients drawn from a seed."""

from __future__ import annotations

import io
import random
from typing import Any

from PIL import Image, ImageDraw


def a_picture(seed: int = 1, size: tuple[int, int] = (240, 180), mode: str = "RGB") -> Image.Image:
    """A picture of overlapping shapes; each seed gives another."""
    chance = random.Random(seed)
    picture = Image.new("RGB", size, tuple(chance.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(picture)
    for _ in range(25):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        w, h = chance.randrange(15, 90), chance.randrange(15, 90)
        colour = tuple(chance.randrange(256) for _ in range(3))
        draw.ellipse((x - w, y - h, x + w, y + h), fill=colour)
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """The bytes of this picture in a format."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()

"""Small copies of pictures, made once, so that a list shows fifty without opening any."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from matcher.pictures.geometry import Pixels

MAKER = "thumb/1"
SIDE, QUALITY = 240, 80


def draw_thumb(pixels: Pixels) -> bytes:
    """A JPEG of at most 240 pixels a side; `pixels` are height x width x 3, blue first."""
    picture = Image.fromarray(np.ascontiguousarray(pixels[:, :, ::-1]))
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()

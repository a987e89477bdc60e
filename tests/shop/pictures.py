"""The pictures of the offers as JPEG bytes, made when asked for."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from PIL import Image

from tests.shop.edits import COPYINGS
from tests.shop.goods import goods_picture
from tests.shop.lookalikes import lookalike_picture
from tests.shop.works import work_picture

SIZES = (220, 800)
"""The widths, in pixels, in which the storefronts serve every picture."""


@lru_cache(maxsize=512)
def picture_jpeg(recipe: str, width: int) -> bytes:
    """The picture of this recipe, at most this wide.

    Recipes: `work:fox:mirrored` (a copy of a work and how it was edited), `lookalike:fox`,
    `goods:12`.
    """
    picture, quality = _drawn(recipe)
    if picture.width > width:
        picture = picture.resize((width, round(picture.height * width / picture.width)))
    file = BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()


def _drawn(recipe: str) -> tuple[Image.Image, int]:
    kind, name, *edit = recipe.split(":")
    if kind == "work":
        copying = COPYINGS[edit[0]]
        return copying.edit(work_picture(name)), copying.quality
    return (lookalike_picture(name) if kind == "lookalike" else goods_picture(int(name))), 85

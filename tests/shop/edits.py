"""What a thief does to a picture before it is put in a listing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from tests.shop.goods import goods_picture

Edit = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True, slots=True)
class Copying:
    """One way of copying: what is done to the picture, and the JPEG quality it is saved at."""

    edit: Edit
    quality: int = 85


def _as_it_is(picture: Image.Image) -> Image.Image:
    return picture


def _half(picture: Image.Image) -> Image.Image:
    return picture.reduce(2)


def _cropped(share: float) -> Edit:
    def crop(picture: Image.Image) -> Image.Image:
        cut_x, cut_y = round(picture.width * share / 2), round(picture.height * share / 2)
        return picture.crop((cut_x, cut_y, picture.width - cut_x, picture.height - cut_y))

    return crop


def _watermark(picture: Image.Image) -> Image.Image:
    marked = picture.copy()
    pen = ImageDraw.Draw(marked, "RGBA")
    for x in range(0, marked.width, 230):
        for y in range(0, marked.height, 170):
            pen.text((x, y), "BEST-SHOP", fill=(255, 255, 255, 110), font_size=34)
    return marked


def _banner(picture: Image.Image) -> Image.Image:
    tall = picture.height // 5
    sheet = Image.new("RGB", (picture.width, picture.height + tall), (214, 24, 40))
    sheet.paste(picture, (0, 0))
    pen = ImageDraw.Draw(sheet)
    pen.text((30, picture.height + tall // 4), "SALE -50% TODAY", "yellow", font_size=tall // 2)
    return sheet


def _colour_shift(picture: Image.Image) -> Image.Image:
    hue, saturation, value = picture.convert("HSV").split()
    turned = hue.point([(level + 28) % 256 for level in range(256)])
    shifted = Image.merge("HSV", (turned, saturation, value)).convert("RGB")
    return ImageEnhance.Brightness(shifted).enhance(1.12)


def _border(picture: Image.Image) -> Image.Image:
    return ImageOps.expand(picture, picture.width // 7, (250, 250, 250))


def _collage(picture: Image.Image) -> Image.Image:
    side = 400
    sheet = Image.new("RGB", (side * 2, side * 2), "white")
    sheet.paste(ImageOps.fit(picture, (side, side)), (side, 0))
    for index, (x, y) in enumerate(((0, 0), (0, side), (side, side))):
        sheet.paste(goods_picture(8000 + index).resize((side, side)), (x, y))
    return sheet


def _sticker(picture: Image.Image) -> Image.Image:
    marked, radius = picture.copy(), picture.width // 9
    x, y = picture.width - radius * 2, radius * 2
    pen = ImageDraw.Draw(marked)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(255, 214, 0))
    pen.text((x - radius * 0.7, y - radius * 0.4), "HOT", (200, 20, 20), font_size=radius * 0.7)
    return marked


COPYINGS: dict[str, Copying] = {
    "plain": Copying(_as_it_is),
    "recompressed": Copying(_as_it_is, quality=18),
    "resized": Copying(_half),
    "cropped_slightly": Copying(_cropped(0.03)),
    "cropped": Copying(_cropped(0.22)),
    "watermark": Copying(_watermark),
    "banner": Copying(_banner),
    "mirrored": Copying(ImageOps.mirror),
    "colour_shift": Copying(_colour_shift),
    "grey": Copying(lambda picture: ImageOps.grayscale(picture).convert("RGB")),
    "border": Copying(_border),
    "sticker": Copying(_sticker),
    "collage": Copying(_collage),
}
"""Every way of copying by the name that the truth table uses; no hash finds all of them."""

"""Ordinary goods as a seller photographs them: shapes on a backdrop, each unlike the next."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PIL import Image

from tests.shop.brush import Canvas, Colour, around


@lru_cache(maxsize=128)
def goods_picture(number: int) -> Image.Image:
    """The picture of the goods with this number, from which all of it follows."""
    canvas = Canvas(480, seed=7000 + number)
    _backdrop(canvas, number)
    SHAPES[number % len(SHAPES)](canvas, _colour(canvas), _colour(canvas))
    _props(canvas)
    return canvas.picture()


def goods_number(place: int, title: str) -> int:
    """A number of its own for the goods at this place, in the shape that their title names."""
    words = title.casefold()
    shape = next((s for word, s in SHAPE_OF.items() if word in words), SHAPES.index(_cable))
    return place * len(SHAPES) + shape


def _colour(c: Canvas) -> Colour:
    return (c.chance.randrange(20, 250), c.chance.randrange(20, 250), c.chance.randrange(20, 250))


def _pale(c: Canvas) -> Colour:
    return (
        c.chance.randrange(150, 250),
        c.chance.randrange(140, 250),
        c.chance.randrange(130, 250),
    )


def _backdrop(c: Canvas, number: int) -> None:
    c.gradient(_pale(c), _pale(c))
    c.gradient(_pale(c), _colour(c), c.chance.uniform(55, 80))
    step = c.chance.randrange(9, 34)
    for place in range(0, 100, step):
        shade = (*_colour(c)[:3], 70)
        if number % 3 == 0:
            c.box((place, 0), (place + step / 2, 100), shade)
        elif number % 3 == 1:
            c.box((0, place), (100, place + step / 2), shade)
        else:
            c.disc((place, c.chance.uniform(0, 100)), step, shade)


def _props(c: Canvas) -> None:
    for _ in range(c.chance.randrange(2, 7)):
        at = (c.chance.uniform(0, 100), c.chance.uniform(0, 100))
        if c.chance.random() < 0.5:
            c.disc(at, c.chance.uniform(3, 12), _colour(c))
        else:
            c.petal(at, c.chance.uniform(12, 40), 8, c.chance.uniform(0, 360), _colour(c))


def _bottle(c: Canvas, body: Colour, trim: Colour) -> None:
    x, wide = c.chance.uniform(30, 70), c.chance.uniform(9, 18)
    c.box((x - wide, 24), (x + wide, 94), body, round_by=5)
    c.box((x - wide * 0.7, 8), (x + wide * 0.7, 25), trim, round_by=2)
    c.box((x - wide * 0.7, 30), (x - wide * 0.4, 88), (255, 255, 255, 120), round_by=1)


def _mug(c: Canvas, body: Colour, trim: Colour) -> None:
    x, y, wide = c.chance.uniform(32, 58), c.chance.uniform(24, 44), c.chance.uniform(20, 30)
    c.ring((x + wide, y + 22), 13, trim, 4)
    c.box((x - wide, y), (x + wide, y + 48), body, round_by=4)
    c.disc((x, y), wide, trim, flat=0.2)


def _lunch_box(c: Canvas, body: Colour, trim: Colour) -> None:
    y = c.chance.uniform(30, 52)
    c.box((12, y), (88, y + 36), body, round_by=5)
    c.box((9, y - 9), (91, y + 3), trim, round_by=3)
    c.box((44, y - 2), (56, y + 11), (250, 250, 250), round_by=2)


def _bag(c: Canvas, body: Colour, trim: Colour) -> None:
    x = c.chance.uniform(40, 60)
    c.ring((x, 34), 17, trim, 3)
    c.blob([(x - 26, 34), (x + 26, 34), (x + 33, 92), (x - 33, 92)], body)
    c.box((x - 15, 55), (x + 15, 76), trim, round_by=2)


def _towel(c: Canvas, body: Colour, trim: Colour) -> None:
    for fold in range(4):
        y = 24 + fold * 17 + c.chance.uniform(-3, 3)
        c.box((14 + fold * 2, y), (86 - fold * 3, y + 15), body if fold % 2 else trim, round_by=4)


def _umbrella(c: Canvas, body: Colour, trim: Colour) -> None:
    x = c.chance.uniform(40, 60)
    c.curve([(x, 12), (x, 84), (x + 8, 90), (x + 13, 84)], (40, 40, 40), 2)
    for point, turn in around((x, 52), 2, 9, start=180):
        if turn <= 345:
            c.petal(point, 42, 20, turn, body if turn % 2 else trim)


def _cable(c: Canvas, body: Colour, trim: Colour) -> None:
    for radius in range(14, 38, 5):
        c.ring((50, 48), radius, body, 2)
    c.box((70, 74), (94, 86), trim, round_by=1)
    c.box((90, 77), (99, 83), (210, 210, 210))


def _lamp(c: Canvas, body: Colour, trim: Colour) -> None:
    x = c.chance.uniform(36, 64)
    c.curve([(x, 92), (x - 6, 60), (x + 8, 34)], trim, 3)
    c.disc((x, 92), 18, trim, flat=0.3)
    c.shape([(x - 22, 40), (x - 9, 12), (x + 22, 12), (x + 34, 40)], body)


SHAPES: tuple[Callable[[Canvas, Colour, Colour], None], ...] = (
    _bottle,
    _mug,
    _lunch_box,
    _bag,
    _towel,
    _umbrella,
    _cable,
    _lamp,
)
"""What the goods may be, by their number's remainder."""

SHAPE_OF: dict[str, int] = {
    word: SHAPES.index(shape)
    for shape, words in (
        (_lunch_box, ("便当盒",)),
        (_bag, ("帆布包", "bag")),
        (_towel, ("毛巾",)),
        (_umbrella, ("雨伞", "umbrella")),
        (_lamp, ("台灯", "lamp")),
        (_mug, ("马克杯", "mug", "tumbler")),
        (_bottle, ("杯", "bottle")),
    )
    for word in words
}
"""The shape that a word of the title asks for; the first word found decides."""

"""Honest look-alikes: other drawings, by other invented hands, of the six works' subjects."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PIL import Image

from tests.shop.brush import Canvas, around, turned


@lru_cache(maxsize=16)
def lookalike_picture(subject: str) -> Image.Image:
    """Somebody else's own drawing of this work's subject; not near it, and not a copy."""
    canvas = Canvas(800, seed=900 + len(subject))
    DRAWINGS[subject](canvas)
    return canvas.picture()


def _fox(c: Canvas) -> None:
    c.gradient((252, 240, 214), (246, 214, 160))
    for side in (-1, 1):
        c.shape([(50 + side * 34, 14), (50 + side * 8, 34), (50 + side * 36, 52)], (208, 92, 40))
        c.shape([(50 + side * 31, 21), (50 + side * 16, 34), (50 + side * 33, 44)], (60, 34, 30))
    c.blob([(14, 46), (50, 28), (86, 46), (72, 74), (50, 90), (28, 74)], (226, 116, 52))
    for side in (-1, 1):
        c.blob([(50, 64), (50 + side * 33, 52), (50 + side * 22, 76), (50, 88)], (255, 248, 236))
        c.disc((50 + side * 15, 53), 4, (40, 26, 26), flat=1.3)
    c.disc((50, 84), 4.5, (40, 26, 26), flat=0.8)


def _pond(c: Canvas) -> None:
    c.gradient((250, 248, 240), (236, 240, 236))
    for radius in (44, 42, 30, 18):
        c.ring((50, 50), radius, (60, 110, 140), 0.8)
    for start, colour in ((0, (220, 66, 40)), (180, (44, 46, 60))):
        spine = [point for point, _ in around((50, 50), 26, 24, start)][:11]
        c.curve(spine, colour, 11)
        c.disc(spine[-1], 7, colour)
        c.disc(spine[-1], 1.4, (250, 250, 250))
        c.petal(spine[0], 14, 9, start - 130, colour)
        c.petal(spine[0], 14, 9, start - 70, colour)


def _tea(c: Canvas) -> None:
    c.gradient((214, 226, 206), (180, 204, 176))
    c.blob([(22, 46), (78, 46), (72, 78), (50, 88), (28, 78)], (250, 250, 244))
    c.disc((50, 46), 28, (236, 232, 216), flat=0.28)
    c.disc((50, 46), 25, (122, 150, 60), flat=0.24)
    for x in (38, 50, 62):
        c.curve([(x, 36), (x + 4, 26), (x - 3, 17), (x + 2, 8)], (255, 255, 255, 200), 1.4)
    for turn in (-30, 0, 30):
        c.petal((50, 76), 16, 6, turn - 90, (92, 136, 66))


def _street(c: Canvas) -> None:
    c.gradient((22, 22, 44), (50, 30, 60))
    for radius in (46, 40, 34):
        c.disc((50, 52), radius, (255, 150, 60, 40))
    c.disc((50, 52), 28, (232, 64, 44), flat=1.15)
    for x in (-20, -10, 0, 10, 20):
        c.curve([(50 + x / 2, 20), (50 + x * 1.3, 52), (50 + x / 2, 84)], (150, 26, 26), 0.8)
    c.box((38, 15), (62, 22), (40, 26, 26), round_by=1)
    c.box((38, 82), (62, 89), (40, 26, 26), round_by=1)


def _camellia(c: Canvas) -> None:
    c.gradient((244, 240, 236), (220, 226, 230))
    c.blob([(40, 62), (60, 62), (66, 84), (58, 97), (42, 97), (34, 84)], (70, 110, 150))
    c.curve([(50, 64), (47, 50), (52, 36)], (70, 100, 50), 1.6)
    for turn in (150, 205, 20, -40):
        c.petal((49, 54), 20, 8, turn, (64, 120, 72))
    for point, way in around((52, 30), 4, 7):
        c.petal(point, 15, 14, way, (240, 240, 240))
        c.curve([point, turned(point, (11, 0), way)], (230, 170, 180), 0.5)
    c.disc((52, 30), 5, (244, 196, 60))


def _whale(c: Canvas) -> None:
    c.gradient((236, 246, 250), (20, 70, 120))
    for y in range(56, 100, 6):
        line = [(x, y + (2 if x % 20 else -2)) for x in range(-10, 121, 10)]
        c.curve(line, (120, 180, 210, 180), 0.9)
    c.blob([(94, 62), (84, 44), (60, 40), (38, 52), (24, 70), (52, 82), (84, 78)], (70, 86, 100))
    c.blob([(28, 70), (10, 58), (4, 44), (18, 50), (26, 42), (34, 56)], (70, 86, 100))
    c.disc((84, 60), 1.6, (255, 255, 255))
    for turn in (-110, -90, -70):
        c.petal((72, 40), 20, 5, turn, (130, 190, 220))


DRAWINGS: dict[str, Callable[[Canvas], None]] = {
    "fox": _fox,
    "pond": _pond,
    "tea": _tea,
    "street": _street,
    "camellia": _camellia,
    "whale": _whale,
}
"""The other drawing of each subject."""

"""Six original works of the invented rights holder, drawn by this file in layers."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PIL import Image

from tests.shop.brush import Canvas, Point, around, turned

WIDTH = 960
Layer = Callable[[Canvas], None]


def work_names() -> tuple[str, ...]:
    """The short names of the six works, in portfolio order."""
    return tuple(LAYERS)


def work_picture(name: str) -> Image.Image:
    """The finished work."""
    return work_stages(name)[-1].copy()


@lru_cache(maxsize=16)
def work_stages(name: str) -> tuple[Image.Image, ...]:
    """The work after each of its layers, as its layered source file keeps it."""
    seed, tall, layers = LAYERS[name]
    canvas = Canvas(WIDTH, tall, seed=seed)
    stages = []
    for layer in layers:
        layer(canvas)
        stages.append(canvas.picture())
    return tuple(stages)


def _fox_sky(c: Canvas) -> None:
    c.gradient((18, 24, 66), (112, 84, 140))
    for radius, alpha in ((31, 30), (26, 45), (21, 70)):
        c.disc((68, 30), radius, (250, 226, 160, alpha))
    c.disc((68, 30), 16, (252, 236, 188))
    for x, y, size in ((62, 27, 3), (72, 35, 2), (70, 23, 1.6), (64, 36, 1.2)):
        c.disc((x, y), size, (232, 208, 150))
    for _ in range(170):
        at = (c.chance.uniform(0, 100), c.chance.uniform(0, 62))
        c.disc(at, c.chance.uniform(0.1, 0.45), (255, 250, 224, 200))
    for x, y in ((12, 16), (34, 10), (44, 22), (88, 54)):
        for step, size in enumerate((3, 5, 7, 4)):
            c.disc((x + step * 5, y), size, (150, 130, 190), flat=0.3)


def _fox_hills(c: Canvas) -> None:
    for depth, colour in enumerate(((62, 58, 110), (42, 60, 92), (26, 44, 62))):
        base = 66 + 11 * depth
        ridge = [(x, base + c.chance.uniform(-6, 4)) for x in range(-10, 121, 13)]
        c.blob([*ridge, (120, 130), (-10, 130)], colour)
    for _ in range(260):
        x, y = c.chance.uniform(0, 100), c.chance.uniform(84, 104)
        lean, height = c.chance.uniform(-4, 6), c.chance.uniform(6, 17)
        green = (60 + c.chance.randrange(70), 110 + c.chance.randrange(50), 88, 230)
        c.curve([(x, y), (x + lean / 3, y - height / 2), (x + lean, y - height)], green, 0.45)


def _fox(c: Canvas) -> None:
    red, dark, pale = (222, 104, 44), (150, 58, 30), (250, 232, 206)
    c.blob([(60, 90), (74, 88), (88, 76), (90, 58), (82, 50), (80, 64), (70, 74), (58, 78)], red)
    c.blob([(90, 60), (89, 50), (82, 44), (80, 54), (84, 60)], pale)
    c.blob([(24, 62), (36, 55), (56, 60), (66, 76), (62, 93), (40, 94), (30, 92), (26, 76)], red)
    c.blob([(30, 66), (40, 66), (42, 84), (36, 93), (30, 90)], pale)
    for x in (31, 38, 54):
        c.blob([(x, 86), (x + 5, 86), (x + 5, 98), (x, 98)], dark)
    c.shape([(14, 46), (17, 26), (27, 40)], dark)
    c.shape([(30, 40), (40, 27), (41, 47)], dark)
    c.blob([(13, 46), (28, 37), (42, 47), (38, 58), (24, 70), (16, 60)], red)
    c.blob([(14, 53), (24, 55), (37, 55), (30, 64), (24, 70), (18, 62)], pale)
    c.disc((24, 68), 1.8, (30, 22, 30))
    for x in (20, 32):
        c.petal((x - 2.5, 51), 5, 2.6, 0, (34, 24, 36))
    for _ in range(230):
        left, top = c.chance.uniform(28, 62), c.chance.uniform(62, 92)
        c.curve([(left, top), (left + 1.6, top + 2.6)], (250, 160, 90, 130), 0.3)
    for at in ((8, 90), (76, 95), (90, 92), (50, 97)):
        for point, turn in around(at, 0.8, 6):
            c.petal(point, 4, 2.4, turn, (240, 200, 226))
        c.disc(at, 1.2, (250, 214, 90))


def _pond_water(c: Canvas) -> None:
    c.gradient((24, 110, 124), (10, 52, 88))
    for _ in range(26):
        at = (c.chance.uniform(-5, 105), c.chance.uniform(-5, 125))
        for radius in range(3, c.chance.randrange(8, 20), 3):
            c.ring(at, radius, (170, 226, 220, 110), 0.3)


def _pond_leaves(c: Canvas) -> None:
    for x, y, radius in ((12, 14, 14), (88, 22, 12), (80, 104, 17), (10, 92, 11), (52, 60, 9)):
        c.disc((x, y), radius, (44, 122, 70), flat=0.86)
        c.disc((x, y), radius * 0.9, (72, 156, 88), flat=0.86)
        for point, _ in around((x, y), radius * 0.85, 13, start=radius):
            c.curve([(x, y), (point[0], y + (point[1] - y) * 0.86)], (30, 96, 60), 0.35)
        c.shape([(x, y), (x + radius, y - 4), (x + radius, y + 3)], (18, 84, 108))


def _pond_koi(c: Canvas) -> None:
    swim = ((34, 26, 20), (66, 40, 150), (26, 62, 70), (70, 74, 215), (44, 100, -12), (88, 62, 95))
    for index, (x, y, turn) in enumerate(swim):
        _koi(c, (x, y), turn, red=index % 3 != 2)
    for at in ((88, 12), (15, 84)):
        for ring, count in ((5.5, 11), (3, 8)):
            for point, leaning in around(at, ring / 3, count, start=ring):
                c.petal(point, ring, 2.6, leaning, (250, 190 + round(ring * 6), 214))
        c.disc(at, 1.6, (250, 210, 80))


def _koi(c: Canvas, at: Point, turn: float, *, red: bool) -> None:
    body = [(-14, 0), (-6, -4.6), (4, -5.4), (12, -3), (15, 0), (12, 3), (4, 5.4), (-6, 4.6)]
    tail = [(-12, 0), (-19, -7), (-23, -5), (-20, 0), (-23, 6), (-18, 6)]
    patch = (226, 60, 32) if red else (34, 36, 48)
    c.blob([turned(at, p, turn) for p in tail], (250, 244, 230, 210))
    for side in (-1, 1):
        c.petal(turned(at, (4, 4.5 * side), turn), 9, 5, turn + 125 * side, (250, 240, 224, 190))
    c.blob([turned(at, p, turn) for p in body], (252, 247, 236))
    for x, radius in ((9, 3.2), (1, 4.2), (-8, 2.8)):
        c.disc(turned(at, (x, radius / 3 - 1), turn), radius, patch)
    for x in range(-9, 8, 3):
        c.curve([turned(at, (x, y), turn) for y in (-3.6, 0, 3.6)], (190, 150, 120, 150), 0.25)
    for side in (-1, 1):
        c.disc(turned(at, (12, 2.2 * side), turn), 0.7, (20, 20, 20))


def _tea_ground(c: Canvas) -> None:
    c.gradient((246, 236, 208), (232, 214, 172))
    c.grain(900, (188, 160, 110, 90))
    for inset, colour in ((3, (24, 84, 66)), (5, (246, 236, 208)), (6, (186, 146, 62))):
        c.box((inset, inset), (100 - inset, c.tall - inset), colour, round_by=4)
    c.box((7, 7), (93, c.tall - 7), (244, 232, 200), round_by=3)


def _tea_hills(c: Canvas) -> None:
    c.disc((32, 40), 13, (214, 72, 46))
    for left, top, colour in ((10, 46, (96, 138, 150)), (44, 34, (66, 110, 126))):
        c.shape([(left - 3, 76), (left + 24, top), (left + 48, 76)], colour)
        c.shape([(left + 18, top + 9), (left + 24, top), (left + 30, top + 9)], (250, 250, 246))
    for row in range(9):
        y = 72 + row * 5
        line = [(x, y + 5 * ((x / 50 - 1) ** 2) * (1 + row / 6)) for x in range(8, 93, 7)]
        c.curve(line, (30 + row * 9, 96 + row * 11, 56), 3.4)
        for x, crest in line[:-1]:
            c.disc((x + 3, crest - 1.2), 1.6, (110 + row * 6, 170, 84))


def _tea_medallion(c: Canvas) -> None:
    for radius, colour in ((25, (24, 84, 66)), (23.5, (186, 146, 62)), (22, (248, 240, 214))):
        c.disc((66, 100), radius, colour)
    for point, turn in around((66, 100), 19, 22):
        c.petal(point, 4, 1.8, turn + 70, (24, 84, 66))
    for turn, length in ((-90, 17), (-140, 14), (-40, 14)):
        c.petal((66, 108), length, 6.5, turn, (56, 140, 70))
        c.curve([(66, 108), turned((66, 108), (length, 0), turn)], (24, 84, 56), 0.5)
    c.box((12, 12), (88, 26), (24, 84, 66), round_by=2)
    for x in range(17, 86, 6):
        c.petal((x, 22), 7, 3, -60, (214, 182, 96))
        c.disc((x + 2, 16), 0.9, (246, 236, 208))


def _street_dusk(c: Canvas) -> None:
    c.gradient((46, 22, 70), (236, 120, 74), 0, 70)
    c.gradient((70, 44, 60), (30, 20, 40), 70)
    for side in (0, 1):
        for depth in range(5):
            near, far = depth * 9.0, depth * 9.0 + 9
            x1, x2 = (near, far) if side == 0 else (100 - near, 100 - far)
            roof, floor = 18 + depth * 6, 96 - depth * 5
            wall = (86 - depth * 9, 46 + depth * 4, 52 + depth * 8)
            c.shape([(x1, roof), (x2, roof + 6), (x2, floor - 5), (x1, floor)], wall)
            c.shape([(x1, roof - 4), (x2, roof + 4), (x2, roof + 8), (x1, roof + 2)], (34, 22, 40))


def _street_windows(c: Canvas) -> None:
    for depth in range(5):
        for row in range(4):
            y = 32 + depth * 4 + row * (13 - depth * 1.4)
            for x in (depth * 9 + 2, 100 - depth * 9 - 7):
                lit = c.chance.random() < 0.7
                c.box((x, y), (x + 5, y + 7 - depth), (252, 206, 110) if lit else (60, 44, 70))
                c.box((x + 2.3, y), (x + 2.7, y + 7 - depth), (50, 30, 40))
    for step in range(16):
        y = 74 + step * 1.9 + step * step / 12
        c.curve(
            [(45 - step * 3.2, y), (50, y + 1), (55 + step * 3.2, y)], (150, 100, 96, 140), 0.6
        )


def _street_lanterns(c: Canvas) -> None:
    for row in range(4):
        sag = [(x, 8 + row * 11 + 7 * (1 - ((x - 50) / 50) ** 2)) for x in range(0, 101, 10)]
        c.curve(sag, (40, 20, 30), 0.35)
        size = 4.6 - row * 0.7
        for x, y in sag[row % 2 :: 2]:
            red = c.chance.random() < 0.65
            c.disc((x, y + size * 1.4), size * 1.5, (255, 190, 90, 60))
            c.disc((x, y + size * 1.4), size, (220, 50, 40) if red else (250, 220, 150), flat=1.25)
            for band in (-0.6, 0, 0.6):
                across = y + size * (1.4 + band)
                c.curve([(x - size * 0.8, across), (x + size * 0.8, across)], (120, 30, 30), 0.25)
    for x in (22, 34, 47, 60, 73, 84):
        height = c.chance.uniform(15, 22)
        robe = (c.chance.randrange(60, 230), c.chance.randrange(60, 160), 150)
        c.blob([(x - 3, 96), (x - 2, 96 - height), (x + 2, 96 - height), (x + 3.5, 96)], robe)
        c.disc((x, 94 - height), 2.4, (40, 24, 30))


def _camellia_ground(c: Canvas) -> None:
    c.gradient((28, 34, 58), (28, 34, 58))
    for row in range(-1, 15):
        for column in range(-1, 13):
            at = (column * 9 + (row % 2) * 4.5, row * 7.4)
            for radius in (4.3, 3.1, 1.9):
                c.ring(at, radius, (132, 112, 62, 160), 0.25)


def _camellia_leaves(c: Canvas) -> None:
    for _ in range(46):
        at = (c.chance.uniform(0, 100), c.chance.uniform(0, 100))
        turn, length = c.chance.uniform(0, 360), c.chance.uniform(9, 15)
        c.petal(at, length, length * 0.48, turn, (40, 104, 72))
        c.curve([at, turned(at, (length, 0), turn)], (176, 200, 130), 0.35)


def _camellia_flowers(c: Canvas) -> None:
    for x, y, size in ((24, 20, 19), (74, 34, 23), (30, 66, 24), (82, 82, 18), (52, 96, 13)):
        for ring, count, red in ((1.0, 6, 176), (0.72, 5, 206), (0.45, 5, 232)):
            for point, turn in around((x, y), size * ring * 0.2, count, start=ring * 50):
                length = size * ring * 0.8
                c.petal(point, length, length, turn, (red, round(red * 0.2), 62))
                c.curve([point, turned(point, (length * 0.8, 0), turn)], (255, 170, 170, 120), 0.3)
        for point, _ in around((x, y), size * 0.14, 12):
            c.curve([(x, y), point], (252, 226, 130), 0.5)
            c.disc(point, size * 0.035, (250, 200, 60))


def _whale_sky(c: Canvas) -> None:
    c.gradient((120, 196, 226), (250, 224, 196))
    for y in range(6, 76, 9):
        left = c.chance.uniform(-10, 70)
        for step in range(6):
            c.disc((left + step * 5, y), c.chance.uniform(2, 5), (255, 255, 255, 150), flat=0.5)


def _whale(c: Canvas) -> None:
    back, belly = (44, 84, 138), (226, 234, 236)
    c.blob(
        [(6, 40), (12, 27), (34, 20), (60, 24), (78, 34), (86, 42), (70, 52), (40, 58), (14, 54)],
        back,
    )
    c.blob([(7, 44), (22, 47), (44, 50), (64, 49), (52, 56), (34, 59), (14, 55)], belly)
    for row in range(7):
        c.curve([(10 + row, 47 + row), (34, 51 + row), (58 - row, 50 + row)], (150, 170, 190), 0.3)
    c.blob([(82, 38), (90, 26), (99, 22), (95, 34), (99, 46), (90, 44)], back)
    c.blob([(36, 52), (48, 54), (54, 70), (44, 67)], (36, 68, 116))
    c.disc((17, 40), 1.5, (250, 250, 250))
    c.disc((17, 40), 0.9, (20, 24, 40))
    for _ in range(90):
        at = (c.chance.uniform(16, 76), c.chance.uniform(26, 42))
        c.disc(at, c.chance.uniform(0.2, 0.7), (120, 160, 200, 160))


def _whale_town(c: Canvas) -> None:
    for index, x in enumerate(range(26, 66, 5)):
        ground, height = 23 + abs(index - 3) * 0.9, c.chance.uniform(5, 11)
        wall = (c.chance.randrange(190, 250), c.chance.randrange(130, 210), 130)
        c.box((x, ground - height), (x + 4, ground + 2), wall)
        c.shape(
            [(x - 0.8, ground - height), (x + 2, ground - height - 4), (x + 4.8, ground - height)],
            (166, 60, 52),
        )
        c.box((x + 1.3, ground - height + 2), (x + 2.6, ground - height + 4), (60, 70, 96))
    for x, y, size in ((20, 74, 9), (48, 68, 7), (74, 76, 11), (96, 66, 8), (4, 62, 7)):
        for point, _ in around((x, y), size * 0.7, 9):
            c.disc(point, size * 0.62, (255, 252, 244))
        for turn in range(3):
            c.ring((x, y), size * (0.3 + turn * 0.25), (214, 196, 190), 0.35)


LAYERS: dict[str, tuple[int, float, tuple[Layer, ...]]] = {
    "fox": (11, 100, (_fox_sky, _fox_hills, _fox)),
    "pond": (23, 120, (_pond_water, _pond_leaves, _pond_koi)),
    "tea": (37, 132, (_tea_ground, _tea_hills, _tea_medallion)),
    "street": (41, 105, (_street_dusk, _street_windows, _street_lanterns)),
    "camellia": (59, 100, (_camellia_ground, _camellia_leaves, _camellia_flowers)),
    "whale": (67, 84, (_whale_sky, _whale, _whale_town)),
}
"""Each work: its seed, its height in per cent of its width, and its layers from the ground up."""

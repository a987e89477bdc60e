"""A canvas whose strokes are the same bytes on every run; lengths are per cent of its width."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random

from PIL import Image, ImageDraw

Colour = tuple[int, int, int] | tuple[int, int, int, int]
Point = tuple[float, float]

FINE = 2
"""Drawn this many times larger, then reduced: smooth edges without a font or a library."""


class Canvas:
    """A sheet to draw on, with its own chance.

    The width is 100 units and the height `tall`.
    """

    def __init__(self, width: int, tall: float = 100.0, *, seed: int) -> None:
        self.tall = tall
        self.chance = Random(seed)
        self.unit = width * FINE / 100
        size = (width * FINE, round(tall * self.unit))
        self._sheet = Image.new("RGB", size, "white")
        self._pen = ImageDraw.Draw(self._sheet, "RGBA")

    def picture(self) -> Image.Image:
        """What has been drawn so far."""
        return self._sheet.reduce(FINE)

    def gradient(self, top: Colour, bottom: Colour, first: float = 0, last: float = 0) -> None:
        """Fill from one height to another, from one colour to another."""
        last = last or self.tall
        lines = max(1, round((last - first) * self.unit))
        for line in range(lines):
            y = round(first * self.unit) + line
            self._pen.line((0, y, self._sheet.width, y), fill=blend(top, bottom, line / lines))

    def disc(self, at: Point, radius: float, fill: Colour, *, flat: float = 1.0) -> None:
        """A filled ellipse; `flat` is its height beside its width."""
        x, y = at
        box = (x - radius, y - radius * flat, x + radius, y + radius * flat)
        self._pen.ellipse([v * self.unit for v in box], fill=fill)

    def ring(self, at: Point, radius: float, fill: Colour, width: float = 0.4) -> None:
        """A circle's line."""
        x, y = at
        box = [v * self.unit for v in (x - radius, y - radius, x + radius, y + radius)]
        self._pen.ellipse(box, outline=fill, width=self._width(width))

    def box(
        self, left_top: Point, right_bottom: Point, fill: Colour, *, round_by: float = 0
    ) -> None:
        """A filled rectangle."""
        box = [v * self.unit for v in (*left_top, *right_bottom)]
        self._pen.rounded_rectangle(box, radius=round_by * self.unit, fill=fill)

    def shape(self, points: Sequence[Point], fill: Colour) -> None:
        """A filled outline with straight sides."""
        self._pen.polygon([(x * self.unit, y * self.unit) for x, y in points], fill=fill)

    def blob(self, points: Sequence[Point], fill: Colour) -> None:
        """A filled outline that runs smoothly through these points."""
        self.shape(smooth([*points, points[0]], closed=True), fill)

    def curve(self, points: Sequence[Point], fill: Colour, width: float = 0.5) -> None:
        """A line that runs smoothly through these points."""
        line = [(x * self.unit, y * self.unit) for x, y in smooth(points)]
        self._pen.line(line, fill=fill, width=self._width(width), joint="curve")

    def petal(self, at: Point, length: float, width: float, turn: float, fill: Colour) -> None:
        """A leaf or petal that starts here and points where `turn` (degrees, 0 is right) says."""
        sides = ((0, 0), (0.3, 0.42), (0.62, 0.5), (0.88, 0.26), (1, 0))
        upper = [(a * length, b * width) for a, b in sides]
        lower = [(a, -b) for a, b in reversed(upper[1:-1])]
        self.blob([turned(at, point, turn) for point in [*upper, *lower]], fill)

    def grain(self, strokes: int, fill: Colour, length: float = 1.5) -> None:
        """Short strokes all over, as of a dry brush on paper."""
        for _ in range(strokes):
            x, y = self.chance.uniform(0, 100), self.chance.uniform(0, self.tall)
            end = (x + self.chance.uniform(-length, length), y + self.chance.uniform(-0.4, 0.4))
            self.curve([(x, y), end], fill, 0.15)

    def _width(self, width: float) -> int:
        return max(1, round(width * self.unit))


def blend(left: Colour, right: Colour, share: float) -> Colour:
    """The colour between two, `share` of the way from the first."""
    r, g, b = (round(a + (z - a) * share) for a, z in zip(left[:3], right[:3], strict=True))
    return (r, g, b)


def turned(at: Point, offset: Point, degrees: float) -> Point:
    """The point that lies at this offset once the sheet is turned about `at`."""
    turn = math.radians(degrees)
    x, y = offset
    return (
        at[0] + x * math.cos(turn) - y * math.sin(turn),
        at[1] + x * math.sin(turn) + y * math.cos(turn),
    )


def around(at: Point, radius: float, count: int, start: float = 0) -> list[tuple[Point, float]]:
    """Points evenly around a centre, each with its angle in degrees."""
    turns = [start + 360 * index / count for index in range(count)]
    return [(turned(at, (radius, 0), turn), turn) for turn in turns]


def smooth(points: Sequence[Point], *, closed: bool = False, steps: int = 8) -> list[Point]:
    """A Catmull-Rom curve through these points."""
    before, after = (points[-2], points[1]) if closed else (points[0], points[-1])
    row = [before, *points, after]
    curve = [
        _between(row[index : index + 4], step / steps)
        for index in range(len(points) - 1)
        for step in range(steps)
    ]
    return [*curve, points[-1]]


def _between(four: Sequence[Point], t: float) -> Point:
    x, y = (
        0.5
        * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - a - 3 * c + d) * t**3
        )
        for a, b, c, d in zip(*four, strict=True)
    )
    return (x, y)

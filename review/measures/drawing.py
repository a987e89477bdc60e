"""Charts as SVG that stands alone: on a page, on paper, in a report.

Everything is drawn with attributes, none with styles, so that a strict page policy lets it be
shown. Each chart has a title and a description for those who do not see it; the numbers stand in
the table beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from xml.sax.saxutils import escape, quoteattr

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 150, 16, 40
INK, FAINT, GRID = "#1d2733", "#5b6775", "#dfe4ea"
COLOURS = ("#1f4e79", "#b5532a", "#2f7d5b", "#7a4fa3", "#a67c00", "#4d6170")
"""Told apart in grey and by people who see few colours, with the dashes beside them."""

DASHES = ("", "6 3", "2 3", "9 3 2 3", "4 4", "1 2")
FONT = "Noto Sans CJK SC, Noto Sans CJK JP, Noto Sans, sans-serif"
ROW = 26


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name, and a value for each place on the x axis (None: nothing known)."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of several parts, in the order of the legend."""

    name: str
    parts: tuple[float, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stairs:
    """A share that falls in steps: (x, share from there on), beginning at (0, 1)."""

    name: str
    steps: tuple[tuple[float, float], ...]
    end: float


def lines(title: str, said: str, places: Sequence[str], series: Sequence[Series]) -> str:
    """Lines over time; every fourth place or so is named."""
    top = _round_up(max((v for one in series for v in one.values if v is not None), default=1))
    parts = [*_frame([(top * n / 4, _short(top * n / 4)) for n in range(5)], top)]
    width = WIDTH - LEFT - RIGHT
    step = width / max(len(places) - 1, 1)
    every = max(ceil(len(places) / 7), 1)
    for number, name in enumerate(places):
        if number % every == 0:
            parts.append(_text(LEFT + number * step, HEIGHT - BOTTOM + 18, name, "middle"))
    ends = []
    for number, one in enumerate(series):
        points = [
            (LEFT + place * step, _y(value, top))
            for place, value in enumerate(one.values)
            if value is not None
        ]
        parts.append(_line(points, number))
        if points:
            ends.append((points[-1][1], number, one.name))
    parts += _named_ends(ends)
    return _svg(title, said, HEIGHT, parts)


def bars(title: str, said: str, legend: Sequence[str], rows: Sequence[Bar]) -> str:
    """Lying bars of several parts, each row named on its left; values at their ends."""
    left = 190
    parts, below = _legend(left, legend)
    top = _round_up(max((sum(one.parts) for one in rows), default=1))
    scale = (WIDTH - left - 90) / top
    for number, row in enumerate(rows):
        y, x = below + number * ROW, float(left)
        parts.append(_text(left - 8, y + 14, _cut(row.name, 26), "end"))
        for colour, value in enumerate(row.parts):
            parts.append(_box(x, y, value * scale, 18, colour))
            x += value * scale
        parts.append(_text(x + 6, y + 14, row.note or _short(sum(row.parts))))
    return _svg(title, said, below + 12 + ROW * max(len(rows), 1), parts)


def stairs(title: str, said: str, unit: str, rows: Sequence[Stairs]) -> str:
    """Shares that fall as days pass: what is left of them, to the day they were watched."""
    last = _round_up(max((one.end for one in rows), default=1))
    parts = [*_frame([(n / 4, f"{n * 25} %") for n in range(5)], 1.0)]
    scale = (WIDTH - LEFT - RIGHT) / last
    for n in range(5):
        label = f"{_short(last * n / 4)} {unit if n == 4 else ''}".strip()
        parts.append(_text(LEFT + last * n / 4 * scale, HEIGHT - BOTTOM + 18, label, "middle"))
    ends = []
    for number, one in enumerate(rows):
        points, share = [(float(LEFT), _y(1.0, 1.0))], 1.0
        for day, left in one.steps:
            points += [(LEFT + day * scale, _y(share, 1.0)), (LEFT + day * scale, _y(left, 1.0))]
            share = left
        points.append((LEFT + max(one.end, 0) * scale, _y(share, 1.0)))
        parts.append(_line(points, number))
        ends.append((points[-1][1], number, one.name))
    parts += _named_ends(ends)
    return _svg(title, said, HEIGHT, parts)


def _legend(left: float, names: Sequence[str]) -> tuple[list[str], float]:
    """Each name beside its colour, in as many lines as they need; and where the rows begin."""
    parts, x, y = [], left, 8.0
    for number, name in enumerate(names):
        width = 34.0 + 8 * _columns(name)
        if x + width > WIDTH and x > left:
            x, y = left, y + 20
        parts += [_box(x, y, 12, 12, number), _text(x + 17, y + 10, name)]
        x += width
    return parts, y + 26


def _svg(title: str, said: str, height: float, parts: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" role="img" '
        f'aria-label={quoteattr(title)} font-family="{FONT}" font-size="12" fill="{INK}">'
        f"<title>{escape(title)}</title><desc>{escape(said)}</desc>{''.join(parts)}</svg>"
    )


def _frame(marks: Iterable[tuple[float, str]], top: float) -> Iterable[str]:
    for value, label in marks:
        y = _y(value, top)
        yield (
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{GRID}"/>'
        )
        yield _text(LEFT - 8, y + 4, label, "end")


def _named_ends(ends: Iterable[tuple[float, int, str]]) -> Iterable[str]:
    """Each line's name at its end, moved apart where lines end together."""
    below = -100.0
    for y, number, name in sorted(ends):
        at = max(y, below + 15)
        below = at
        x = WIDTH - RIGHT + 8
        yield (
            f'<text x="{x}" y="{at + 4:.1f}" fill="{COLOURS[number % len(COLOURS)]}" '
            f'font-weight="600">{escape(_cut(name, 18))}</text>'
        )


def _line(points: Sequence[tuple[float, float]], number: int) -> str:
    if not points:
        return ""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashes = DASHES[number % len(DASHES)]
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    colour = COLOURS[number % len(COLOURS)]
    # a single point would draw nothing
    x, y = points[-1]
    dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
    drawn = f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>'
    return drawn + dot


def _box(x: float, y: float, width: float, height: float, number: int) -> str:
    colour = COLOURS[number % len(COLOURS)]
    size = f'x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height}"'
    return f'<rect {size} fill="{colour}"/>'


def _text(x: float, y: float, said: str, anchor: str = "start") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} fill="{FAINT}">{escape(said)}</text>'


def _y(value: float, top: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top


def _round_up(value: float) -> float:
    """The next 1, 2, 4, 5 or 8 with zeros; so that quarters are whole from 4 on."""
    if value <= 4:
        return 4.0 if value > 0 else 1.0
    power = 10.0 ** floor(log10(value))
    return next(step * power for step in (1, 2, 4, 8, 10) if step * power >= value)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"


def _columns(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def _cut(text: str, columns: int) -> str:
    """The beginning of a name that fits, with … where something is left out."""
    shown = ""
    for letter in text:
        if _columns(shown + letter) > columns:
            return shown + "…"
        shown += letter
    return shown

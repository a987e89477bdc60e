"""Drawn pictures without any mark: the fixed background that each mark's threshold is set on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import cv2
import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

VERSION = "drawn-1"
"""Names this set of pictures; a threshold holds for the set it was measured on."""

COUNT = 28
WIDTH, HEIGHT = 800, 640
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZabdeghkmnpqrstuy0123456789"
FONTS = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_TRIPLEX)

Pixels = NDArray[np.uint8]
Layer = Callable[[Generator, Pixels], None]


def backgrounds() -> Iterator[Pixels]:
    """The pictures of the set, in their order: cloth, stripes, shapes, letters and boxes.

    Drawn from fixed seeds, so that a threshold can be measured again anywhere.
    """
    for seed in range(COUNT):
        chance = default_rng(seed)
        picture = _ground(chance)
        names = list(LAYERS)
        # one layer after the other in turn, and two by chance: every kind is there equally often
        for name in (names[seed % len(names)], *chance.choice(names, 2)):
            LAYERS[str(name)](chance, picture)
        noisy = picture + chance.normal(0, 4, picture.shape)
        yield np.clip(noisy, 0, 255).astype(np.uint8)


def _ground(chance: Generator) -> Pixels:
    """A slow run of tones with light falling from one side."""
    corners = chance.integers(60, 250, (2, 2, 3)).astype(np.uint8)
    return np.asarray(
        cv2.resize(corners, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR), dtype=np.uint8
    )


def _cloth(chance: Generator, picture: Pixels) -> None:
    """Noise of several sizes, as of fabric, wood or a wall."""
    total = np.zeros((HEIGHT, WIDTH), dtype=np.float32)
    for size in (4, 9, 24, 80):
        rough = chance.normal(0, 1, (HEIGHT // size + 2, WIDTH // size + 2)).astype(np.float32)
        total += cv2.resize(rough, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC) * size**0.4
    shade = total * (chance.uniform(6, 22) / float(total.std()))
    picture[:] = np.clip(picture + shade[:, :, None], 0, 255).astype(np.uint8)


def _stripes(chance: Generator, picture: Pixels) -> None:
    """Straight lines at one angle, or at two that cross: shelves, tiles, checks."""
    for angle in chance.uniform(0, np.pi, int(chance.integers(1, 3))):
        gap = int(chance.integers(14, 90))
        across = np.array([np.cos(angle), np.sin(angle)])
        along = np.array([-across[1], across[0]]) * 1600
        colour = _colour(chance)
        for place in range(-1200, 1200, gap):
            middle = np.array([WIDTH / 2, HEIGHT / 2]) + across * place
            _line(picture, middle - along, middle + along, colour, int(chance.integers(1, 6)))


def _shapes(chance: Generator, picture: Pixels) -> None:
    """Discs, rings, bars and corners, on top of each other."""
    for _ in range(int(chance.integers(8, 26))):
        x, y = int(chance.integers(0, WIDTH)), int(chance.integers(0, HEIGHT))
        size = int(chance.integers(14, 130))
        thick = -1 if chance.random() < 0.6 else int(chance.integers(2, 14))
        if chance.random() < 0.5:
            axes = (size, int(size * chance.uniform(0.3, 1)))
            turn = float(chance.uniform(0, 180))
            cv2.ellipse(picture, (x, y), axes, turn, 0, 360, _colour(chance), thick, cv2.LINE_AA)
        else:
            ends = np.array([x, y]) + chance.normal(0, size, (int(chance.integers(3, 7)), 2))
            corners = [cv2.convexHull(ends.astype(np.int32))]
            cv2.drawContours(picture, corners, -1, _colour(chance), thick, cv2.LINE_AA)


def _letters(chance: Generator, picture: Pixels) -> None:
    """Lines of letters without sense, as on labels and banners."""
    for _ in range(int(chance.integers(4, 12))):
        text = "".join(chance.choice(list(LETTERS), int(chance.integers(3, 12))))
        place = (int(chance.integers(0, WIDTH - 100)), int(chance.integers(30, HEIGHT)))
        font, size = FONTS[int(chance.integers(0, len(FONTS)))], float(chance.uniform(0.6, 3.2))
        thick = int(chance.integers(1, 6))
        cv2.putText(picture, text, place, font, size, _colour(chance), thick, cv2.LINE_AA)


def _boxes(chance: Generator, picture: Pixels) -> None:
    """Cartons seen from the front: a face, a label, a few lines of print."""
    for _ in range(int(chance.integers(1, 5))):
        x, y = int(chance.integers(0, WIDTH - 160)), int(chance.integers(0, HEIGHT - 160))
        width, height = (int(one) for one in chance.integers(90, 260, 2))
        cv2.rectangle(picture, (x, y), (x + width, y + height), _colour(chance), -1)
        cv2.rectangle(picture, (x + 12, y + 12), (x + width - 12, y + 50), _colour(chance), -1)
        for line in range(y + 64, y + height - 8, 14):
            end = x + 12 + int(chance.integers(20, max(21, width - 24)))
            _line(picture, np.array([x + 12, line]), np.array([end, line]), _colour(chance), 3)


def _line(
    picture: Pixels,
    start: NDArray[np.float64] | NDArray[np.int64],
    end: NDArray[np.float64] | NDArray[np.int64],
    colour: tuple[int, int, int],
    thick: int,
) -> None:
    ends = [(int(one[0]), int(one[1])) for one in (start, end)]
    cv2.line(picture, ends[0], ends[1], colour, thick, cv2.LINE_AA)


def _colour(chance: Generator) -> tuple[int, int, int]:
    blue, green, red = (int(one) for one in chance.integers(0, 256, 3))
    return blue, green, red


LAYERS: Mapping[str, Layer] = {
    "cloth": _cloth,
    "stripes": _stripes,
    "shapes": _shapes,
    "letters": _letters,
    "boxes": _boxes,
}

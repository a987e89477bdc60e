"""What a mark's agreement must reach, measured on pictures without it; and whether it does."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from domain.languages import Sentence
from matcher.pictures import backgrounds
from matcher.pictures.marks import (
    MAKER,
    MarkShape,
    Photograph,
    cut_out,
    find_mark,
    mark_shape,
    photograph,
)

FALSE_SHARE = 1e-3
"""Share of pictures without the mark that may be held to show it."""

LEAST_RECALL = 0.5
"""Share of trial prints that must be found for a mark to be looked for by itself."""

WIDTHS = (0.09, 0.13, 0.18, 0.25)
"""The mark's longer side on the trial prints, as a share of the picture's."""

COLOURS = ("own", "white", "black")
UNSEEN = 0.2
"""What counts for a picture in which there was not even a candidate."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A mark's own threshold, and the share of trial prints that reach it.

    `findable` is False, with the reason, for a mark too plain to be told from anything else.
    """

    threshold: float
    recall: float
    trials: int
    findable: bool
    reason: Sentence | None
    way: str


def calibrate(pixels: Pixels, alpha: NDArray[np.uint8] | None) -> Calibration:
    """Measure a mark on the drawn backgrounds: what chance reaches there, and what its prints do.

    The best places in pictures without the mark follow an extreme value distribution; its
    parameters are fitted by moments (Gumbel 1958), and the threshold is where `FALSE_SHARE` of
    such pictures remain.
    """
    shape = mark_shape(pixels, alpha)
    grounds = _laid_out()
    threshold = _threshold([_best(photo, shape) for photo in grounds])
    trials = [_best(photograph(one), shape) for one in _trial_prints(pixels, alpha)]
    recall = sum(one >= threshold for one in trials) / len(trials)
    findable = recall >= LEAST_RECALL
    reason = None if findable else _refusal(recall, len(trials))
    return Calibration(threshold, round(recall, 4), len(trials), findable, reason, way())


def way() -> str:
    """Names how thresholds are measured; one holds for this way of looking alone."""
    return f"{MAKER} {backgrounds.VERSION}"


def _threshold(chance: list[float]) -> float:
    mean, spread = float(np.mean(chance)), float(np.std(chance))
    scale = spread * math.sqrt(6) / math.pi
    start = mean - 0.57722 * scale
    tail = start - scale * math.log(-math.log1p(-FALSE_SHARE))
    return round(max(tail, *chance), 4)


def _best(photo: Photograph, shape: MarkShape) -> float:
    found = find_mark(photo, shape)
    return UNSEEN if found is None else max(UNSEEN, found.agreement)


@cache
def _laid_out() -> tuple[Photograph, ...]:
    return tuple(photograph(one) for one in backgrounds.backgrounds())


def _trial_prints(pixels: Pixels, alpha: NDArray[np.uint8] | None) -> list[Pixels]:
    colours, cover = cut_out(pixels, alpha)
    chance = default_rng(7)
    grounds = list(backgrounds.backgrounds())
    prints = []
    for width in WIDTHS:
        for colour in COLOURS:
            ground = grounds[int(chance.integers(0, len(grounds)))].copy()
            prints.append(_printed(ground, colours, cover, width, colour, chance))
    return prints


def _printed(
    ground: Pixels,
    colours: Pixels,
    cover: NDArray[np.uint8],
    width: float,
    colour: str,
    chance: Generator,
) -> Pixels:
    """The mark printed on a background, saved once as a marketplace would."""
    scale = width * max(ground.shape[:2]) / max(cover.shape)
    size = tuple(max(1, round(side * scale)) for side in (cover.shape[1], cover.shape[0]))
    tones = cv2.resize(colours, size, interpolation=cv2.INTER_AREA)
    mask = cv2.resize(cover, size, interpolation=cv2.INTER_AREA)[:, :, None] / 255
    if colour != "own":
        tones = np.full_like(tones, 255 if colour == "white" else 0)
    top = int(chance.integers(0, ground.shape[0] - size[1]))
    left = int(chance.integers(0, ground.shape[1] - size[0]))
    place = ground[top : top + size[1], left : left + size[0]]
    place[:] = np.round(tones * mask + place * (1 - mask)).astype(np.uint8)
    _, saved = cv2.imencode(".jpg", ground, [cv2.IMWRITE_JPEG_QUALITY, 75])
    return np.asarray(cv2.imdecode(saved, cv2.IMREAD_COLOR), dtype=np.uint8)


def _refusal(recall: float, trials: int) -> Sentence:
    found = round(recall * trials)
    return Sentence(
        zh=f"图形过于简单或细碎：{trials} 张试印中只有 {found} 张能与无关图片区分，不自动查找。",
        en=f"The mark is too plain or too fine: only {found} of {trials} trial prints can be told "
        "from pictures without it. It is not looked for by itself.",
        ja=f"図形が単純または細かすぎます。試し刷り {trials} 枚のうち {found} 枚しか無関係な画像と"
        "区別できないため、自動では探しません。",
    )

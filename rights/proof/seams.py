"""Seams: whether a listing's picture goes on past the original's edge, or only frames it.

A listing that lays our picture in a frame or a collage reaches beyond it too, and that speaks for
nobody. A larger scene goes on without a seam: across the original's edge the picture changes no
more than it does a little further in and out.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from itertools import pairwise

from PIL import Image, ImageFilter, ImageOps

from domain.agreement import Agreement, Point
from rights.proof.registration import inverse, moved

STEPS = 96
"""Places along each side of the original at which the listing's picture is read."""

LEAST_SEEN = 0.3
"""Share of a side beyond which the listing must show something, before anything is said of it."""

OUT = 18
"""Pixels of the listing to which it is read on either side of the edge, every third of them."""

NEAR = 9
"""Pixels by which the edge may lie elsewhere than told: a seam is looked for within them."""

SEAM = 3.0
"""A step so many times the usual one, at half of the places, is a seam."""

LEAST_STEP = 4.0
"""Grey levels below which a step is none."""

FLAT = 1.0
"""Grey levels: a ground whose steps stay below it is one colour, as a frame's is."""


def goes_on(listing: Image.Image, agreement: Agreement) -> bool | None:
    """Whether the scene goes on beyond the original in the listing's picture.

    Returns:
        None where the listing shows nothing beyond the original's edge.
    """
    if agreement.reference_size is None:
        return None
    flat = ImageOps.mirror(listing) if agreement.mirrored else listing
    grey = ImageOps.grayscale(flat).filter(ImageFilter.GaussianBlur(1))
    told = [one for side in range(4) if (one := _side(grey, agreement, side)) is not None]
    return any(told) if told else None


def _side(grey: Image.Image, agreement: Agreement, side: int) -> bool | None:
    """Whether the scene goes on past one side; None where too little of that is seen."""
    rows: list[list[float]] = []
    for place, outward in _places(agreement, side):
        line = [
            (place[0] + at * outward[0], place[1] + at * outward[1])
            for at in range(-OUT, OUT + 1, 3)
        ]
        if _inside(grey, place) and _inside(grey, line[-1]):
            levels = [_level(grey, one) for one in line]
            rows.append([abs(one - two) for one, two in pairwise(levels)])
    if len(rows) < STEPS * LEAST_SEEN:
        return None
    steps: list[float] = [statistics.median(one) for one in zip(*rows, strict=True)]
    edge, near = len(steps) // 2, NEAR // 3
    within, without = steps[: edge - near], steps[edge + near :]
    if statistics.median(without) < FLAT:
        return False
    usual = statistics.median(within + without)
    return max(steps[edge - near : edge + near]) < max(LEAST_STEP, SEAM * usual)


def _places(agreement: Agreement, side: int) -> Iterator[tuple[Point, Point]]:
    """Places on a side of the original, in the listing's pixels, with the way out."""
    assert agreement.reference_size is not None  # noqa: S101 - asked before
    width, height = agreement.reference_size
    corners = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
    start, end = corners[side], corners[(side + 1) % 4]
    back = inverse(agreement.transform)
    middle = moved(back, (width / 2, height / 2))
    for step in range(1, STEPS):
        part = step / STEPS
        place = moved(
            back,
            (start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])),
        )
        ahead = moved(
            back,
            (
                start[0] + (part + 0.01) * (end[0] - start[0]),
                start[1] + (part + 0.01) * (end[1] - start[1]),
            ),
        )
        along = (ahead[0] - place[0], ahead[1] - place[1])
        length = (along[0] ** 2 + along[1] ** 2) ** 0.5 or 1.0
        out = (along[1] / length, -along[0] / length)
        # away from the middle, whichever way the corners run
        if (place[0] - middle[0]) * out[0] + (place[1] - middle[1]) * out[1] < 0:
            out = (-out[0], -out[1])
        yield place, out


def _inside(image: Image.Image, point: Point) -> bool:
    return 1 <= point[0] < image.width - 1 and 1 <= point[1] < image.height - 1


def _level(image: Image.Image, point: Point) -> float:
    x = min(max(round(point[0]), 0), image.width - 1)
    y = min(max(round(point[1]), 0), image.height - 1)
    value = image.getpixel((x, y))
    return float(value) if isinstance(value, int | float) else 0.0

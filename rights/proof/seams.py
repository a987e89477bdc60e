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

REACH = 0.03
"""Share of a side that must be seen beyond the edge before anything is said of it."""

APART = (-9.0, -6.0, -3.0, 3.0, 6.0, 9.0)
"""Pixels of the listing from the edge, inwards and outwards; the edge lies in the middle."""

SEAM = 3.0
"""A step across the edge so many times the usual one, at half of the places, is a seam."""

LEAST_STEP = 4.0
"""Grey levels below which a step across the edge is none."""


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
    across, usual, seen = [], [], 0
    for place, outward in _places(agreement, side):
        far = (place[0] + 12 * outward[0], place[1] + 12 * outward[1])
        if not (_inside(grey, place) and _inside(grey, far)):
            continue
        levels = [
            _level(grey, (place[0] + step * outward[0], place[1] + step * outward[1]))
            for step in APART
        ]
        steps = [abs(one - two) for one, two in pairwise(levels)]
        across.append(steps[2])
        usual += [steps[0], steps[1], steps[3], steps[4]]
        seen += 1
    if seen < STEPS * 10 * REACH:
        return None
    step = statistics.median(across)
    limit = max(LEAST_STEP, SEAM * statistics.median(usual))
    outside_is_flat = statistics.pstdev(usual) < 1e-6 and step < LEAST_STEP
    return step < limit and not outside_is_flat


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

"""Registration: where a listing's picture lies in the original, in pixels of both files."""

from __future__ import annotations

import math
from collections.abc import Sequence

from domain.agreement import Agreement, Point
from domain.placements import Placement

FINDINGS = {"same_picture": "same", "same_artwork": "artwork", "same_scene": "scene"}
Matrix = tuple[float, ...]
"""3×3, row by row."""


def agreement_of(placement: Placement) -> Agreement:
    """The placement of a comparison, told from the listing's side and in pixels.

    Share and ratio are computed here from the transform alone, so that whoever has the transform
    and the sizes of both files gets the same numbers.

    Raises:
        ValueError: The matrix has no inverse: a placement that no comparison makes.
    """
    (width, height), (own_width, own_height) = placement.listing_size, placement.reference_size
    to_unit = (1 / width, 0.0, 0.0, 0.0, 1 / height, 0.0, 0.0, 0.0, 1.0)
    to_pixels = (own_width, 0.0, 0.0, 0.0, own_height, 0.0, 0.0, 0.0, 1.0)
    flip = (-1.0, 0.0, float(width), 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    transform = product(product(to_pixels, inverse(placement.matrix)), to_unit)
    if placement.mirrored:
        transform = product(transform, flip)
    transform = tuple(round(value / transform[8], 9) for value in transform)
    frame = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
    outline = tuple(moved(transform, point) for point in frame)
    shown = area(clipped(outline, own_width, own_height))
    return Agreement(
        reference=placement.reference_picture,
        query=placement.listing_picture,
        reference_size=placement.reference_size,
        query_size=placement.listing_size,
        finding=FINDINGS.get(placement.finding, placement.finding),
        outline=tuple((round(x, 2), round(y, 2)) for x, y in outline),
        transform=transform,
        mirrored=placement.mirrored,
        scale=placement.scale,
        turn_degrees=placement.turn_degrees,
        inliers=placement.inlier_count,
        agreeing=placement.share,
        share_shown=round(min(1.0, shown / (own_width * own_height)), 4),
        owner_pixel_ratio=round(area(outline) / (width * height), 4),
        versions=placement.versions,
        thresholds=placement.thresholds,
    )


def product(left: Matrix, right: Matrix) -> Matrix:
    """Two 3×3 matrices multiplied."""
    return tuple(
        sum(left[3 * row + step] * right[3 * step + column] for step in range(3))
        for row in range(3)
        for column in range(3)
    )


def inverse(matrix: Sequence[float]) -> Matrix:
    """The inverse of a 3×3 matrix, by its adjugate.

    Raises:
        ValueError: It has none.
    """
    a, b, c, d, e, f, g, h, i = matrix
    whole = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    if not math.isfinite(whole) or abs(whole) < 1e-15:
        raise ValueError("The matrix has no inverse.")
    turned = (
        *(e * i - f * h, c * h - b * i, b * f - c * e),
        *(f * g - d * i, a * i - c * g, c * d - a * f),
        *(d * h - e * g, b * g - a * h, a * e - b * d),
    )
    return tuple(value / whole for value in turned)


def moved(matrix: Sequence[float], point: Point) -> Point:
    """A point through a matrix."""
    x, y = point
    depth = matrix[6] * x + matrix[7] * y + matrix[8] or 1e-12
    return (
        (matrix[0] * x + matrix[1] * y + matrix[2]) / depth,
        (matrix[3] * x + matrix[4] * y + matrix[5]) / depth,
    )


def area(points: Sequence[Point]) -> float:
    """The area of a polygon (shoelace formula), whichever way round it runs."""
    pairs = zip(points, [*points[1:], *points[:1]], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


def clipped(points: Sequence[Point], width: float, height: float) -> list[Point]:
    """The part of a convex polygon inside a rectangle from the origin (Sutherland–Hodgman)."""
    kept = list(points)
    for axis, limit, sign in ((0, 0.0, 1), (0, width, -1), (1, 0.0, 1), (1, height, -1)):
        kept = _cut(kept, axis, limit, sign)
    return kept


def _cut(points: list[Point], axis: int, limit: float, sign: int) -> list[Point]:
    kept: list[Point] = []
    for start, end in zip([*points[-1:], *points[:-1]], points, strict=True):
        before, after = sign * (start[axis] - limit), sign * (end[axis] - limit)
        if before * after < 0:
            part = before / (before - after)
            kept.append(
                (
                    start[0] + part * (end[0] - start[0]),
                    start[1] + part * (end[1] - start[1]),
                )
            )
        if after >= 0:
            kept.append(end)
    return kept

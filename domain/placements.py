"""Where a reference lies in a listing's picture: what a sheet of evidence is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.digests import Sha256

Numbers = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """A reference found in a listing's picture, in numbers that can be computed again.

    `score` is how sure the comparison is, 0 to 1. `matrix` holds nine numbers, row by row: from
    unit coordinates of the reference (0 to 1 both ways) to unit coordinates of the listing's
    picture. `inliers` are points that agree, each as x, y of the reference and x, y of the
    listing, in the same units. Sizes are width and height of the files. `share` is agreeing
    blocks of all that say something, `shown` the share of the reference's area inside the
    listing's picture, `scale` pixels of the listing for one of the reference, `turn_degrees`
    clockwise, `pixel_ratio` the owner's pixels for each of the listing.
    """

    finding: str
    score: float
    stage: str
    listing_picture: Sha256
    reference_picture: Sha256
    listing_size: tuple[int, int]
    reference_size: tuple[int, int]
    matrix: Numbers
    inliers: tuple[Numbers, ...]
    inlier_count: int
    share: float
    shown: float
    scale: float
    turn_degrees: float
    mirrored: bool
    pixel_ratio: float
    thresholds: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    sheet: Sha256 | None = None


@dataclass(frozen=True, slots=True)
class PictureLook:
    """What a listing's picture was found to show, beside all references up to a number."""

    looked_to: int
    placements: tuple[Placement, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownMark:
    """A figurative mark in a picture: how well its edges agree, its own threshold, its corners."""

    mark_picture: Sha256
    agreement: float
    threshold: float
    corners: tuple[Numbers, ...]
    stage: str


Point = tuple[float, float]
Box = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""

SHEET_PANEL, SHEET_GAP, SHEET_MARGIN = 640, 24, 28
"""How a sheet of evidence is laid out: four panels, two by two (version 1 of the sheet)."""


def projected(matrix: Numbers, point: Point) -> Point:
    """Where a point comes to lie, by nine numbers row by row."""
    x, y = point
    a, b, c, d, e, f, g, h, i = matrix
    depth = g * x + h * y + i
    # a point at infinity has no place; what draws it cuts it off
    depth = depth if abs(depth) > 1e-12 else 1e-12
    return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth


def inverse(matrix: Numbers) -> Numbers:
    """The matrix that leads back (its adjugate over its determinant).

    Raises:
        ValueError: There is no way back.
    """
    a, b, c, d, e, f, g, h, i = matrix
    adjugate = (
        e * i - f * h, c * h - b * i, b * f - c * e,
        f * g - d * i, a * i - c * g, c * d - a * f,
        d * h - e * g, b * g - a * h, a * e - b * d,
    )  # fmt: skip
    determinant = a * adjugate[0] + b * adjugate[3] + c * adjugate[6]
    if abs(determinant) < 1e-15:
        raise ValueError("This matrix has no inverse.")
    return tuple(one / determinant for one in adjugate)


def overlay_box(placement: Placement) -> Box:
    """Where on its sheet the listing's picture is laid over the reference."""
    width, height = _panel(placement.reference_size)
    return SHEET_MARGIN, _second_row(placement), width, height


def map_box(placement: Placement) -> Box:
    """Where on its sheet the map of agreeing and differing blocks is."""
    width, height = _panel(placement.reference_size)
    left = SHEET_MARGIN + SHEET_PANEL + SHEET_GAP
    return left, _second_row(placement), width, height


def _second_row(placement: Placement) -> int:
    heights = (_panel(placement.reference_size)[1], _panel(placement.listing_size)[1])
    return SHEET_MARGIN + max(heights) + SHEET_GAP


def _panel(size: tuple[int, int]) -> tuple[int, int]:
    width, height = size
    scale = SHEET_PANEL / max(width, height)
    return max(1, round(width * scale)), max(1, round(height * scale))

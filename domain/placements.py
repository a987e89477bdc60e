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

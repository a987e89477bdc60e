"""Agreements: a listing's picture laid on the original, as geometry that anybody can recompute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.digests import Sha256

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Where a listing's picture lies in the original.

    `transform` takes a point of the listing's picture (pixels, x right, y down; after mirroring
    where `mirrored`) to the original: 3×3, row by row. `outline` holds the listing's corners in
    the original. `share_shown` is the part of the original that the listing shows, 0..1;
    `owner_pixel_ratio` how many pixels the original has for each of the listing's, over the same
    scene. `goes_on` says whether the listing's picture shows more of the same scene past the
    original's edge (a frame or a collage does not); None where nobody looked. `agreeing` is the
    part of the blocks that can be compared which agree, 0..1; sizes are width and height, upright.
    """

    reference: Sha256
    query: Sha256
    finding: str
    outline: tuple[Point, ...]
    transform: tuple[float, ...]
    mirrored: bool
    scale: float
    turn_degrees: float
    inliers: int
    share_shown: float
    owner_pixel_ratio: float
    goes_on: bool | None = None
    agreeing: float | None = None
    reference_size: tuple[int, int] | None = None
    query_size: tuple[int, int] | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)

    @property
    def original_is_larger(self) -> bool:
        """Whether the original holds more of the scene, or the same scene in more pixels."""
        return self.share_shown < 0.99 or self.owner_pixel_ratio > 1.1

    @property
    def original_is_smaller(self) -> bool:
        """Whether the listing's picture holds more than the 'original': a fact against us.

        Either it reaches beyond the original's edge, or it shows the scene in more pixels.
        """
        return self.owner_pixel_ratio < 0.9

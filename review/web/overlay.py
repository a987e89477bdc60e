"""Two pictures tied by where one lies in the other: what the page draws, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from domain.digests import Sha256
from domain.placements import Box, Placement, inverse, map_box, overlay_box, projected

CORNERS = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
FAR = 3.0
"""Pictures beyond its own size to which an outline is drawn."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What a page needs to lay the listing's picture and ours side by side and over each other.

    Sizes and outlines are in pixels of each picture; `matrix` goes from unit coordinates of ours
    to those of the listing's picture, nine numbers row by row. `back` is its inverse. Boxes are
    parts of the sheet of evidence: the listing laid over ours, and where both agree and differ.
    """

    placement: Placement
    ours: Sha256
    theirs: Sha256
    ours_size: tuple[int, int]
    theirs_size: tuple[int, int]
    ours_outline: str
    theirs_outline: str
    matrix: str
    back: str
    map_box: Box | None
    overlay_box: Box | None


def overlay_of(placement: Placement) -> Overlay:
    """What is drawn of this placement."""
    back = inverse(placement.matrix)
    drawn = placement.sheet is not None and placement.versions.get("sheet") == "1"
    return Overlay(
        placement=placement,
        ours=placement.reference_picture,
        theirs=placement.listing_picture,
        ours_size=placement.reference_size,
        theirs_size=placement.listing_size,
        ours_outline=_outline(back, placement.reference_size),
        theirs_outline=_outline(placement.matrix, placement.listing_size),
        matrix=_numbers(placement.matrix),
        back=_numbers(back),
        map_box=map_box(placement) if drawn else None,
        overlay_box=overlay_box(placement) if drawn else None,
    )


def _outline(matrix: tuple[float, ...], size: tuple[int, int]) -> str:
    """The other picture's corners in this one, cut off where they go far beyond it."""
    points = [projected(matrix, corner) for corner in CORNERS]
    return " ".join(
        f"{min(max(x, -FAR), FAR) * size[0]:.1f},{min(max(y, -FAR), FAR) * size[1]:.1f}"
        for x, y in points
    )


def _numbers(matrix: tuple[float, ...]) -> str:
    return " ".join(f"{one:.9g}" for one in matrix)

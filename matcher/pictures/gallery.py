"""The border to the comparison of pictures: what the stage asks, and what it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from domain.digests import Sha256
from domain.placements import Numbers, Placement
from matcher.pictures.geometry import Matrix, Pixels, agreement_map, pose_of
from matcher.pictures.opening import Opened
from matcher.pictures.placing import VERSIONS, spread, thresholds


@dataclass(frozen=True, slots=True)
class Found:
    """A reference found in a picture: what was found, how sure, and where it lies.

    `matrix` leads from unit coordinates of the reference to unit coordinates of the picture;
    `inliers` are points that agree: x, y of the reference, x, y of the picture.
    """

    reference: Sha256
    finding: str
    score: float
    stage: str
    matrix: Matrix
    inliers: tuple[Numbers, ...]


class Gallery(Protocol):
    """References laid out for the search; pictures are height x width x 3, blue first."""

    maker: str
    """Names the way features are made and compared; kept beside whatever came of it."""

    def describe(self, pixels: Pixels, *, reference: bool = False) -> bytes:
        """The features of a picture, as they are kept; a reference's take less room."""

    def names(self) -> set[Sha256]:
        """The references that are looked for."""

    def add(self, reference: Sha256, features: bytes) -> None:
        """Look for this reference too, from now on."""

    def remove(self, reference: Sha256) -> None:
        """Look for this reference no more."""

    def settle(self) -> None:
        """Everything has been added and removed: keep what is worth keeping for the next night."""

    def find(self, pixels: Pixels, features: bytes) -> list[Found]:
        """The references that this picture shows, best first."""


def placement_of(
    found: Found, listing: tuple[Sha256, Opened], reference: Opened, maker: str
) -> Placement:
    """What was found, with everything its sheet needs, measured on the two pictures.

    Raises:
        ValueError: One of the pictures has no pixels: a programming error, for it was compared.
    """
    digest, seen = listing
    if seen.pixels is None or reference.pixels is None:
        raise ValueError("A picture without pixels cannot have been found.")
    sizes = _size(seen), _size(reference)
    matrix = np.round(found.matrix / found.matrix[2, 2], 9)
    pose = pose_of(matrix, *sizes)
    return Placement(
        finding=found.finding,
        score=round(found.score, 4),
        stage=found.stage,
        listing_picture=digest,
        reference_picture=found.reference,
        listing_size=sizes[0],
        reference_size=sizes[1],
        matrix=tuple(float(one) for one in matrix.ravel()),
        inliers=spread(found.inliers),
        inlier_count=len(found.inliers),
        share=agreement_map(seen.pixels, reference.pixels, matrix).share,
        shown=pose.shown,
        scale=pose.scale,
        turn_degrees=pose.turn_degrees,
        mirrored=pose.mirrored,
        pixel_ratio=pose.pixel_ratio,
        thresholds=thresholds(),
        versions={**VERSIONS, "comparison": maker},
    )


def _size(opened: Opened) -> tuple[int, int]:
    return opened.width or 1, opened.height or 1

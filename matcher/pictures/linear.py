"""The plain comparison of pictures: every reference in turn, by local features and geometry."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.digests import Sha256
from matcher.pictures.gallery import Found, PixelsOf
from matcher.pictures.geometry import Matrix, Pixels, agreement_map, projected, unit_corners

SIDE, KEYPOINTS = 640, 500
RATIO, LEAST_INLIERS, REACH_PIXELS = 0.85, 8, 4.0
SAME_PICTURE, SAME_ARTWORK = 0.65, 0.30
"""Shares of agreeing blocks from which it is the same picture, or the same artwork."""

FEW_INLIERS, MANY_INLIERS = 10, 20
MOST_STRETCHED, SHORTEST_SIDE = 3.3, 24.0
COUNT = struct.Struct("<I")

Points = NDArray[np.float32]
Descriptors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Features:
    """Points in unit coordinates, and what surrounds each as a row of length one."""

    points: Points
    descriptors: Descriptors


class LinearGallery:
    """References compared one by one: slow, exact, and what a clever index is held to."""

    maker = "rootsift-linear/1"

    def __init__(self) -> None:
        self._references: dict[Sha256, Features] = {}

    def describe(self, pixels: Pixels) -> bytes:
        """Keypoints in unit coordinates with RootSIFT descriptors of a byte a number."""
        grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
        scale = min(1.0, SIDE / max(grey.shape))
        small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        sift = cv2.SIFT.create(nfeatures=KEYPOINTS, contrastThreshold=0.02, edgeThreshold=12)
        found, descriptors = sift.detectAndCompute(small, None)
        if descriptors is None or not len(found):
            return COUNT.pack(0)
        size = np.array([small.shape[1], small.shape[0]], dtype=np.float32)
        points = (np.array([one.pt for one in found], dtype=np.float32) + 0.5) / size
        rooted = np.sqrt(descriptors / np.maximum(descriptors.sum(axis=1, keepdims=True), 1e-9))
        packed = np.clip(np.round(rooted * 512), 0, 255).astype(np.uint8)
        return b"".join((COUNT.pack(len(points)), points.tobytes(), packed.tobytes()))

    def add(self, reference: Sha256, features: bytes) -> None:
        """Look for this reference too, from now on."""
        self._references[reference] = read_features(features)

    def remove(self, reference: Sha256) -> None:
        """Look for this reference no more."""
        self._references.pop(reference, None)

    def find(self, pixels: Pixels, features: bytes, pixels_of: PixelsOf) -> list[Found]:
        """The references that this picture shows, best first."""
        seen, size = read_features(features), (pixels.shape[1], pixels.shape[0])
        found = []
        for reference in sorted(self._references):
            lies = placed(self._references[reference], seen, size)
            own = pixels_of(reference) if lies is not None else None
            if lies is None or own is None:
                continue
            told = judged(reference, *lies, agreement_map(pixels, own, lies[0]).share)
            found += [told] if told else []
        return sorted(found, key=lambda one: (-one.score, one.reference))


def judged(
    reference: Sha256, matrix: Matrix, inliers: NDArray[np.float64], share: float
) -> Found | None:
    """The finding by the share of agreeing blocks; None where it is none at all."""
    if share >= SAME_PICTURE:
        finding = "same_picture"
    elif share >= SAME_ARTWORK and len(inliers) >= FEW_INLIERS:
        finding = "same_artwork"
    elif len(inliers) >= MANY_INLIERS:
        finding = "same_scene"
    else:
        return None
    pairs = tuple(tuple(float(one) for one in pair) for pair in inliers)
    return Found(reference, finding, max(share, 0.5), "features", matrix, pairs)


def placed(
    own: Features, seen: Features, size: tuple[int, int]
) -> tuple[Matrix, NDArray[np.float64]] | None:
    """Where the reference lies in the picture, mirrored or not, with the points that agree."""
    best: tuple[Matrix, NDArray[np.float64]] | None = None
    for mirrored in (False, True):
        lies = _homography(own, seen, size, mirrored=mirrored)
        if lies is not None and (best is None or len(lies[1]) > len(best[1])):
            best = lies
    return best


def _homography(
    own: Features, seen: Features, size: tuple[int, int], *, mirrored: bool
) -> tuple[Matrix, NDArray[np.float64]] | None:
    """The matrix and its inliers; a reflection is found by negating x first."""
    theirs = seen.descriptors[:, MIRROR] if mirrored else seen.descriptors
    pairs = _pairs(own.descriptors, theirs)
    if len(pairs) < LEAST_INLIERS:
        return None
    width, height = size
    flip = np.array([-1.0 if mirrored else 1.0, 1.0])
    source = own.points[pairs[:, 0]] * flip * SIDE
    target = seen.points[pairs[:, 1]] * np.array([width, height])
    cv2.setRNGSeed(0)
    found, mask = cv2.findHomography(source, target, cv2.USAC_MAGSAC, REACH_PIXELS)
    if found is None or int(mask.sum()) < LEAST_INLIERS:
        return None
    before = np.diag([flip[0] * SIDE, SIDE, 1.0])
    matrix = np.diag([1 / width, 1 / height, 1.0]) @ found @ before
    if not _is_likely(matrix, size):
        return None
    kept = pairs[mask.ravel() > 0]
    return matrix, np.hstack([own.points[kept[:, 0]], seen.points[kept[:, 1]]]).astype(float)


def _pairs(own: Descriptors, theirs: Descriptors) -> NDArray[np.int64]:
    """Pairs that pass the ratio test, each point of the picture used once."""
    if len(own) < 2 or len(theirs) < 2:
        return np.empty((0, 2), dtype=np.int64)
    likeness = own @ theirs.T
    first = likeness.argmax(axis=1)
    rows = np.arange(len(own))
    high = likeness[rows, first].copy()
    likeness[rows, first] = -np.inf
    low = likeness.max(axis=1)
    near = np.sqrt(np.maximum(0, 2 - 2 * high)) < RATIO * np.sqrt(np.maximum(1e-9, 2 - 2 * low))
    order = np.flatnonzero(near)[np.argsort(-high[near], kind="stable")]
    _, once = np.unique(first[order], return_index=True)
    kept = np.sort(order[once])
    return np.column_stack([kept, first[kept]])


def _is_likely(matrix: Matrix, size: tuple[int, int]) -> bool:
    corners = (projected(matrix, unit_corners()) * np.array(size)).astype(np.float32)
    sides = np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1)
    convex = bool(cv2.isContourConvex(corners))
    return (
        convex and sides.min() > SHORTEST_SIDE and sides.max() < MOST_STRETCHED * 4 * sides.min()
    )


def read_features(features: bytes) -> Features:
    """The features as they were kept."""
    (count,) = COUNT.unpack_from(features)
    points = np.frombuffer(features, np.float32, count * 2, COUNT.size).reshape(count, 2)
    start = COUNT.size + count * 8
    packed = np.frombuffer(features, np.uint8, count * 128, start).reshape(count, 128)
    lengths = np.maximum(np.linalg.norm(packed.astype(np.float32), axis=1, keepdims=True), 1e-6)
    return Features(points, packed.astype(np.float32) / lengths)


def _mirror() -> NDArray[np.int64]:
    """Where each number of a descriptor goes when the picture is mirrored about its axis."""
    rows, columns, turns = np.meshgrid(np.arange(4), np.arange(4), np.arange(8), indexing="ij")
    return (((3 - rows) * 4 + columns) * 8 + (8 - turns) % 8).ravel()


MIRROR = _mirror()

"""Figurative marks in photographs: where one may be, and how well its edges lie there.

Edges are those of grey levels: a mark as bright as what it is printed on is not found, whatever
its colour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matcher.pictures.edges import Field, Grey, agreement, agreements, edge_field

MAKER = "mark-edges/1"
"""Names the way marks are looked for; kept with each threshold, which holds for this way alone."""

PHOTO_SIDE = 800
"""Longer side of the photograph in which a mark is looked for."""

COARSE, FINE, PAD = 32, 72, 3
"""Longer side of a mark, in pixels, where it is looked for first and where it is held against."""

SMALLEST, LARGEST, STEP = 0.058, 0.42, 1.13
"""A mark's longer side as a share of the photograph's; sizes between are covered by steps."""

MOST_ENLARGED = 1.5
CANDIDATES = 6
LEAST_COARSE = 0.30
OPAQUE = 128
# grey levels between parts of a mark from which its inner edges count
INNER_CONTRAST = 25.0
SIFT_SIDE, SIFT_INLIERS, SIFT_RATIO = 220, 4, 0.85

Pixels = NDArray[np.uint8]
Place = NDArray[np.float64]
"""2x3: from pixels of the mark at `FINE` to pixels of the photograph at `PHOTO_SIDE`."""


@dataclass(frozen=True, slots=True)
class MarkShape:
    """A mark as it is looked for: renderings at two sizes, and keypoints of the larger ones."""

    coarse: tuple[Field, ...]
    fine: tuple[Field, ...]
    size: tuple[int, int]
    points: NDArray[np.float32]
    descriptors: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class MarkFound:
    """The best place of a mark in a photograph: agreement, corners in the photograph's pixels."""

    agreement: float
    corners: tuple[tuple[float, float], ...]
    stage: str


@dataclass(frozen=True, slots=True)
class Photograph:
    """A photograph laid out for the search: its grey levels, their pyramid, its keypoints."""

    grey: Grey
    scale: float
    levels: tuple[tuple[float, Field], ...]
    points: NDArray[np.float32]
    descriptors: NDArray[np.float32]


def mark_shape(pixels: Pixels, alpha: NDArray[np.uint8] | None) -> MarkShape:
    """The shape of a mark (blue first; transparency beside it where the file has any).

    A mark without transparency is cut from its background, where that has one colour.
    """
    colours, cover = cut_out(pixels, alpha)
    coarse = tuple(edge_field(one) for one in _renderings(colours, cover, COARSE))
    fine_greys = list(_renderings(colours, cover, FINE))
    fine = tuple(edge_field(one) for one in fine_greys)
    points, descriptors = _mark_keypoints(colours, cover)
    height, width = fine_greys[0].shape
    return MarkShape(coarse, fine, (width, height), points, descriptors)


def cut_out(pixels: Pixels, alpha: NDArray[np.uint8] | None) -> tuple[Pixels, Grey]:
    """The mark without its margin, and how much it covers each pixel, from 0 to 255."""
    cover = _cover(pixels) if alpha is None else alpha
    rows, columns = np.nonzero(cover >= OPAQUE)
    if not len(rows):
        return pixels, np.full(pixels.shape[:2], 255, dtype=np.uint8)
    box = (slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1))
    return pixels[box], cover[box]


def photograph(pixels: Pixels) -> Photograph:
    """A photograph (blue first) laid out for any number of marks."""
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    scale = min(1.0, PHOTO_SIDE / max(grey.shape))
    grey = _resized(grey, scale)
    points, descriptors = _keypoints(grey, 1200)
    return Photograph(grey, scale, tuple(_levels(grey)), points, descriptors)


def find_mark(photo: Photograph, shape: MarkShape) -> MarkFound | None:
    """The place where the mark's edges agree best; None where there is not even a candidate.

    Whether the agreement is enough is for the mark's own threshold (`calibration`) to say.
    """
    best: MarkFound | None = None
    for stage, place in (*_by_shape(photo, shape), *_by_keypoints(photo, shape)):
        score, refined = _refined(photo.grey, shape, place)
        if best is None or score > best.agreement:
            best = MarkFound(round(score, 4), _corners(refined, shape.size, photo.scale), stage)
    return best


def _by_shape(photo: Photograph, shape: MarkShape) -> list[tuple[str, Place]]:
    found: list[tuple[float, Place]] = []
    ratio = COARSE / FINE
    for level, field in photo.levels:
        for template in shape.coarse:
            for score, (x, y) in agreements(field, template, 2):
                # the photograph at this level is `level` times its full size
                place = np.array([[ratio, 0, x], [0, ratio, y]], dtype=np.float64) / level
                found.append((score, place))
    found.sort(key=lambda one: -one[0])
    return [("shape", place) for score, place in found[:CANDIDATES] if score >= LEAST_COARSE]


def _by_keypoints(photo: Photograph, shape: MarkShape) -> list[tuple[str, Place]]:
    if len(shape.points) < SIFT_INLIERS or len(photo.points) < 2:
        return []
    likeness = shape.descriptors @ photo.descriptors.T
    order = np.argpartition(-likeness, 1, axis=1)[:, :2]
    pair = np.take_along_axis(likeness, order, axis=1)
    first = np.where(pair[:, 0] >= pair[:, 1], order[:, 0], order[:, 1])
    high, low = pair.max(axis=1), pair.min(axis=1)
    # distances of unit vectors
    kept = np.sqrt(np.maximum(0, 2 - 2 * high)) < SIFT_RATIO * np.sqrt(
        np.maximum(1e-9, 2 - 2 * low)
    )
    if int(kept.sum()) < SIFT_INLIERS:
        return []
    cv2.setRNGSeed(0)
    found, inliers = cv2.estimateAffinePartial2D(
        shape.points[kept],
        photo.points[first[kept]],
        method=cv2.RANSAC,
        ransacReprojThreshold=4.0,
        maxIters=2000,
    )
    if found is None or int(inliers.sum()) < SIFT_INLIERS or not _is_likely(found):
        return []
    return [("keypoints", np.asarray(found, dtype=np.float64))]


def _is_likely(place: Place) -> bool:
    size = float(np.hypot(place[0, 0], place[1, 0])) * FINE / PHOTO_SIDE
    return SMALLEST / 2 <= size <= 1.0


def _refined(grey: Grey, shape: MarkShape, place: Place) -> tuple[float, Place]:
    """The best agreement near a place: a little larger, smaller, turned, or a few pixels off."""
    best, where = -1.0, place
    for turn in (-6.0, 0.0, 6.0):
        for size in (0.92, 0.97, 1.03, 1.08):
            margin = 8
            tried = _varied(place, shape.size, turn, size)
            field = edge_field(_patch(grey, tried, shape.size, margin))
            for template in shape.fine:
                score, (x, y) = agreement(field, template)
                if score > best:
                    best = score
                    where = tried @ np.array([[1, 0, x - margin], [0, 1, y - margin], [0, 0, 1.0]])
    return best, where


def _varied(place: Place, size: tuple[int, int], turn: float, scale: float) -> Place:
    centre = (size[0] / 2, size[1] / 2)
    about = np.vstack([cv2.getRotationMatrix2D(centre, turn, scale), [0, 0, 1]])
    return np.asarray(place @ about, dtype=np.float64)


def _patch(grey: Grey, place: Place, size: tuple[int, int], margin: int) -> Grey:
    shift = np.array([[1, 0, -margin], [0, 1, -margin], [0, 0, 1.0]])
    patch = cv2.warpAffine(
        grey,
        (place @ shift).astype(np.float64),
        (size[0] + 2 * margin, size[1] + 2 * margin),
        flags=cv2.INTER_AREA | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(patch, dtype=np.uint8)


def _corners(place: Place, size: tuple[int, int], scale: float) -> tuple[tuple[float, float], ...]:
    width, height = size
    ends = np.array(
        [
            [PAD, PAD, 1],
            [width - PAD, PAD, 1],
            [width - PAD, height - PAD, 1],
            [PAD, height - PAD, 1],
        ]
    )
    return tuple((round(float(x), 1), round(float(y), 1)) for x, y in (ends @ place.T) / scale)


def _levels(grey: Grey) -> Iterator[tuple[float, Field]]:
    share = SMALLEST
    while share <= LARGEST:
        level = COARSE / (share * max(grey.shape))
        if level <= MOST_ENLARGED:
            yield level, edge_field(_resized(grey, level))
        share *= STEP


def _renderings(colours: Pixels, cover: Grey, side: int) -> Iterator[NDArray[np.float32]]:
    """The silhouette; and, where the mark has inner edges, its tones on white and on black."""
    small, mask = _shrunk(colours, cover, side)
    yield mask * 255
    tones = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), dtype=np.float32)
    if float(tones[mask > 0.5].std() if (mask > 0.5).any() else 0.0) > INNER_CONTRAST:
        for ground in (255.0, 0.0):
            yield tones * mask + ground * (1 - mask)


def _shrunk(colours: Pixels, cover: Grey, side: int) -> tuple[Pixels, NDArray[np.float32]]:
    scale = side / max(cover.shape)
    small = np.pad(_resized(colours, scale), ((PAD, PAD), (PAD, PAD), (0, 0)))
    mask = np.pad(_resized(cover, scale).astype(np.float32) / np.float32(255), PAD)
    return small, mask


def _mark_keypoints(
    colours: Pixels, cover: Grey
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Keypoints of every rendering, in pixels of the mark at `FINE`."""
    found: list[tuple[NDArray[np.float32], NDArray[np.float32]]] = []
    for grey in _renderings(colours, cover, SIFT_SIDE):
        for side in (grey, 255 - grey):
            room = 20
            framed = np.pad(side, room, mode="edge").astype(np.uint8)
            points, descriptors = _keypoints(framed, 150)
            found.append(((points - room - PAD) * (FINE / SIFT_SIDE) + PAD, descriptors))
    return np.vstack([one for one, _ in found]), np.vstack([one for _, one in found])


def _keypoints(grey: Grey, count: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    sift = cv2.SIFT.create(nfeatures=count, contrastThreshold=0.02, edgeThreshold=12)
    points, descriptors = sift.detectAndCompute(grey, None)
    if descriptors is None or not len(points):
        return np.empty((0, 2), np.float32), np.empty((0, 128), np.float32)
    sums = np.abs(descriptors).sum(axis=1, keepdims=True)
    rooted = np.sqrt(descriptors / np.maximum(sums, 1e-9)).astype(np.float32)
    return np.array([one.pt for one in points], dtype=np.float32), rooted


def _cover(pixels: Pixels) -> Grey:
    """What is not background, where the border has one colour; everything, where it has not."""
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]]).astype(np.int16)
    ground = np.median(border, axis=0)
    if float((np.abs(border - ground).max(axis=1) > 24).mean()) > 0.05:
        return np.full(pixels.shape[:2], 255, dtype=np.uint8)
    apart = np.abs(pixels.astype(np.int16) - ground).max(axis=2)
    return np.asarray(np.clip(apart * 4, 0, 255), dtype=np.uint8)


def _resized(picture: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    if scale == 1:
        return picture
    height, width = picture.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, size, interpolation=way), dtype=np.uint8)

"""What is kept of a picture to find it again: prints, coded points and a small grey frame."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from matcher.pictures.agreeing import shades_of
from matcher.pictures.codes import (
    CODE_BYTES,
    coded,
    decoded,
    mirrored_numbers,
    projected_descriptors,
)
from matcher.pictures.composites import Piece
from matcher.pictures.geometry import FRAME, Pixels
from matcher.pictures.keypoints import Keypoints, joined, keypoints_of
from matcher.pictures.pdq import TURNS
from matcher.pictures.printed import Printed, prints_of, read_printed
from matcher.pictures.tints import SIDE, Tints, tints_of

LISTING_SIDE, LISTING_POINTS = 480, 680
"""Longer side at which the points of a listing's picture are taken, and how many."""

FINE_SIDE, FINE_POINTS = 512, 190
COARSE_SIDE, COARSE_POINTS = 224, 95
"""The same for a reference: fine points, and those that outlive a small copy."""

FRAME_SAVED = (cv2.IMWRITE_JPEG_QUALITY, 55, cv2.IMWRITE_JPEG_OPTIMIZE, 1)

SHADES = 64
"""Steps of a bit in which shades are kept."""

HEAD = struct.Struct("<HHHHBBB")

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Described:
    """A picture as it is compared.

    `size` is width and height of the pixels; `prints` are in eight turns, those of a reference,
    which is looked up unturned, in one. `points` are in unit coordinates, `angles` in degrees,
    `sizes` base-two logarithms of shares of the longer side, `numbers` the 64 of each point.
    `shown` is the picture as a small grey square, packed; `tints` are its colours, `shades` how
    many bits of grey it has where it is not plain.
    """

    size: tuple[int, int]
    prints: tuple[Printed, ...]
    points: Floats
    angles: Floats
    sizes: Floats
    numbers: Floats
    shown: bytes
    tints: Tints
    shades: float

    @property
    def frame(self) -> Bytes:
        """The picture as a small grey square; unpacked at each call."""
        packed = np.frombuffer(self.shown, dtype=np.uint8)
        return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


def described(pixels: Pixels, *, reference: bool = False) -> bytes:
    """The features of a picture; a reference has fewer points, and some at a coarser scale."""
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    if not reference:
        keypoints = keypoints_of(grey, LISTING_SIDE, LISTING_POINTS)
        return packed(pixels, grey, keypoints, prints_of(pixels, TURNS, square=False))
    fine = keypoints_of(grey, FINE_SIDE, FINE_POINTS)
    coarse = keypoints_of(grey, COARSE_SIDE, COARSE_POINTS)
    return packed(pixels, grey, joined([fine, coarse]), prints_of(pixels, 1, square=True))


def packed(
    pixels: Pixels, grey: Bytes, keypoints: Keypoints, prints: tuple[Printed, ...]
) -> bytes:
    """The features as they are kept."""
    height, width = grey.shape
    frame = cv2.resize(grey, (FRAME, FRAME), interpolation=cv2.INTER_AREA)
    shown = cv2.imencode(".jpg", frame, FRAME_SAVED)[1]
    count, turns = len(keypoints.points), len(prints[0].codes)
    shades = round(shades_of(np.asarray(frame, dtype=np.uint8)) * SHADES)
    head = HEAD.pack(width, height, count, len(shown), turns, len(prints), shades)
    head += b"".join(one.packed() for one in prints)
    parts = (
        np.round(np.clip(keypoints.points, 0, 1) * 65535).astype("<u2"),
        np.round(keypoints.angles * 256 / 360).astype(np.int64).astype(np.uint8),
        np.clip(np.round(keypoints.sizes * 16 + 160), 0, 255).astype(np.uint8),
        coded(projected_descriptors(keypoints.descriptors)),
        shown,
        tints_of(pixels),
    )
    return head + b"".join(one.tobytes() for one in parts)


def read_described(features: bytes) -> Described:
    """The features as they were kept.

    Raises:
        ValueError: They are cut short.
    """
    width, height, count, shown, turns, parts, shades = HEAD.unpack_from(features)
    place, prints = HEAD.size, list[Printed]()
    for _ in range(parts):
        one, place = read_printed(features, place, turns)
        prints.append(one)

    def taken(kind: str, *shape: int) -> NDArray[np.generic]:
        nonlocal place
        values = np.frombuffer(features, kind, math.prod(shape), place)
        place += values.nbytes
        return values.reshape(shape)

    points = taken("<u2", count, 2).astype(np.float32) / np.float32(65535)
    angles = taken("u1", count).astype(np.float32) * np.float32(360 / 256)
    sizes = (taken("u1", count).astype(np.float32) - 160) / 16
    numbers = decoded(np.asarray(taken("u1", count, CODE_BYTES), dtype=np.uint8))
    frame = taken("u1", shown).tobytes()
    tints = np.asarray(taken("i1", SIDE, SIDE, 2), dtype=np.int8)
    return Described(
        (width, height),
        tuple(prints),
        points,
        angles,
        np.asarray(sizes, dtype=np.float32),
        numbers,
        frame,
        tints,
        shades / SHADES,
    )


def looked_closer(seen: Described, grey: Bytes, piece: Piece, side: int, count: int) -> Described:
    """The same picture with the points of one piece alone, taken at this longer side."""
    found = keypoints_of(grey[piece.top : piece.bottom, piece.left : piece.right], side, count)
    size = np.array(grey.shape[::-1], dtype=np.float32)
    corner = np.array([piece.left, piece.top], dtype=np.float32)
    points = found.points * np.array([piece.width, piece.height], dtype=np.float32) + corner
    shrunk = np.float32(np.log2(max(piece.width, piece.height) / max(grey.shape)))
    return replace(
        seen,
        points=points / size,
        angles=found.angles,
        sizes=found.sizes + shrunk,
        numbers=projected_descriptors(found.descriptors),
    )


def mirrored(seen: Described) -> Described:
    """The points that the mirrored picture would have."""
    flipped = np.array([1, 0], dtype=np.float32) - seen.points
    return replace(
        seen,
        points=flipped * np.array([1, -1], dtype=np.float32),
        angles=np.asarray((180 - seen.angles) % 360, dtype=np.float32),
        numbers=mirrored_numbers(seen.numbers),
    )

"""Where a reference lies in a picture: points that agree in turn, size and place."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from matcher.pictures.described import Described
from matcher.pictures.geometry import Matrix, projected
from matcher.pictures.postings import each_once

FAR = 0.62
"""Squared distance of two descriptors beyond which points are not paired."""

MOST_PAIRS = 260
TURN_DEGREES, SIZE_STEPS, PLACE = 28.0, 0.75, 0.22
"""How far pairs that agree may lie apart: in turn, in size as a base-two logarithm, and in where
they put the middle of the reference, as a share of its longer side there."""

WEIGHT_FAR = 0.15
"""Squared distance at which a pair counts for about a third of one without any."""

MOST_SETS, LEAST_SEEDS, SETTLED_PAIRS = 2, 4, 30
"""Sets of agreeing pairs that are followed up, pairs that one must have, and pairs in their place
from which no further set is followed up."""

LEAST_INLIERS, ENOUGH_FOR_HOMOGRAPHY = 5, 8
REACH, GROWN_REACH, SLANT = 0.012, 0.025, 3
"""Share of the reference's longer side, where it lies, that a point may be off; and how many times
as much where points are few."""

ELSEWHERE, CLEARLY = 0.04, 0.85
"""Share of a side from which a point lies elsewhere in the reference, and how much nearer
(squared) the right one must be than any there."""

SHORTEST_SIDE, MOST_STRETCHED, GROWINGS = 20.0, 4.0, 2

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lies:
    """The matrix from unit coordinates of the reference to those of the picture, and the pairs.

    `pairs` has a row for each: place of the reference's point, place of the picture's. `clear`
    counts those that no other place of either could stand for.
    """

    matrix: Matrix
    pairs: Ints
    clear: int = 0


def registered(own: Described, seen: Described, seeds: Ints) -> Lies | None:
    """Where the reference lies in a picture that shows it unmirrored; None where it does not.

    `seeds` are pairs of points that agreed when the reference was looked up.
    """
    far = squared_distances(own.numbers, seen.numbers)
    best = _best(own, seen, far, seeds)
    if best is None:
        return None
    return replace(best, clear=clear_pairs(own, far, best.pairs))


def _best(own: Described, seen: Described, far: Floats, seeds: Ints) -> Lies | None:
    """What most pairs agree on: the seeds where they suffice, else all that are alike."""
    pairs = _paired(far)
    weights = np.exp(-far[pairs[:, 0], pairs[:, 1]] / WEIGHT_FAR)
    best = _settled(own, seen, far, seeds) if len(seeds) >= LEAST_SEEDS else None
    if len(pairs) < LEAST_SEEDS or (best is not None and len(best.pairs) >= SETTLED_PAIRS):
        return best
    for one in _agreeing(own, seen, pairs, weights):
        lies = _settled(own, seen, far, one)
        if lies is not None and (best is None or len(lies.pairs) > len(best.pairs)):
            best = lies
    return best


def _settled(own: Described, seen: Described, far: Floats, pairs: Ints) -> Lies | None:
    """The matrix of these pairs, and of those that agree with it, as often as they grow."""
    fitted = _fitted(own, seen, pairs)
    for _ in range(GROWINGS):
        if fitted is None:
            return None
        grown = _grown(own, seen, far, fitted)
        fitted = _fitted(own, seen, grown) if len(grown) >= LEAST_INLIERS else None
    return fitted


def squared_distances(own: Floats, seen: Floats) -> Floats:
    """Squared distances of all numbers (points of the reference x points of the picture)."""
    left, right = (np.einsum("ij,ij->i", one, one) for one in (own, seen))
    return np.asarray(left[:, None] + right - 2 * (own @ seen.T), dtype=np.float32)


def _paired(far: Floats) -> Ints:
    """The nearest of each point on both sides, nearest first, no more than are worth a look."""
    if 0 in far.shape:
        return np.empty((0, 2), dtype=np.int64)
    rows, columns = np.arange(far.shape[0]), np.arange(far.shape[1])
    there = np.column_stack([rows, far.argmin(axis=1)])
    back = np.column_stack([far.argmin(axis=0), columns])
    both = np.unique(np.concatenate([there, back]) @ [far.shape[1], 1])
    pairs = np.column_stack(np.divmod(both, far.shape[1]))
    apart = far[pairs[:, 0], pairs[:, 1]]
    order = np.argsort(apart, kind="stable")[:MOST_PAIRS]
    return np.asarray(pairs[order[apart[order] < FAR]], dtype=np.int64)


def _agreeing(own: Described, seen: Described, pairs: Ints, weights: Floats) -> Iterator[Ints]:
    """Sets of pairs that agree with one of them in turn, size and place, weightiest first.

    No pair is in two of them; a point of either picture is in each set once.
    """
    left, right = pairs.T
    turn = np.radians(seen.angles[right] - own.angles[left])
    size = _lengths(seen, right) - _lengths(own, left)
    scale, facing = np.exp2(size), np.column_stack([np.cos(turn), np.sin(turn)])
    middle = (0.5 - own.points[left]) * np.array(own.size, dtype=np.float32)
    cosine, sine = (facing * scale[:, None]).T
    place = seen.points[right] * np.array(seen.size, dtype=np.float32)
    x = place[:, 0] + cosine * middle[:, 0] - sine * middle[:, 1]
    y = place[:, 1] + sine * middle[:, 0] + cosine * middle[:, 1]
    near = facing @ facing.T > np.float32(np.cos(np.radians(TURN_DEGREES)))
    near &= np.abs(size[:, None] - size) < SIZE_STEPS
    reach = (PLACE * max(own.size) * scale) ** 2
    near &= (x[:, None] - x) ** 2 + (y[:, None] - y) ** 2 < reach[:, None]
    free = np.ones(len(pairs), dtype=bool)
    for _ in range(MOST_SETS):
        row = int(np.where(free, near @ (weights * free), -1).argmax())
        members = np.flatnonzero(near[row] & free)
        free[members] = False
        members = members[np.argsort(-weights[members], kind="stable")]
        for side in (left, right):
            members = members[np.sort(np.unique(side[members], return_index=True)[1])]
        if len(members) >= LEAST_SEEDS:
            yield pairs[np.sort(members)]


def _lengths(one: Described, places: Ints) -> Floats:
    """Base-two logarithms of the diameters of points, in pixels."""
    return np.asarray(one.sizes[places] + np.log2(max(one.size)), dtype=np.float32)


def _fitted(own: Described, seen: Described, pairs: Ints) -> Lies | None:
    """The matrix of these pairs: a homography where they are enough and make a likely one."""
    source = own.points[pairs[:, 0]] * np.array(own.size, dtype=np.float32)
    target = seen.points[pairs[:, 1]] * np.array(seen.size, dtype=np.float32)
    spread = float(np.hypot(*np.ptp(target, axis=0)) / max(np.hypot(*np.ptp(source, axis=0)), 1))
    reach = max(1.5, REACH * max(own.size) * spread)
    to_unit = np.diag([1 / seen.size[0], 1 / seen.size[1], 1.0])
    for found, mask in _matrices(source, target, reach):
        matrix = np.asarray(to_unit @ found @ np.diag([*own.size, 1.0]), dtype=np.float64)
        if int(mask.sum()) >= LEAST_SEEDS and is_likely(matrix, seen.size):
            return Lies(matrix, pairs[mask.ravel() > 0])
    return None


def _matrices(
    source: Floats, target: Floats, reach: float
) -> Iterator[tuple[Matrix, NDArray[np.uint8]]]:
    """A homography; then a turn with a scale, for points too few or too close to tell a slant."""
    cv2.setRNGSeed(0)
    if len(source) >= ENOUGH_FOR_HOMOGRAPHY:
        found, mask = cv2.findHomography(source, target, cv2.USAC_MAGSAC, reach)
        if found is not None:
            yield np.asarray(found, dtype=np.float64), np.asarray(mask, dtype=np.uint8)
    found, mask = cv2.estimateAffinePartial2D(
        source, target, method=cv2.RANSAC, ransacReprojThreshold=SLANT * reach
    )
    if found is not None:
        whole = np.vstack([found, [0, 0, 1]])
        yield np.asarray(whole, dtype=np.float64), np.asarray(mask, dtype=np.uint8)


def _grown(own: Described, seen: Described, far: Floats, lies: Lies) -> Ints:
    """Pairs of each reference point with the most alike point near where it should lie."""
    should = projected(lies.matrix, own.points.astype(np.float64)) * np.array(seen.size)
    should = should.astype(np.float32)
    place = seen.points * np.array(seen.size, dtype=np.float32)
    reach = np.float32(max(3.0, GROWN_REACH * _longer_side(lies.matrix, seen.size)))
    near = far < FAR
    for axis in (0, 1):
        near &= np.abs(should[:, None, axis] - place[:, axis]) < reach
    pairs = np.argwhere(near)
    # likest first: each point of either picture once
    pairs = pairs[np.argsort(far[pairs[:, 0], pairs[:, 1]], kind="stable")]
    pairs = each_once(pairs)
    return np.asarray(pairs[np.argsort(pairs[:, 0])], dtype=np.int64)


def clear_pairs(own: Described, far: Floats, pairs: Ints) -> int:
    """Pairs likelier than any with another place of the reference or point of the picture.

    Patterns that repeat, and the corners of plain figures, are like many and have none (ratio
    test, Lowe 2004, both ways).
    """
    rows, columns = pairs.T
    near = far[rows, columns]
    there = far_elsewhere(own, far[:, columns].copy(), rows)
    seen = far[rows]
    seen[np.arange(len(pairs)), columns] = np.inf
    return int((near < CLEARLY * np.minimum(there, seen.min(axis=1))).sum())


def far_elsewhere(own: Described, far: Floats, places: Ints) -> Floats:
    """How far each point of the picture is from the likest one elsewhere in the reference.

    `far` (points of the reference x some of the picture) is spoilt; `places` says where in the
    reference each of those is thought to lie.
    """
    across, down = own.points.T
    here = np.abs(across[:, None] - across[places]) < ELSEWHERE
    here &= np.abs(down[:, None] - down[places]) < ELSEWHERE
    far[here] = np.inf
    return np.asarray(far.min(axis=0), dtype=np.float32)


def _longer_side(matrix: Matrix, size: tuple[int, int]) -> float:
    return max(_sides(_corners(matrix, size)))


def is_likely(matrix: Matrix, size: tuple[int, int]) -> bool:
    """Whether the outline is one that a picture can have: convex, no sliver, nothing behind us."""
    one, two, three = matrix[2].tolist()
    depths = [three, one + three, one + two + three, two + three]
    if min(depths) <= 0 <= max(depths):
        return False
    depths = [abs(depth) for depth in depths]
    if max(depths) > 6 * min(depths):
        return False
    corners = _corners(matrix, size)
    first, second, third, fourth = _sides(corners)
    opposite = ((first, third), (second, fourth))
    return (
        cv2.isContourConvex(np.array(corners, dtype=np.float32))
        and min(first, second, third, fourth) > SHORTEST_SIDE
        and all(max(pair) < MOST_STRETCHED * max(min(pair), 1e-6) for pair in opposite)
    )


def _corners(matrix: Matrix, size: tuple[int, int]) -> list[tuple[float, float]]:
    """The reference's corners in pixels of the picture; four points are quicker one by one."""
    across, along, depth = matrix.tolist()
    corners = []
    for x, y in ((0, 0), (1, 0), (1, 1), (0, 1)):
        deep = depth[0] * x + depth[1] * y + depth[2]
        deep = deep if abs(deep) >= 1e-9 else 1e-9
        left = (across[0] * x + across[1] * y + across[2]) / deep
        corners.append((left * size[0], (along[0] * x + along[1] * y + along[2]) / deep * size[1]))
    return corners


def _sides(corners: list[tuple[float, float]]) -> list[float]:
    return [math.dist(corners[place - 1], corners[place]) for place in range(4)]

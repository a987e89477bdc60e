"""The inverted index of reference points: which references share points with a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from matcher.pictures.codes import HALF_CELLS, cells_of, half_distances, signatures
from matcher.pictures.described import Described

NEAR_CELLS, PROBES, BUDGET = 10, 32, 96
"""Cells of each half that are combined, combinations that are tried, and points that are looked at
for one point of the picture: what a search costs does not grow with the references."""

NEAR_BITS, BITS_SPREAD = 12, 7.0
"""Bits of 64 in which signatures of one point differ at most, and how fast their weight falls."""

TURNS, WIDE = 12, 0.3
"""Bins of the turn, and the width of a bin of the middle as a share of the reference's side: the
votes of a reference count where they agree in turn, in size by a factor of two, and in place."""

SIZES, PLACES = 64, 256
BINS = TURNS * SIZES * PLACES**2
"""How many bins of the size and of each side of the place are told apart."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sought:
    """A picture as it is looked up: the cells near each point, and its signature."""

    seen: Described
    cells: Ints
    signatures: NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Voted:
    """A reference by its place, the weight of pairs of points that agree, and those pairs."""

    place: int
    votes: float
    pairs: Ints


@dataclass(frozen=True, slots=True)
class Near:
    """Pairs of points that are alike: of the picture, of the index; and the weight of each."""

    point: Ints
    own: Ints
    weight: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Postings:
    """Points of references, by cell; never changed, so that they may lie on disk.

    `starts` says where each cell begins in `order` and `signatures`; `order` names the point.
    By point: `owners`, the reference; `angles` of 256; `ways` to the middle and `diameters` (base
    two), both in sides of the reference. `sides`, in pixels, by reference.
    """

    starts: NDArray[np.int64]
    order: NDArray[np.int32]
    signatures: NDArray[np.uint64]
    owners: NDArray[np.int32]
    angles: NDArray[np.uint8]
    ways: NDArray[np.float16]
    diameters: NDArray[np.float16]
    sides: NDArray[np.float32]

    def voted(self, sought: Sought, count: int) -> list[Voted]:
        """The references that share points with a picture, by the weight of those that agree."""
        near = self._near(sought)
        if not len(near.own):
            return []
        best: dict[int, Voted] = {}
        for keys in self._binned(sought.seen, near):
            bins, votes = _fullest(keys, near.weight)
            for row in np.argsort(-votes, kind="stable")[:count]:
                place, vote = int(bins[row] // BINS), round(float(votes[row]), 4)
                if place not in best or vote > best[place].votes:
                    best[place] = Voted(place, vote, self._pairs(near, keys == bins[row], place))
        return sorted(best.values(), key=lambda one: (-one.votes, one.place))[:count]

    def _binned(self, seen: Described, near: Near) -> Iterator[Ints]:
        """The bin of each pair, in two grids that lie half a bin apart."""
        owners = self.owners[near.own].astype(np.int64)
        turn = (seen.angles[near.point] - self.angles[near.own] * np.float32(360 / 256)) % 360
        side = self.sides[owners]
        steps = seen.sizes[near.point] + np.log2(max(seen.size)) - self._pixels(near.own, side)
        middles = self._middles(seen, near, side * np.exp2(steps), np.radians(turn))
        for shift in (0.0, 0.5):
            turned = np.floor(turn * (TURNS / 360) + shift).astype(np.int64) % TURNS
            sized = np.floor(steps + shift).astype(np.int64)
            width = WIDE * side * np.exp2(sized - shift + 0.5)
            place = np.floor(middles / width[:, None] + shift).astype(np.int64) % PLACES
            keys = (owners * TURNS + turned) * SIZES + sized % SIZES
            yield (keys * PLACES + place[:, 0]) * PLACES + place[:, 1]

    def _pairs(self, near: Near, chosen: NDArray[np.bool_], place: int) -> Ints:
        """Pairs of a point of the reference and one of the picture, likest first, each once."""
        # of the same kind: otherwise all owners are copied to be compared
        first = np.searchsorted(self.owners, self.owners.dtype.type(place))
        order = np.argsort(-near.weight[chosen], kind="stable")
        pairs = np.column_stack([near.own[chosen] - first, near.point[chosen]])[order]
        for side in (0, 1):
            pairs = pairs[np.sort(np.unique(pairs[:, side], return_index=True)[1])]
        return np.asarray(pairs, dtype=np.int64)

    def _pixels(self, own: Ints, side: Floats) -> Floats:
        return np.asarray(self.diameters[own] + np.log2(side), dtype=np.float32)

    def _middles(self, seen: Described, near: Near, scale: Floats, turn: Floats) -> Floats:
        """Where each pair puts the middle of the reference, in pixels of the picture."""
        cosine, sine = np.cos(turn) * scale, np.sin(turn) * scale
        x, y = self.ways[near.own].astype(np.float32).T
        way = np.column_stack([cosine * x - sine * y, sine * x + cosine * y])
        place = seen.points[near.point] * np.array(seen.size, dtype=np.float32)
        return np.asarray(place + way, dtype=np.float32)

    def _near(self, sought: Sought) -> Near:
        cells = sought.cells
        sizes = self.starts[cells + 1] - self.starts[cells]
        before = np.cumsum(sizes, axis=1) - sizes
        sizes = np.clip(BUDGET - before, 0, sizes)
        flat, per_point = sizes.ravel(), sizes.sum(axis=1)
        within = np.arange(int(flat.sum())) - np.repeat(np.cumsum(flat) - flat, flat)
        place = np.repeat(self.starts[cells].ravel(), flat) + within
        point = np.repeat(np.arange(len(cells)), per_point)
        bits = np.bitwise_count(self.signatures[place] ^ sought.signatures[point])
        near = bits <= NEAR_BITS
        point = point[near]
        weight = np.exp(-((bits[near] / BITS_SPREAD) ** 2))
        # a point that is like many tells little of each
        alike = np.bincount(point, minlength=len(cells))
        return Near(
            point, self.order[place[near]].astype(np.int64), weight / np.sqrt(alike[point])
        )


ARRAYS = tuple(one.name for one in fields(Postings))


def posted(references: Iterable[Described]) -> Postings:
    """The index of these references, in their order; each is looked at once and let go."""
    cells, signs, angles, ways = [_EMPTY_INTS], [_NO_SIGNS], [_NO_ANGLES], [_NO_WAYS]
    diameters = [np.empty(0, dtype=np.float16)]
    counts, sides = list[int](), list[int]()
    for one in references:
        counts.append(len(one.points))
        sides.append(max(one.size))
        cells.append(cells_of(one.numbers))
        signs.append(signatures(one.numbers))
        angles.append(np.round(one.angles * (256 / 360)).astype(np.int64).astype(np.uint8))
        ways.append(_ways(one))
        diameters.append(one.sizes.astype(np.float16))
    joined = np.concatenate(cells)
    order = np.argsort(joined, kind="stable")
    return Postings(
        starts=np.searchsorted(joined[order], np.arange(HALF_CELLS**2 + 1)),
        order=order.astype(np.int32),
        signatures=np.concatenate(signs)[order],
        owners=np.repeat(np.arange(len(counts), dtype=np.int32), counts),
        angles=np.concatenate(angles),
        ways=np.concatenate(ways),
        diameters=np.concatenate(diameters),
        sides=np.array(sides, dtype=np.float32),
    )


def sought(seen: Described) -> Sought:
    """A picture made ready to be looked up in any number of indexes."""
    return Sought(seen, near_cells(seen.numbers), signatures(seen.numbers))


def near_cells(numbers: Floats) -> Ints:
    """The cells in which the like of each point may lie, nearest first (n x `PROBES`)."""
    (left, far_left), (right, far_right) = (_nearest(one) for one in half_distances(numbers))
    shape = (len(numbers), NEAR_CELLS * NEAR_CELLS)
    far = (far_left[:, :, None] + far_right[:, None, :]).reshape(shape)
    cells = (left[:, :, None] * HALF_CELLS + right[:, None, :]).reshape(shape)
    order = np.argsort(far, axis=1, kind="stable")[:, :PROBES]
    return np.asarray(np.take_along_axis(cells, order, axis=1), dtype=np.int64)


def _nearest(far: Floats) -> tuple[Ints, Floats]:
    order = np.argpartition(far, NEAR_CELLS, axis=1)[:, :NEAR_CELLS]
    return order.astype(np.int64), np.take_along_axis(far, order, axis=1)


def _fullest(keys: Ints, weight: NDArray[np.float64]) -> tuple[Ints, NDArray[np.float64]]:
    """The fullest bin of each reference, and its weight."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    bins = np.flatnonzero(np.diff(ordered, prepend=-1))
    votes = np.add.reduceat(weight[order], bins)
    # by reference, and the fullest bin of each first
    rank = np.lexsort((-votes, ordered[bins] // BINS))
    owners = (ordered[bins] // BINS)[rank]
    firsts = rank[np.flatnonzero(np.diff(owners, prepend=-1))]
    return ordered[bins][firsts], votes[firsts]


def _ways(one: Described) -> NDArray[np.float16]:
    shape = np.array(one.size, dtype=np.float32) / np.float32(max(one.size))
    return np.asarray((np.float32(0.5) - one.points) * shape, dtype=np.float16)


_EMPTY_INTS = np.empty(0, dtype=np.int64)
_NO_SIGNS, _NO_ANGLES = np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.uint8)
_NO_WAYS = np.empty((0, 2), dtype=np.float16)

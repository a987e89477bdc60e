"""The inverted index of reference points: which references share points with a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from matcher.pictures.buckets import (
    MOST_SIGNS,
    buckets_of,
    near_buckets,
    near_cells,
    sign_count,
)
from matcher.pictures.codes import HALF_CELLS, signatures
from matcher.pictures.described import Described

BUDGET = 256
"""Points that are looked at for one point of the picture: what a search costs does not grow with
the references. The emptiest buckets come first, for they tell most."""

NEAR_BITS, BITS_SPREAD = 16, 9.0
"""Bits of 64 in which signatures of one point differ at most, and how fast their weight falls."""

WEIGHTS = np.exp(-((np.arange(NEAR_BITS + 1) / BITS_SPREAD) ** 2))

LEAST_SIZE = np.float32(10)
"""Below 2 to minus this power of a side no diameter of a point is told."""

MOST_NEAR, MOST_OWNERS = 30_000, 120
"""Pairs of points that are near at most, of more only those of fewer bits; and references whose
pairs are held against each other, those with most of them."""

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
    """Pairs of points that are alike: of the picture, of the index; whose, and their weight."""

    point: Ints
    own: Ints
    owner: Ints
    weight: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Postings:
    """Points of references, by bucket; never changed, so that they may lie on disk.

    `starts` says where each bucket begins in `order` and `signatures`; `order` names the point.
    By point: `angles` of 256; `ways` to the middle in 127ths of a side of the reference, and
    `diameters` in 16ths of a base-two logarithm above 2**-10 of it. By reference: `firsts`, its
    first point; `sides`, in pixels.
    """

    starts: NDArray[np.int32]
    order: NDArray[np.int32]
    signatures: NDArray[np.uint64]
    angles: NDArray[np.uint8]
    ways: NDArray[np.int8]
    diameters: NDArray[np.uint8]
    firsts: NDArray[np.int32]
    sides: NDArray[np.float32]

    @property
    def signs(self) -> int:
        """By how many signs its cells are parted."""
        return (len(self.starts) // HALF_CELLS**2).bit_length() - 1

    def voted(self, sought: Sought, count: int) -> list[Voted]:
        """The references that share points with a picture, by the weight of those that agree."""
        if not len(self.order):
            return []
        near = _of_most(self._near(sought))
        best: dict[int, tuple[float, Ints, int]] = {}
        for keys in self._binned(sought.seen, near):
            if not len(keys):
                continue
            bins, votes = _fullest(keys, near.weight)
            for row in np.argsort(-votes, kind="stable")[:count]:
                place, vote = int(bins[row] // BINS), round(float(votes[row]), 4)
                if place not in best or vote > best[place][0]:
                    best[place] = vote, keys, int(bins[row])
        first = sorted(best.items(), key=lambda one: (-one[1][0], one[0]))[:count]
        return [
            Voted(place, vote, self._pairs(near, keys == fullest, place))
            for place, (vote, keys, fullest) in first
        ]

    def _binned(self, seen: Described, near: Near) -> Iterator[Ints]:
        """The bin of each pair, in two grids that lie half a bin apart."""
        turn = (seen.angles[near.point] - self.angles[near.own] * np.float32(360 / 256)) % 360
        side = self.sides[near.owner]
        steps = seen.sizes[near.point] + np.log2(max(seen.size)) - self._pixels(near.own, side)
        middles = self._middles(seen, near, side * np.exp2(steps), np.radians(turn))
        for shift in (0.0, 0.5):
            turned = np.floor(turn * (TURNS / 360) + shift).astype(np.int64) % TURNS
            sized = np.floor(steps + shift).astype(np.int64)
            width = WIDE * side * np.exp2(sized - shift + 0.5)
            place = np.floor(middles / width[:, None] + shift).astype(np.int64) % PLACES
            keys = (near.owner * TURNS + turned) * SIZES + sized % SIZES
            yield (keys * PLACES + place[:, 0]) * PLACES + place[:, 1]

    def _pairs(self, near: Near, chosen: NDArray[np.bool_], place: int) -> Ints:
        """Pairs of a point of the reference and one of the picture, likest first, each once."""
        order = np.argsort(-near.weight[chosen], kind="stable")
        pairs = np.column_stack([near.own[chosen] - self.firsts[place], near.point[chosen]])[order]
        return each_once(pairs)

    def _pixels(self, own: Ints, side: Floats) -> Floats:
        size = self.diameters[own] / np.float32(16) - LEAST_SIZE
        return np.asarray(size + np.log2(side), dtype=np.float32)

    def _middles(self, seen: Described, near: Near, scale: Floats, turn: Floats) -> Floats:
        """Where each pair puts the middle of the reference, in pixels of the picture."""
        cosine, sine = np.cos(turn) * scale, np.sin(turn) * scale
        x, y = (self.ways[near.own] / np.float32(127)).T
        way = np.column_stack([cosine * x - sine * y, sine * x + cosine * y])
        place = seen.points[near.point] * np.array(seen.size, dtype=np.float32)
        return np.asarray(place + way, dtype=np.float32)

    def _near(self, sought: Sought) -> Near:
        place, point = self._looked_at(near_buckets(sought.seen.numbers, sought.cells, self.signs))
        bits = np.bitwise_count(self.signatures[place] ^ sought.signatures[point])
        near = bits <= NEAR_BITS
        near &= bits <= _strict(bits[near])
        point = point[near]
        weight = WEIGHTS[bits[near]]
        # a point that is like many tells little of each
        alike = np.bincount(point, minlength=len(sought.cells))
        own = self.order[place[near]].astype(np.int64)
        owner = np.searchsorted(self.firsts, own, side="right") - 1
        return Near(point, own, owner, weight / np.sqrt(alike[point]))

    def _looked_at(self, buckets: Ints) -> tuple[Ints, Ints]:
        """Places in the index within the budget, and the picture's point of each.

        A bucket that would go beyond the budget gives as many of its points as are left, evenly.
        """
        begins = self.starts[buckets].astype(np.int64)
        sizes = self.starts[buckets + 1] - begins
        order = np.argsort(sizes, axis=1, kind="stable")
        begins, sizes = (np.take_along_axis(one, order, axis=1) for one in (begins, sizes))
        before = np.cumsum(sizes, axis=1) - sizes
        taken = np.clip(BUDGET - before, 0, sizes).ravel()
        within = np.arange(int(taken.sum())) - np.repeat(np.cumsum(taken) - taken, taken)
        cut = np.repeat(taken < sizes.ravel(), taken)
        sizes = np.repeat(sizes.ravel(), taken)
        within[cut] = within[cut] * sizes[cut] // np.repeat(taken, taken)[cut]
        point = np.repeat(np.arange(len(buckets)), taken.reshape(buckets.shape).sum(axis=1))
        return np.repeat(begins.ravel(), taken) + within, point


ARRAYS = tuple(one.name for one in fields(Postings))


def posted(references: Iterable[Described]) -> Postings:
    """The index of these references, in their order; each is looked at once and let go."""
    buckets, signs, angles, ways = [_EMPTY_INTS], [_NO_SIGNS], [_NO_ANGLES], [_NO_WAYS]
    diameters, counts, sides = [_NO_ANGLES], list[int](), list[int]()
    for one in references:
        counts.append(len(one.points))
        sides.append(max(one.size))
        buckets.append(buckets_of(one.numbers, MOST_SIGNS))
        signs.append(signatures(one.numbers))
        angles.append(np.round(one.angles * (256 / 360)).astype(np.int64).astype(np.uint8))
        ways.append(_ways(one))
        diameters.append(np.round((one.sizes + LEAST_SIZE) * 16).astype(np.uint8))
    count = sign_count(sum(counts))
    joined = np.concatenate(buckets) >> (MOST_SIGNS - count)
    order = np.argsort(joined, kind="stable")
    return Postings(
        starts=bucket_starts(joined[order], count),
        order=order.astype(np.int32),
        signatures=np.concatenate(signs)[order],
        angles=np.concatenate(angles),
        ways=np.concatenate(ways),
        diameters=np.concatenate(diameters),
        firsts=(np.cumsum(counts) - counts).astype(np.int32),
        sides=np.array(sides, dtype=np.float32),
    )


def bucket_starts(ordered: Ints, signs: int) -> NDArray[np.int32]:
    """Where each bucket begins among the buckets of all points, in order."""
    return np.searchsorted(ordered, np.arange((HALF_CELLS**2 << signs) + 1)).astype(np.int32)


def sought(seen: Described) -> Sought:
    """A picture made ready to be looked up in any number of indexes."""
    return Sought(seen, near_cells(seen.numbers), signatures(seen.numbers))


def each_once(pairs: Ints) -> Ints:
    """The pairs in their order, without those of which a side stood in one before."""
    for side in (0, 1):
        numbers, order = pairs[:, side], np.arange(len(pairs))
        first = np.empty(int(numbers.max(initial=0)) + 1, dtype=np.int64)
        # of several that are written to one place the last one stays
        first[numbers[::-1]] = order[::-1]
        pairs = pairs[first[numbers] == order]
    return np.asarray(pairs, dtype=np.int64)


def _strict(bits: NDArray[np.uint8]) -> int:
    """The bits up to which no more pairs are near than are kept; 0 where those are too many."""
    pairs = np.cumsum(np.bincount(bits, minlength=NEAR_BITS + 1))
    return max(0, int(np.searchsorted(pairs, MOST_NEAR, side="right")) - 1)


def _of_most(near: Near) -> Near:
    """The pairs of those references alone that have most of them, by their weight."""
    held = np.bincount(near.owner, near.weight)
    if len(held) <= MOST_OWNERS:
        return near
    least = np.partition(held, len(held) - MOST_OWNERS)[len(held) - MOST_OWNERS]
    kept = held[near.owner] >= least
    return Near(near.point[kept], near.own[kept], near.owner[kept], near.weight[kept])


def _fullest(keys: Ints, weight: NDArray[np.float64]) -> tuple[Ints, NDArray[np.float64]]:
    """The fullest bin of each reference, the first of several, and its weight."""
    order, ordered = _sorted(keys)
    begins = np.flatnonzero(np.diff(ordered, prepend=-1))
    bins, votes = ordered[begins], np.add.reduceat(weight[order], begins)
    owners = bins // BINS
    firsts = np.flatnonzero(np.diff(owners, prepend=-1))
    most = np.repeat(np.maximum.reduceat(votes, firsts), np.diff(firsts, append=len(bins)))
    fullest = np.flatnonzero(votes == most)
    fullest = fullest[np.flatnonzero(np.diff(owners[fullest], prepend=-1))]
    return bins[fullest], votes[fullest]


def _sorted(keys: Ints) -> tuple[Ints, Ints]:
    """The order of the keys, the first of equals first, and the keys in it.

    Each is given its place as last bits, so that no two are equal: sorting numbers is many times
    as quick as telling their order.
    """
    bits = len(keys).bit_length()
    both = np.sort(keys << bits | np.arange(len(keys)))
    return both & ((1 << bits) - 1), both >> bits


def _ways(one: Described) -> NDArray[np.int8]:
    shape = np.array(one.size, dtype=np.float32) / np.float32(max(one.size))
    return np.asarray(np.round((np.float32(0.5) - one.points) * shape * 127), dtype=np.int8)


_EMPTY_INTS = np.empty(0, dtype=np.int64)
_NO_SIGNS, _NO_ANGLES = np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.uint8)
_NO_WAYS = np.empty((0, 2), dtype=np.int8)

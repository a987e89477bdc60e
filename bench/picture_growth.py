"""What a picture costs, and whether copies are still found, as the references grow to 100,000."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bench.picture_set import Asked, opened
from domain.digests import Sha256
from matcher.pictures.buckets import MOST_SIGNS, buckets_of, sign_count
from matcher.pictures.cascade import Cascade
from matcher.pictures.codes import signatures
from matcher.pictures.described import Described
from matcher.pictures.laid_out import LaidOut
from matcher.pictures.pdq import Codes
from matcher.pictures.postings import ARRAYS, Postings, bucket_starts, posted
from matcher.pictures.print_index import PrintIndex
from matcher.pictures.printed import PARTS

SEED, CHUNK, FULL = 29, 1 << 18, 75
"""Of the counts of points of real references, the percentile that invented ones have."""

OWN, OTHER = np.float32(0.85), np.float32(0.53)
"""Shares of two real points of which one is invented: about eleven of its 64 signs are not those
of the first."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Points:
    """The points of real references, and of which two each invented one is mixed."""

    points: Floats
    angles: Floats
    sizes: Floats
    numbers: Floats
    first: NDArray[np.int32]
    second: NDArray[np.int32]

    def mixed(self, rows: slice) -> Floats:
        """The numbers of some invented points."""
        both = OWN * self.numbers[self.first[rows]] + OTHER * self.numbers[self.second[rows]]
        return np.asarray(both, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Grown(LaidOut):
    """Real references, and invented ones that are looked up and compared as they are.

    `each` is how many points an invented one has. It shows what some real one shows.
    """

    real: Sequence[Described] = ()
    invented: Points | None = None
    each: int = 0

    def described(self, place: int) -> Described:
        """A real one; or the frame of one with points of its own."""
        count, all_of = len(self.real), self.invented
        if place < count or all_of is None:
            return self.real[place]
        rows = slice((place - count) * self.each, (place - count + 1) * self.each)
        taken = all_of.first[rows]
        return replace(
            self.real[place % count],
            points=all_of.points[taken],
            angles=all_of.angles[taken],
            sizes=all_of.sizes[taken],
            numbers=all_of.mixed(rows),
        )


@dataclass(frozen=True, slots=True)
class Copy:
    """A picture that shows a real reference, by its place."""

    asked: Asked
    place: int


def run(
    real: Sequence[Described],
    others: Sequence[Asked],
    copies: Sequence[Copy],
    counts: Sequence[int],
) -> None:
    """CPU of describing and finding the same pictures, copies found, and bytes a reference."""
    print("\n## References that grow (real ones among invented; CPU ms a picture of others)")
    print("| references | median | ratio | copies found | index bytes a reference |")
    print("|---|---:|---:|---:|---:|")
    first = 0.0
    for count in counts:
        laid = grown(real, count)
        cascade = Cascade()
        cascade.begin_with(laid)
        median = float(np.median([_seconds(cascade, one) for one in others])) * 1000
        first = first or median
        found = sum(_is_found(cascade, one) for one in copies)
        size = sum(getattr(laid.postings, name).nbytes for name in ARRAYS)
        size += laid.prints.order.nbytes + laid.prints.codes.nbytes
        print(
            f"| {count:,} | {median:.0f} | {median / first:.2f} | "
            f"{found} of {len(copies)} | {size / count:,.0f} |",
            flush=True,
        )


def grown(real: Sequence[Described], count: int) -> Grown:
    """So many references, the real ones first."""
    chance = np.random.default_rng(SEED)
    own, counts = posted(real), np.array([len(one.points) for one in real])
    each = int(np.percentile(counts, FULL))
    total = int(counts.sum())
    first, second = chance.integers(0, total, (2, each * (count - len(real)))).astype(np.int32)
    invented = Points(
        np.concatenate([one.points for one in real]),
        np.concatenate([one.angles for one in real]),
        np.concatenate([one.sizes for one in real]),
        np.concatenate([one.numbers for one in real]),
        first,
        second,
    )
    buckets, signs = _looked_up(invented)
    taken = np.concatenate([np.arange(total), first])
    told = sign_count(len(taken))
    buckets >>= MOST_SIGNS - told
    order = np.argsort(buckets, kind="stable")
    sizes = np.concatenate([counts, np.full(count - len(real), each)])
    postings = Postings(
        starts=bucket_starts(buckets[order], told),
        order=order.astype(np.int32),
        signatures=signs[order],
        angles=own.angles[taken],
        ways=own.ways[taken],
        diameters=own.diameters[taken],
        firsts=(np.cumsum(sizes) - sizes).astype(np.int32),
        sides=np.resize(own.sides, count),
    )
    codes: Codes = chance.integers(0, 256, (count, 32), dtype=np.uint8)
    codes[: len(real)] = [one.prints[0].codes[0] for one in real]
    names = tuple(Sha256(f"{place:064x}") for place in range(count))
    nothing = np.empty(0, np.uint8), np.empty(0, np.int64)
    owners = np.arange(count) * PARTS
    return Grown(names, *nothing, postings, PrintIndex(codes), owners, real, invented, each)


def _looked_up(invented: Points) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Buckets and signatures of the real points, and then of the invented ones."""
    buckets = [buckets_of(invented.numbers, MOST_SIGNS)]
    signs = [signatures(invented.numbers)]
    for start in range(0, len(invented.first), CHUNK):
        numbers = invented.mixed(slice(start, start + CHUNK))
        buckets.append(buckets_of(numbers, MOST_SIGNS))
        signs.append(signatures(numbers))
    return np.concatenate(buckets), np.concatenate(signs)


def _seconds(cascade: Cascade, asked: Asked) -> float:
    pixels = opened(asked.content).pixels
    if pixels is None:
        return 0.0
    start = time.process_time()
    cascade.find(pixels, cascade.describe(pixels))
    return time.process_time() - start


def _is_found(cascade: Cascade, copy: Copy) -> bool:
    pixels = opened(copy.asked.content).pixels
    if pixels is None:
        return False
    found = cascade.find(pixels, cascade.describe(pixels))
    own = f"{copy.place:064x}"
    return any(one.reference == own and one.finding == "same_picture" for one in found)

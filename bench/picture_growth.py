"""What a picture costs, and whether copies are still found, as the references grow to 100,000."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

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

SEED, CHUNK, FULL = 29, 1 << 18, 75
"""Of the counts of points of real references, the percentile that invented ones have."""

OWN, OTHER = np.float32(0.85), np.float32(0.53)
"""Shares of two real points of which one is invented: about eleven of its 64 signs are not those
of the first."""


@dataclass(frozen=True, slots=True)
class Grown(LaidOut):
    """Real references, and invented ones that are there in the indexes alone.

    An invented one is compared as one of the real ones, so that it costs what those cost.
    """

    real: Sequence[Described] = ()

    def described(self, place: int) -> Described:
        """A real one."""
        return self.real[place % len(self.real)]


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
    own, numbers = posted(real), np.concatenate([one.numbers for one in real])
    counts = np.array([len(one.points) for one in real])
    each = int(np.percentile(counts, FULL))
    taken = chance.integers(0, len(numbers), each * (count - len(real)))
    buckets, signs = _mixed(numbers, taken, chance)
    taken = np.concatenate([np.arange(len(numbers)), taken])
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
    codes[: len(real)] = [one.prints[0] for one in real]
    names = tuple(Sha256(f"{place:064x}") for place in range(count))
    nothing = np.empty(0, np.uint8), np.empty(0, np.int64)
    return Grown(names, *nothing, postings, PrintIndex(codes), np.arange(count) * 2, real)


def _mixed(
    numbers: NDArray[np.float32], taken: NDArray[np.int64], chance: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Buckets and signatures of the real points, and then of each taken one mixed with another."""
    buckets = [buckets_of(numbers, MOST_SIGNS)]
    signs = [signatures(numbers)]
    for start in range(0, len(taken), CHUNK):
        some = numbers[taken[start : start + CHUNK]]
        mixed = OWN * some + OTHER * numbers[chance.integers(0, len(numbers), len(some))]
        mixed = np.asarray(mixed, dtype=np.float32)
        buckets.append(buckets_of(mixed, MOST_SIGNS))
        signs.append(signatures(mixed))
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

"""What a picture costs as the references grow: 2,000 of them and 100,000."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.picture_set import Asked, opened
from domain.digests import Sha256
from matcher.pictures.cascade import Cascade
from matcher.pictures.codes import HALF_CELLS, cells_of, signatures
from matcher.pictures.described import Described
from matcher.pictures.laid_out import LaidOut
from matcher.pictures.pdq import Codes
from matcher.pictures.postings import ARRAYS, Postings, posted
from matcher.pictures.print_index import PrintIndex

SEED = 29


@dataclass(frozen=True, slots=True)
class Grown(LaidOut):
    """References that are there in the indexes; each is compared as one of the real ones."""

    real: Sequence[Described] = ()

    def described(self, place: int) -> Described:
        """A real one."""
        return self.real[place % len(self.real)]


def run(real: Sequence[Described], asked: Sequence[Asked], counts: Sequence[int]) -> None:
    """CPU of describing and finding the same pictures, and bytes a reference."""
    print("\n## References that grow (invented of real points; CPU ms a picture)")
    print("| references | median | ratio | index bytes a reference |")
    print("|---|---:|---:|---:|")
    first = 0.0
    for count in counts:
        laid = _grown(real, count)
        cascade = Cascade()
        cascade.begin_with(laid)
        median = float(np.median([_seconds(cascade, one) for one in asked])) * 1000
        first = first or median
        arrays = (getattr(laid.postings, name) for name in ARRAYS if name != "starts")
        size = sum(one.nbytes for one in arrays) + laid.prints.order.nbytes
        size += laid.prints.codes.nbytes
        print(f"| {count:,} | {median:.0f} | {median / first:.2f} | {size / count:,.0f} |")


def _seconds(cascade: Cascade, asked: Asked) -> float:
    pixels = opened(asked.content).pixels
    if pixels is None:
        return 0.0
    start = time.process_time()
    cascade.find(pixels, cascade.describe(pixels))
    return time.process_time() - start


def _grown(real: Sequence[Described], count: int) -> Grown:
    chance = np.random.default_rng(SEED)
    base = posted(real)
    numbers = np.concatenate([one.numbers for one in real])
    signs, cells = signatures(numbers), cells_of(numbers)
    per_reference = len(numbers) // len(real)
    total = per_reference * count
    taken = chance.integers(0, len(numbers), total)
    order = np.argsort(cells[taken], kind="stable")
    flips = chance.integers(0, 2**63, total, dtype=np.uint64)
    # a quarter of the bits: so few of the points in a cell are near as in real pictures
    flips &= chance.integers(0, 2**63, total, dtype=np.uint64)
    postings = Postings(
        starts=np.searchsorted(cells[taken][order], np.arange(HALF_CELLS**2 + 1)),
        order=order.astype(np.int32),
        signatures=(signs[taken] ^ flips)[order],
        owners=np.repeat(np.arange(count, dtype=np.int32), per_reference),
        angles=base.angles[taken],
        ways=base.ways[taken],
        diameters=base.diameters[taken],
        sides=np.resize(base.sides, count),
    )
    codes: Codes = chance.integers(0, 256, (count, 32), dtype=np.uint8)
    return Grown(
        tuple(Sha256(f"{place:064x}") for place in range(count)),
        np.empty(0, np.uint8),
        np.empty(0, np.int64),
        postings,
        PrintIndex(codes),
        np.arange(count) * 2,
        real,
    )

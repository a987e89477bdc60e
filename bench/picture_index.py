"""What the index of prints costs as it grows, to a million."""

from __future__ import annotations

import time

import faiss
import numpy as np
from numpy.typing import NDArray

from matcher.pictures.print_index import EXACT_BITS, PrintIndex

SEED, TURNED = 3, 16
"""Prints asked for one picture: eight turns, with its border and without."""


def run(*, quick: bool = False) -> None:
    """Look-ups of one picture's sixteen prints, beside faiss' flat search in the same run."""
    print("\n## Index of prints (one picture: 16 prints, all within 31 bits; CPU ms)")
    print("| prints | build s | MB | median | p95 | faiss flat, median | kept ones found |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for count in (10_000, 100_000) if quick else (10_000, 100_000, 1_000_000):
        print(_row(count), flush=True)


def _row(count: int) -> str:
    chance = np.random.default_rng(SEED)
    codes = chance.integers(0, 256, (count, 32), dtype=np.uint8)
    start = time.process_time()
    index = PrintIndex(codes)
    built = time.process_time() - start
    flat = faiss.IndexBinaryFlat(256)
    faiss.omp_set_num_threads(1)
    flat.add(codes)
    ours, theirs, found = list[float](), list[float](), 0
    for _ in range(100):
        asked = chance.integers(0, 256, (TURNED, 32), dtype=np.uint8)
        own = int(chance.integers(0, count))
        asked[0] = _flipped(codes[own], int(chance.integers(0, EXACT_BITS + 1)), chance)
        start = time.process_time()
        _, rows, _ = index.near(asked, EXACT_BITS)
        ours.append(time.process_time() - start)
        found += own in rows
        if len(theirs) < 10:
            start = time.process_time()
            flat.range_search(asked, EXACT_BITS + 1)
            theirs.append(time.process_time() - start)
    size = (codes.nbytes + index.order.nbytes) / 1e6
    times = np.array(ours) * 1000
    return (
        f"| {count:,} | {built:.1f} | {size:.0f} | {np.median(times):.2f} | "
        f"{np.percentile(times, 95):.2f} | {np.median(theirs) * 1000:.2f} | {found} of 100 |"
    )


def _flipped(code: NDArray[np.uint8], bits: int, chance: np.random.Generator) -> NDArray[np.uint8]:
    loose = np.unpackbits(code)
    loose[chance.permutation(256)[:bits]] ^= 1
    return np.packbits(loose)


if __name__ == "__main__":
    run()

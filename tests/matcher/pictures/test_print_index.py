"""The index of prints is held to the linear answer."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.pictures.pdq import Codes, distances
from matcher.pictures.print_index import EXACT_BITS, PrintIndex


def codes(seed: int, count: int) -> Codes:
    return np.random.default_rng(seed).integers(0, 256, (count, 32), dtype=np.uint8)


def flipped(code: Codes, bits: list[int]) -> Codes:
    loose = np.unpackbits(code)
    loose[bits] ^= 1
    return np.packbits(loose)


def linear(kept: Codes, asked: Codes, within: int) -> set[tuple[int, int, int]]:
    return {
        (place, int(row), int(distances(one, kept)[row]))
        for place, one in enumerate(asked)
        for row in np.flatnonzero(distances(one, kept) <= within)
    }


@given(
    st.integers(0, 10**6),
    st.integers(1, 60),
    st.lists(st.sets(st.integers(0, 255), max_size=40), min_size=1, max_size=6),
    st.integers(0, EXACT_BITS),
)
@settings(max_examples=60, deadline=None)
def test_all_prints_up_to_the_exact_distance_are_found(
    seed: int, count: int, changes: list[set[int]], within: int
) -> None:
    kept = codes(seed, count)
    asked = np.array([flipped(kept[n % count], sorted(one)) for n, one in enumerate(changes)])
    near = PrintIndex(kept).near(asked, within)
    assert set(zip(*(one.tolist() for one in near), strict=True)) == linear(kept, asked, within)


@given(st.integers(0, 10**6), st.integers(0, 80))
@settings(max_examples=30, deadline=None)
def test_nothing_further_away_is_ever_given(seed: int, within: int) -> None:
    kept, asked = codes(seed, 40), codes(seed + 1, 3)
    near = PrintIndex(kept).near(asked, within)
    assert set(zip(*(one.tolist() for one in near), strict=True)) <= linear(kept, asked, within)


def test_an_index_of_nothing_gives_nothing() -> None:
    assert [len(one) for one in PrintIndex(codes(1, 0)).near(codes(2, 2), 31)] == [0, 0, 0]

"""The inverted index of points is held to a plain count over the same cells."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from matcher.pictures.codes import cells_of, coded, decoded, mirrored_numbers, signatures
from matcher.pictures.described import Described, described, read_described
from matcher.pictures.postings import (
    BUDGET,
    NEAR_BITS,
    near_cells,
    posted,
    sought,
)
from tests.matcher.pictures.worn import a_ground, a_worn_picture

SEEDS = (1, 2, 3, 4)


@pytest.fixture(scope="module")
def references() -> list[Described]:
    return [read_described(described(a_worn_picture(seed), reference=True)) for seed in SEEDS]


@pytest.fixture(scope="module")
def seen() -> Described:
    ground = a_ground(80)
    ground[50:410, 30:450] = a_worn_picture(3)
    return read_described(described(ground))


def linear_pairs(references: list[Described], seen: Described) -> set[tuple[int, int, int]]:
    """Pairs (point, reference, its point) that lie in a near cell with near signatures."""
    where = defaultdict(list)
    for place, own in enumerate(references):
        for point, cell in enumerate(cells_of(own.numbers)):
            where[int(cell)].append((place, point))
    own_signs = [signatures(own.numbers) for own in references]
    found, signs = set(), signatures(seen.numbers)
    for point, cells in enumerate(near_cells(seen.numbers)):
        looked_at = [pair for cell in cells for pair in where[int(cell)]][:BUDGET]
        for place, other in looked_at:
            if int(own_signs[place][other] ^ signs[point]).bit_count() <= NEAR_BITS:
                found.add((point, place, other))
    return found


def test_the_index_pairs_what_a_plain_count_pairs(
    references: list[Described], seen: Described
) -> None:
    index = posted(references)
    near = index._near(sought(seen))
    firsts = np.cumsum([0, *(len(one.points) for one in references)])
    owners = index.owners[near.own]
    pairs = set(
        zip(
            near.point.tolist(), owners.tolist(), (near.own - firsts[owners]).tolist(), strict=True
        )
    )
    assert pairs == linear_pairs(references, seen)


def test_the_reference_in_a_picture_has_most_votes(
    references: list[Described], seen: Described
) -> None:
    best, *others = posted(references).voted(sought(seen), 4)
    assert SEEDS[best.place] == 3
    assert all(one.votes < best.votes / 2 for one in others)


def test_an_empty_index_gives_nothing(seen: Described) -> None:
    assert posted([]).voted(sought(seen), 4) == []


def test_a_picture_without_points_finds_nothing(references: list[Described]) -> None:
    flat = read_described(described(np.full((90, 90, 3), 128, np.uint8)))
    assert len(flat.points) == 0
    assert posted(references).voted(sought(flat), 4) == []


def test_numbers_keep_through_their_codes_what_tells_them_apart(
    references: list[Described],
) -> None:
    numbers = references[0].numbers
    assert np.array_equal(coded(decoded(coded(numbers))), coded(numbers))
    # twice mirrored is what it was
    assert np.allclose(mirrored_numbers(mirrored_numbers(numbers)), numbers, atol=1e-4)

"""The inverted index of points is held to a plain count over the same cells."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from matcher.pictures.buckets import (
    MOST_SIGNS,
    PROBES,
    buckets_of,
    near_buckets,
    near_cells,
    sign_count,
)
from matcher.pictures.codes import coded, decoded, mirrored_numbers, signatures
from matcher.pictures.described import Described, described, read_described
from matcher.pictures.postings import (
    BUDGET,
    NEAR_BITS,
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
    """Pairs (point, reference, its point) that lie in a near bucket with near signatures."""
    told = sign_count(sum(len(one.points) for one in references))
    where = defaultdict(list)
    for place, own in enumerate(references):
        for point, bucket in enumerate(buckets_of(own.numbers, told)):
            where[int(bucket)].append((place, point))
    own_signs = [signatures(own.numbers) for own in references]
    found, signs = set(), signatures(seen.numbers)
    near = near_buckets(seen.numbers, near_cells(seen.numbers), told)
    for point, buckets in enumerate(near):
        looked_at = [pair for bucket in buckets for pair in where[int(bucket)]]
        assert len(looked_at) <= BUDGET
        for place, other in looked_at:
            if int(own_signs[place][other] ^ signs[point]).bit_count() <= NEAR_BITS:
                found.add((point, place, other))
    return found


def test_the_index_pairs_what_a_plain_count_pairs(
    references: list[Described], seen: Described
) -> None:
    index = posted(references)
    near = index._near(sought(seen))
    owners = np.searchsorted(index.firsts, near.own, side="right") - 1
    own = near.own - index.firsts[owners]
    pairs = set(zip(near.point.tolist(), owners.tolist(), own.tolist(), strict=True))
    assert pairs == linear_pairs(references, seen)


def test_of_many_that_are_alike_some_of_each_part_are_looked_at(
    references: list[Described], seen: Described
) -> None:
    copies = 3 * BUDGET
    index = posted([references[2]] * copies)
    near = index._near(sought(seen))
    owners = np.searchsorted(index.firsts, near.own, side="right") - 1
    assert np.bincount(near.point).max() <= BUDGET
    by_third = np.bincount(owners * 3 // copies, minlength=3)
    assert by_third.min() > 0.25 * len(owners)


@pytest.mark.parametrize("signs", range(MOST_SIGNS + 1))
def test_a_bucket_of_fewer_signs_holds_those_of_more(
    references: list[Described], signs: int
) -> None:
    numbers = references[0].numbers
    finest = buckets_of(numbers, MOST_SIGNS)
    assert np.array_equal(buckets_of(numbers, signs), finest >> (MOST_SIGNS - signs))


@pytest.mark.parametrize("signs", [0, 1, 2, 5, MOST_SIGNS])
def test_the_bucket_of_a_point_is_the_first_that_is_tried(
    references: list[Described], signs: int
) -> None:
    numbers = references[0].numbers
    near = near_buckets(numbers, near_cells(numbers), signs)
    assert near.shape == (len(numbers), PROBES)
    assert np.array_equal(near[:, 0], buckets_of(numbers, signs))
    assert all(len(set(row)) == PROBES for row in near.tolist())


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

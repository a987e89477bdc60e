"""The index of references is held to the linear answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.digests import Sha256
from domain.rights import RightSlug
from matcher.images import PRINT_NAMES, ImagePrint, Prints, distance_bits
from matcher.reference import Nearby, Reference, ReferenceIndex

# few distinct numbers, so that near pairs are frequent
NUMBERS = st.integers(0, 2**64 - 1) | st.integers(0, 3) | st.just(2**64 - 1)
PAIRS = st.tuples(NUMBERS, NUMBERS)


def prints(as_is: tuple[int, int], mirrored: tuple[int, int] = (0, 0)) -> Prints:
    def named(numbers: tuple[int, int]) -> tuple[ImagePrint, ...]:
        return tuple(
            ImagePrint(name, f"{number:016x}")
            for name, number in zip(PRINT_NAMES, numbers, strict=True)
        )

    return Prints(named(as_is), named(mirrored))


def reference(number: int) -> Reference:
    return Reference(RightSlug("work"), Sha256(f"{number:064x}"))


@given(st.lists(PAIRS, max_size=12), PAIRS, PAIRS, st.integers(0, 64))
def test_near_gives_what_comparing_one_by_one_gives(
    kept: list[tuple[int, int]], upright: tuple[int, int], mirror: tuple[int, int], within: int
) -> None:
    index, searched = ReferenceIndex(), prints(upright, mirror)
    for number, one in enumerate(kept):
        index.add(reference(number), prints(one))
    expected = [
        Nearby(reference(number), left.name, distance_bits(left, right), turn)
        for turn, turned in (("as is", searched.as_is), ("mirrored", searched.mirrored))
        for left in turned
        for number, one in enumerate(kept)
        for right in prints(one).as_is
        if left.name == right.name and distance_bits(left, right) <= within
    ]
    assert index.near(searched, dict.fromkeys(PRINT_NAMES, within)) == sorted(expected)


def test_a_removed_reference_is_found_no_longer() -> None:
    index = ReferenceIndex()
    index.add(reference(1), prints((5, 5)))
    assert len(index.near(prints((5, 5)), {"phash": 0})) == 1
    index.remove(reference(1))
    assert index.near(prints((5, 5)), {"phash": 0}) == []


def test_a_reference_without_prints_is_near_nothing() -> None:
    index = ReferenceIndex()
    index.add(reference(1), Prints(reason="blank"))
    assert len(index) == 1
    assert index.near(prints((0, 0)), {"phash": 64, "dhash": 64}) == []

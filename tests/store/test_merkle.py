"""The tree is RFC 9162's, and its proofs are those the bundle's own verifier takes."""

from __future__ import annotations

import hashlib

import pytest

from store.merkle import Tree
from takedown.verify_bundle import _included


def linear_root(leaves: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, word by word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = linear_root(leaves[:split]), linear_root(leaves[split:])
    return hashlib.sha256(b"\1" + left + right).digest()


@pytest.mark.parametrize("size", [*range(20), 31, 32, 33, 100])
def test_the_root_is_that_of_the_definition(size: int) -> None:
    leaves = [bytes([number]) for number in range(size)]
    assert Tree(leaves).root() == linear_root(leaves)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 33])
def test_each_leaf_is_proven_at_its_own_place_alone(size: int) -> None:
    leaves = [bytes([number]) for number in range(size)]
    tree = Tree(leaves)
    for place in range(size):
        path = tree.inclusion(place)
        fits = [_included(leaves[place], at, size, path, tree.root()) for at in range(size)]
        assert fits == [at == place for at in range(size)]


def test_another_leaf_root_or_size_is_not_proven() -> None:
    leaves = [bytes([number]) for number in range(9)]
    tree, path = Tree(leaves), Tree(leaves).inclusion(4)
    assert not _included(b"other", 4, 9, path, tree.root())
    assert not _included(leaves[4], 4, 9, path, bytes(32))
    assert not _included(leaves[4], 4, 9, path[:-1], tree.root())
    assert not _included(leaves[4], 4, 9, [*path, bytes(32)], tree.root())


def test_a_place_that_is_not_there_is_refused() -> None:
    with pytest.raises(IndexError):
        Tree([b"one"]).inclusion(1)

"""Merkle trees over the audit log (RFC 9162, section 2.1): roots, and proofs that a leaf is in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


class Tree:
    """The tree over leaves in their order; each level's digests are kept, 64 bytes a leaf."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
        self._levels = [level]
        while len(level) > 1:
            paired = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
            # an odd one at the end goes up as it is
            level = paired + ([level[-1]] if len(level) % 2 else [])
            self._levels.append(level)

    def root(self) -> bytes:
        """The digest of the whole; of no leaves, the digest of nothing."""
        top = self._levels[-1]
        return top[0] if top else hashlib.sha256().digest()

    def inclusion(self, index: int) -> list[bytes]:
        """The digests, lowest first, that lead from the leaf at this place to the root.

        Raises:
            IndexError: There is no such leaf.
        """
        if not 0 <= index < len(self._levels[0]):
            raise IndexError(index)
        path = []
        for level in self._levels[:-1]:
            beside = index ^ 1
            if beside < len(level):
                path.append(level[beside])
            index >>= 1
        return path


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()

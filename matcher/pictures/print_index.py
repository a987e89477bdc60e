"""Prints of 256 bits, looked up by their distance: exact up to `EXACT_BITS`, at any number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.pictures.pdq import Codes

TABLES, EXACT_BITS = 16, 31
"""A print is cut into 16 words of 16 bits. Where two prints differ in at most 31 bits, one of the
words differs in at most one (multi-index hashing, Norouzi, Punjani and Fleet 2012)."""

WORDS = 1 << 16
FLIPS = np.array([0, *(1 << bit for bit in range(16))], dtype=np.int64)

Ints = NDArray[np.int64]


class PrintIndex:
    """Rows of prints, and for each word where it stands; built whole, searched without change."""

    def __init__(self, codes: Codes, order: NDArray[np.int32] | None = None) -> None:
        """Lay out prints (n x 32 bytes); `order` is that of an index built of them before."""
        self.codes = codes
        keys = _words(codes)
        if order is None:
            order = np.argsort(keys.T, axis=1, kind="stable").astype(np.int32)
        self.order = order
        counts = [np.bincount(keys[:, table], minlength=WORDS) for table in range(TABLES)]
        ends = np.cumsum(np.array(counts, dtype=np.int64), axis=1)
        starts = np.concatenate([np.zeros((TABLES, 1), np.int64), ends], axis=1)
        # of the orders of all tables, one after the other
        self._starts = starts + np.arange(TABLES)[:, None] * len(codes)
        self._words = _wide(codes)

    def near(self, codes: Codes, within_bits: int) -> tuple[Ints, Ints, Ints]:
        """Pairs of a searched print and a kept one at most so many bits apart, and their distance.

        Every pair up to `EXACT_BITS` is there; of those further apart only what shares a word.
        """
        keys = _words(codes)
        buckets = keys[:, :, None] ^ FLIPS
        tables = np.arange(TABLES)[None, :, None]
        starts = self._starts[tables, buckets].ravel()
        sizes = self._starts[tables, buckets + 1].ravel() - starts
        total = int(sizes.sum())
        within = np.arange(total) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        rows = self.order.ravel()[np.repeat(starts, sizes) + within]
        asked = np.repeat(np.repeat(np.arange(len(codes)), TABLES * len(FLIPS)), sizes)
        bits = np.zeros(total, dtype=np.int64)
        # a word at a time: after two of four hardly any is left
        for own, theirs in zip(self._words, _wide(codes), strict=True):
            bits = bits + np.bitwise_count(own[rows] ^ theirs[asked])
            near = bits <= within_bits
            asked, rows, bits = asked[near], rows[near], bits[near]
        _, first = np.unique(asked * max(1, len(self.codes)) + rows, return_index=True)
        return asked[first], rows[first].astype(np.int64), bits[first]


def _wide(codes: Codes) -> tuple[NDArray[np.uint64], ...]:
    """Each quarter of the prints, lying by itself."""
    wide = np.ascontiguousarray(codes).view(np.uint64).reshape(-1, 4)
    return tuple(np.ascontiguousarray(wide[:, word]) for word in range(4))


def _words(codes: Codes) -> Ints:
    return np.ascontiguousarray(codes).view(">u2").reshape(-1, TABLES).astype(np.int64)

"""The comparison of pictures in stages: prints, points, geometry, blocks; each where asked."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from domain.digests import Sha256
from matcher.pictures.agreeing import Levels
from matcher.pictures.composites import is_composite
from matcher.pictures.described import described, looked_closer, read_described
from matcher.pictures.gallery import Found
from matcher.pictures.geometry import Pixels
from matcher.pictures.laid_out import LaidOut, keep_laid_out, laid_out, open_laid_out
from matcher.pictures.stages import Look, Searched, by_points, by_prints

MAKER = "cascade/1"
"""Names the way features are made and compared."""

CANDIDATES, CLOSER_CANDIDATES = 8, 14
"""References that are put in their place at first, and on a closer look."""

CLOSER_SIDE, CLOSER_POINTS = 704, 1200
"""Longer side and points of a closer look: for pictures put together of several, and where the
first look leaves something open."""


SETTLED_SHARE = 0.02
"""Share of the references that may lie beside the others until all are laid out anew."""


class Cascade:
    """References that are searched together: those laid out at night, and those that came since.

    A reference that is removed is not found from that moment; its points go at the next merge.
    """

    maker = MAKER

    def __init__(self) -> None:
        # the same sums in the same order, and no waiting for each other
        cv2.setNumThreads(1)
        self._main = laid_out({})
        self._new: dict[Sha256, bytes] = {}
        self._side: LaidOut | None = None
        self._off: set[Sha256] = set()

    def __len__(self) -> int:
        """How many references are searched."""
        return len(self.names())

    def names(self) -> set[Sha256]:
        """The references that are searched."""
        return (set(self._main.names) - self._off) | set(self._new)

    def describe(self, pixels: Pixels, *, reference: bool = False) -> bytes:
        """The features of a picture; those of a reference take less room."""
        return described(pixels, reference=reference)

    def add(self, reference: Sha256, features: bytes) -> None:
        """Look for this reference too, from now on; it lies beside the others until a merge."""
        if reference in self._main.names:
            self._off.discard(reference)
            return
        self._new[reference] = features
        self._side = None

    def remove(self, reference: Sha256) -> None:
        """Look for this reference no more."""
        if self._new.pop(reference, None) is None:
            self._off.add(reference)
        self._side = None

    def merge(self) -> None:
        """Lay out everything anew, as is done at night."""
        kept = {
            name: self._main.features[
                self._main.starts[place] : self._main.starts[place + 1]
            ].tobytes()
            for place, name in enumerate(self._main.names)
            if name not in self._off
        }
        self._main = laid_out(kept | self._new)
        self._new, self._side, self._off = {}, None, set()

    def settle(self, folder: Path) -> None:
        """Keep the references laid out in a folder, once enough came or went to be worth it."""
        changed = len(self._new) + len(self._off)
        if changed > SETTLED_SHARE * len(self._main.names):
            self.keep(folder)

    def keep(self, folder: Path) -> None:
        """Merge, and write what is laid out into a folder."""
        self.merge()
        keep_laid_out(folder, self._main, self.maker)

    def reopen(self, folder: Path) -> bool:
        """Take what is laid out in a folder, without reading it whole; False where nothing is."""
        kept = open_laid_out(folder, self.maker)
        if kept is not None:
            self._main, self._off = kept, set()
        return kept is not None

    def find(self, pixels: Pixels, features: bytes) -> list[Found]:
        """The references that this picture shows, best first."""
        grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        look = Look(read_described(features), grey, Levels(grey), {})
        searched = self._searched()
        by_prints(look, searched)
        if not look.shows("copy"):
            by_points(look, searched, look.described, CANDIDATES, "points")
        if not look.shows() and (is_composite(grey) or look.found):
            side = min(CLOSER_SIDE, max(grey.shape))
            closer = looked_closer(look.described, grey, side, CLOSER_POINTS)
            by_points(look, searched, closer, CLOSER_CANDIDATES, "pieces")
        return sorted(look.found.values(), key=lambda one: (-one.score, one.reference))

    def _searched(self) -> Searched:
        if self._side is None:
            self._side = laid_out(self._new)
        return Searched((self._main, self._side), frozenset(self._off))

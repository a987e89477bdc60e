"""The comparison of pictures in stages: prints, points, geometry, blocks; each where asked."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from domain.digests import Sha256
from matcher.pictures.agreeing import Levels
from matcher.pictures.candidates import Searched
from matcher.pictures.composites import Piece, pieces_of
from matcher.pictures.described import described, looked_closer, read_described
from matcher.pictures.gallery import Found
from matcher.pictures.geometry import Pixels
from matcher.pictures.laid_out import LaidOut, keep_laid_out, laid_out, open_laid_out
from matcher.pictures.overlapping import surest_of_each_place
from matcher.pictures.pdq import TURNS
from matcher.pictures.printed import printed
from matcher.pictures.stages import Look, Way, by_points, by_prints

MAKER = "cascade/5"
"""Names the way features are made and compared."""

AT_FIRST, CLOSER, IN_A_PIECE = Way("points", 4, 1.3), Way("closer", 5, 1.3), Way("pieces", 2, 2.4)
"""How references are looked for at first, on a closer look, and in one of many pieces, which shows
clearly what it shows."""

CLOSER_SIDE, CLOSER_POINTS = 704, 1200
"""Longer side and points of a closer look, where the first one leaves something open."""

PIECE_SIDE, PIECE_POINTS = 400, 400
"""The same for each piece of a picture put together of several."""

DOUBTFUL = 3.0
"""The clearness of a candidate from which a closer look is worth its time, whatever was found."""

SETTLED_SHARE = 0.02
"""Share of the references that may lie beside the others until all are laid out anew."""


class Cascade:
    """References that are searched together: those laid out at night, and those that came since.

    A reference that is removed is not found from that moment; its points go at the next merge.
    """

    maker = MAKER

    def __init__(self, folder: Path | None = None) -> None:
        """Begin with what is laid out in a folder, where there is one; it is kept there too."""
        # the same sums in the same order, and no waiting for each other
        cv2.setNumThreads(1)
        self._folder = folder
        kept = None if folder is None else open_laid_out(folder, self.maker)
        self._main = laid_out({}) if kept is None else kept
        self._new: dict[Sha256, bytes] = {}
        self._side: LaidOut | None = None
        self._off: set[Sha256] = set()

    def begin_with(self, laid: LaidOut) -> None:
        """Search these references, and no others, until some are added."""
        self._main, self._new, self._side, self._off = laid, {}, None, set()

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

    def settle(self) -> None:
        """Keep the references laid out in the folder, once enough came or went to be worth it."""
        changed = len(self._new) + len(self._off)
        if self._folder is not None and changed > SETTLED_SHARE * len(self._main.names):
            self.merge()
            keep_laid_out(self._folder, self._main, self.maker)

    def find(self, pixels: Pixels, features: bytes) -> list[Found]:
        """The references that this picture shows, best first."""
        grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        look = Look(read_described(features), grey, Levels(grey), Levels(pixels), {})
        searched = self._searched()
        if not by_prints(look, searched, look.described.prints):
            clear = by_points(look, searched, look.described, AT_FIRST)
            self._closer(look, searched, clear)
        return surest_of_each_place(list(look.found.values()))

    def _closer(self, look: Look, searched: Searched, clear: float) -> None:
        """Look at each piece of a picture put together; at all of another that left a doubt."""
        grey = look.grey
        pieces = pieces_of(grey)
        for piece in pieces:
            box = piece.box_in(grey.shape)
            if look.surely_shows(box):
                continue
            if not by_prints(look, searched, [printed(look.colours.at(1), box, TURNS)]):
                seen = looked_closer(look.described, grey, piece, PIECE_SIDE, PIECE_POINTS)
                by_points(look, searched, seen, IN_A_PIECE)
        in_doubt = look.found or clear >= DOUBTFUL
        if in_doubt and not pieces and not look.shows():
            whole = Piece(0, 0, grey.shape[1], grey.shape[0])
            side = min(CLOSER_SIDE, max(grey.shape))
            seen = looked_closer(look.described, grey, whole, side, CLOSER_POINTS)
            by_points(look, searched, seen, CLOSER)

    def _searched(self) -> Searched:
        if self._side is None:
            self._side = laid_out(self._new)
        return Searched((self._main, self._side), frozenset(self._off))

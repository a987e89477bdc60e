"""Which references a picture may show: those with points like its own that could be no other's.

The index votes on points that are alike and agree in turn, size and place. Where goods were
photographed anew few are alike, and chance gives other references as many; what tells them apart
is whether each point is likelier here than anywhere else in the same reference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from domain.digests import Sha256
from matcher.pictures.described import Described
from matcher.pictures.laid_out import LaidOut
from matcher.pictures.postings import sought
from matcher.pictures.registering import far_elsewhere, squared_distances

VOTED = 6
"""For each candidate that is asked for, so many references with most votes have their points
compared, each way."""


@dataclass(frozen=True, slots=True)
class Searched:
    """The references that are searched, and those among them that are not to be found."""

    laid: Sequence[LaidOut]
    off: frozenset[Sha256]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reference that a picture may show: how clearly, which way, and the pairs that say so."""

    clearness: float
    mirrored: bool
    name: Sha256
    own: Described
    pairs: NDArray[np.int64]

    @property
    def rank(self) -> tuple[float, bool, Sha256]:
        """The order in which candidates are looked at."""
        return -self.clearness, self.mirrored, self.name


def candidates_for(
    ways: dict[bool, Described], searched: Searched, count: int
) -> Sequence[Candidate]:
    """At most so many references, the clearest first; `ways` are the picture and its mirror."""
    found: list[Candidate] = []
    for flip, seen in ways.items():
        asked = sought(seen)
        for laid in searched.laid:
            voted = laid.postings.voted(asked, VOTED * count + len(searched.off))
            on = (one for one in voted if laid.names[one.place] not in searched.off)
            for one in islice(on, VOTED * count):
                own = laid.described(one.place)
                clear = round(clearness(own, seen, one.pairs), 4)
                found.append(Candidate(clear, flip, laid.names[one.place], own, one.pairs))
    return sorted(found, key=lambda one: one.rank)[:count]


def clearness(own: Described, seen: Described, pairs: NDArray[np.int64]) -> float:
    """How many points of the picture stand for one of the reference and for no other there.

    A pair counts 1 where its points are the same, and nothing where another place of the
    reference is as like (ratio test, Lowe 2004).
    """
    far = squared_distances(own.numbers, seen.numbers[pairs[:, 1]])
    nearest = far[pairs[:, 0], np.arange(len(pairs))]
    other = far_elsewhere(own, far, pairs[:, 0])
    return float(np.clip(1 - nearest / np.maximum(other, 1e-9), 0, 1).sum())

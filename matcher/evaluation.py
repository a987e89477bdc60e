"""How good the queue is, measured against what analysts decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.candidates import Band


@dataclass(frozen=True, slots=True)
class Judged:
    """A scored pair and what a person found; `band` is None where it was never scored."""

    score: float
    band: Band | None
    infringing: bool


@dataclass(frozen=True, slots=True)
class Quality:
    """Of so many shown, so many were infringing, out of all infringing ones there are."""

    shown: int
    right: int
    infringing: int

    @property
    def precision(self) -> float | None:
        """The share of what was shown that was infringing; None where nothing was shown."""
        return self.right / self.shown if self.shown else None

    @property
    def recall(self) -> float | None:
        """The share of the infringing ones that was shown; None where there are none."""
        return self.right / self.infringing if self.infringing else None


def by_band(judged: Iterable[Judged]) -> dict[Band, Quality]:
    """The quality of each band by itself."""
    rows = list(judged)
    return {band: _quality(rows, [one for one in rows if one.band is band]) for band in Band}


def of_queue_top(judged: Iterable[Judged], count: int) -> Quality:
    """The quality of the first `count` of the queue, highest score first.

    Equal scores keep the order they are given in.
    """
    rows = list(judged)
    queue = [one for one in rows if one.band in (Band.SUGGEST, Band.REVIEW)]
    queue.sort(key=lambda one: -one.score)
    return _quality(rows, queue[:count])


def _quality(rows: list[Judged], shown: list[Judged]) -> Quality:
    right = sum(one.infringing for one in shown)
    return Quality(len(shown), right, sum(one.infringing for one in rows))

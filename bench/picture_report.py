"""Pictures put to our comparison and to its peers, and what each said of them."""

from __future__ import annotations

import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.picture_peers import Peers
from bench.picture_set import Asked, PictureSet, collection, opened, product
from domain.digests import Sha256
from matcher.pictures.cascade import Cascade
from matcher.pictures.described import Described, read_described
from matcher.pictures.gallery import Found
from matcher.pictures.geometry import projected, unit_corners

OURS = "ours"
ACCUSED = ("same_picture",)
WITH_ARTWORKS = "ours, artworks counted too"
Seconds = dict[str, list[float]]


@dataclass(slots=True)
class Tally:
    """What every way said of one picture, as a number that is higher the surer it is.

    `true` by way; `other_a` the surest of a reference of another collection, `other_b` of any.
    """

    asked: Asked
    true: dict[str, float] = field(default_factory=dict)
    other_a: dict[str, float] = field(default_factory=dict)
    other_b: dict[str, float] = field(default_factory=dict)
    finding: str | None = None
    off: float | None = None


class Report:
    """References in both, and everything that was asked."""

    def __init__(self, one: PictureSet) -> None:
        self.set = one
        self.cascade, self.tallies = Cascade(), list[Tally]()
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.described, self.bytes_kept = list[Described](), list[int]()
        pixels = []
        for place, path in enumerate(one.references):
            read = opened(path.read_bytes())
            assert read.pixels is not None
            pixels.append(read.pixels)
            features = self.cascade.describe(read.pixels, reference=True)
            self.cascade.add(Sha256(str(path)), features)
            self.described.append(read_described(features))
            self.bytes_kept.append(len(features))
            _say("references", place + 1, len(one.references))
        self.cascade.merge()
        self.peers = Peers(pixels)
        self.paths = np.array([str(path) for path in one.references])
        self.collections = np.array([collection(path) for path in one.references])

    def ask_all(self, what: str, asked: Iterable[Asked], total: int) -> None:
        """Put pictures to every way, in as many processes as there are cores."""
        _Forked.report = self
        with get_context("fork").Pool(os.cpu_count()) as pool:
            answers = pool.imap(_answered, enumerate(asked, len(self.tallies)), chunksize=4)
            for done, (tally, ours, theirs) in enumerate(answers, 1):
                self.tallies.append(tally)
                for all_of, told in ((self.seconds, ours), (self.peers.seconds, theirs)):
                    for name, seconds in told.items():
                        all_of[name] += seconds
                _say(what, done, total)

    def ask(self, place: int, asked: Asked) -> Tally:
        """Put one picture to every way."""
        start = time.process_time()
        read = opened(asked.content)
        self.seconds["decode"].append(time.process_time() - start)
        assert read.pixels is not None
        start = time.process_time()
        features = self.cascade.describe(read.pixels)
        described = time.process_time()
        found = self.cascade.find(read.pixels, features)
        self.seconds["describe"].append(described - start)
        self.seconds["find"].append(time.process_time() - described)
        tally = Tally(asked)
        self._ours(tally, found)
        if asked.kind != "carton":
            own = self._own(asked)
            for name, far in self.peers.distances(read.pixels, place, own).items():
                self._peer(tally, name, far)
        return tally

    def _own(self, asked: Asked) -> int | None:
        return self.set.references.index(asked.source) if asked.kind == "copy" else None

    def _ours(self, tally: Tally, found: Sequence[Found]) -> None:
        own = collection(tally.asked.source)
        for way in (OURS, WITH_ARTWORKS):
            tally.true[way] = tally.other_a[way] = tally.other_b[way] = 0.0
        for one in found:
            path = Path(one.reference)
            if tally.asked.kind == "copy" and path == tally.asked.source:
                tally.true[OURS], tally.finding = one.score, one.finding
                tally.true[WITH_ARTWORKS] = one.score
                tally.off = _off(one, tally.asked)
            elif one.finding != "same_scene":
                _count(tally, one, WITH_ARTWORKS, foreign=collection(path) != own)
                if one.finding in ACCUSED:
                    _count(tally, one, OURS, foreign=collection(path) != own)
            if tally.asked.kind == "carton":
                _carton(tally, one)

    def _peer(self, tally: Tally, name: str, far: NDArray[np.float64]) -> None:
        path = tally.asked.source
        is_own = self.paths == str(path)
        foreign = self.collections != collection(path)
        if tally.asked.kind == "copy":
            tally.true[name] = -float(far[is_own][0])
        tally.other_a[name] = -float(far[foreign].min())
        tally.other_b[name] = -float(far[~is_own].min())


class _Forked:
    """What a forked process holds: the references as they were laid out before."""

    report: Report


def _answered(asked: tuple[int, Asked]) -> tuple[Tally, Seconds, Seconds]:
    """What was said of one picture, with the CPU seconds of our stages and of the peers."""
    report = _Forked.report
    report.seconds, report.peers.seconds = defaultdict(list), defaultdict(list)
    return report.ask(*asked), dict(report.seconds), dict(report.peers.seconds)


def _count(tally: Tally, one: Found, way: str, *, foreign: bool) -> None:
    """Count a finding that is not the picture's own, by the surest."""
    tally.other_b[way] = max(tally.other_b[way], one.score)
    if foreign:
        tally.other_a[way] = max(tally.other_a[way], one.score)


def _carton(tally: Tally, one: Found) -> None:
    path = Path(one.reference)
    if one.finding == "same_scene":
        return
    if collection(path) != "grocery":
        tally.other_a["other product"] = one.score
    elif product(path) == product(tally.asked.source):
        if "other product" not in tally.other_b:
            tally.finding = one.finding
    elif tally.finding is None:
        tally.other_b["other product"] = one.score


def _off(found: Found, asked: Asked) -> float | None:
    """How far the worst corner lies from where it should, as a share of the diagonal."""
    if asked.place is None:
        return None
    should = projected(asked.place, unit_corners())
    lies = projected(found.matrix, unit_corners()) * np.array(asked.size)
    apart = np.linalg.norm(should - lies, axis=1).max()
    return float(apart / np.hypot(*asked.size))


def _say(what: str, done: int, total: int) -> None:
    if done % 100 == 0 or done == total:
        print(f"{what}: {done}/{total}", file=sys.stderr, flush=True)

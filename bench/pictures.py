"""Copies of pictures against named peers: recall by edit at no false listing and at one in 1,000.

    python -m bench.pictures [--quick]

About an hour of one core, shared by all there are; `--quick` takes a tenth of everything. Nothing
was tuned on what is reported here (`bench.picture_split`).
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import picture_growth, picture_index, picture_stages
from bench.picture_growth import Copy
from bench.picture_peers import NAMES, RARE, Peers
from bench.picture_set import (
    COMPOSITES,
    Asked,
    PictureSet,
    collection,
    copies_of,
    edits,
    is_there,
    listings_of_others,
    opened,
    photographs_of_cartons,
    picture_set,
    product,
)
from domain.digests import Sha256
from matcher.pictures.cascade import Cascade
from matcher.pictures.described import Described, read_described
from matcher.pictures.gallery import Found
from matcher.pictures.geometry import projected, unit_corners

OURS = "ours"
Seconds = dict[str, list[float]]
ACCUSED = ("same_picture",)
FULL, QUICK = (30, 2500, 200), (4, 300, 40)
"""Copied references, listings of others and photographs of cartons: in full, and with --quick."""

GROWN_COPIES = 8
"""Every so manieth copy is looked for again among references that grow."""


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
        tally.true[OURS] = tally.other_a[OURS] = tally.other_b[OURS] = 0.0
        for one in found:
            path = Path(one.reference)
            if tally.asked.kind == "copy" and path == tally.asked.source:
                tally.true[OURS], tally.finding = one.score, one.finding
                tally.off = _off(one, tally.asked)
            elif one.finding in ACCUSED:
                tally.other_b[OURS] = max(tally.other_b[OURS], one.score)
                if collection(path) != own:
                    tally.other_a[OURS] = max(tally.other_a[OURS], one.score)
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


def run(*, quick: bool = False) -> None:
    """Print the report; without the shared pictures, that they are not there."""
    if not is_there():
        print("left out: the shared pictures or edits are not on this machine")
        return
    copies, others, cartons = QUICK if quick else FULL
    one_set = picture_set(copies)
    report = Report(one_set)
    total = copies * len(edits().A)
    report.ask_all("copies", copies_of(one_set), total)
    report.ask_all("others", listings_of_others(one_set, others), others)
    report.ask_all("cartons", photographs_of_cartons(one_set, cartons), cartons)
    told(report)
    strangers = [one.asked for one in report.tallies if one.asked.kind == "other"][:40]
    picture_stages.run(report.cascade, strangers)
    known = [
        Copy(one.asked, one_set.references.index(one.asked.source))
        for one in [one for one in report.tallies if one.asked.kind == "copy"][::GROWN_COPIES]
    ]
    picture_growth.run(report.described, strangers, known, (2_000, 100_000))
    picture_index.run(quick=quick)


def told(report: Report) -> None:
    """The tables."""
    copies = [one for one in report.tallies if one.asked.kind == "copy"]
    others = [one for one in report.tallies if one.asked.kind == "other"]
    print(
        f"\n## Copies: {len(report.set.references)} references, {len(copies)} copies of "
        f"{len(report.set.copied)}, {len(others)} listings of others"
    )
    limits = {way: _limits(others, way) for way in (OURS, *NAMES)}
    heads = "".join(f" {way} |" for way in (*NAMES, "ours A, none false", "ours B, 1e-3"))
    print("peers: A, none false\n\n| edit |" + heads)
    print("|---|" + "---:|" * (len(NAMES) + 2))
    for name in edits().A:
        print(f"| {name} |" + _row([one for one in copies if one.asked.edit == name], limits))
    print("| **mean** |" + _means(copies, limits))
    _ours_told(copies, others, limits)
    _cartons_told([one for one in report.tallies if one.asked.kind == "carton"])
    _cost_told(report)


def _limits(others: Sequence[Tally], way: str) -> tuple[float, float, float]:
    """Beyond which a reference counts: none false under A, 1e-3 under A, 1e-3 under B."""
    under_a = sorted((o.other_a[way] for o in others if way in o.other_a), reverse=True)
    under_b = sorted((o.other_b[way] for o in others if way in o.other_b), reverse=True)
    allowed = len(under_b) // 1000
    return under_a[0], under_a[allowed], under_b[allowed]


def _recall(copies: Sequence[Tally], way: str, limit: float) -> float:
    asked = [one for one in copies if way in one.true]
    return float(np.mean([one.true[way] > limit for one in asked])) if asked else float("nan")


def _recalls(
    copies: Sequence[Tally], limits: dict[str, tuple[float, float, float]]
) -> list[float]:
    peers = [_recall(copies, way, limits[way][0]) for way in NAMES]
    return [*peers, _recall(copies, OURS, limits[OURS][0]), _recall(copies, OURS, limits[OURS][2])]


def _row(copies: Sequence[Tally], limits: dict[str, tuple[float, float, float]]) -> str:
    return "".join(f" {one:.2f} |" for one in _recalls(copies, limits))


def _means(copies: Sequence[Tally], limits: dict[str, tuple[float, float, float]]) -> str:
    by_edit = [
        _recalls([one for one in copies if one.asked.edit == name], limits) for name in edits().A
    ]
    return "".join(f" {one:.3f} |" for one in np.nanmean(np.array(by_edit), axis=0))


def _ours_told(
    copies: Sequence[Tally],
    others: Sequence[Tally],
    limits: dict[str, tuple[float, float, float]],
) -> None:
    none_a, few_a, few_b = limits[OURS]

    def mean(names: Sequence[str], limit: float, only: str | None = None) -> NDArray[np.float64]:
        shares = [
            _recall(
                [
                    one
                    for one in copies
                    if one.asked.edit == name and only in (None, collection(one.asked.source))
                ],
                OURS,
                limit,
            )
            for name in names
        ]
        return np.array(shares)

    names = list(edits().A)
    every = mean(names, none_a)
    print(f"\nours, A, none false: mean {np.nanmean(every):.3f}, worst {np.nanmin(every):.2f}")
    print(f"A, 1e-3 false: mean {np.nanmean(mean(names, few_a)):.3f}")
    print(f"B, 1e-3 false: mean {np.nanmean(mean(names, few_b)):.3f}")
    print(f"composites, A, none false: mean {np.nanmean(mean(COMPOSITES, none_a)):.3f}")
    for name in ("magento", "clothing", "openclipart", "vendure"):
        print(f"{name}: mean {np.nanmean(mean(names, none_a, name)):.3f}")
    accused = np.mean([one.finding in ACCUSED for one in copies])
    wrong_a = sum(one.other_a[OURS] > 0 for one in others)
    wrong_b = sum(one.other_b[OURS] > 0 for one in others)
    print(
        f"as shipped, by the finding same_picture: {accused:.3f} of the copies; listings of "
        f"others accused: {wrong_a} under A, {wrong_b} under B, of {len(others)}"
    )
    placed = np.array([one.off for one in copies if one.off is not None])
    print(
        f"outlines: {np.mean(placed <= 0.05):.4f} within 5 % of the diagonal, "
        f"median {np.median(placed) * 100:.2f} %"
    )


def _cartons_told(cartons: Sequence[Tally]) -> None:
    if not cartons:
        return
    right = sum(one.finding in {"same_artwork", "same_picture"} for one in cartons)
    as_artwork = sum(one.finding == "same_artwork" for one in cartons)
    wrong = sum(one.other_b.get("other product", 0) > 0 for one in cartons)
    strangers = sum(one.other_a.get("other product", 0) > 0 for one in cartons)
    print(
        f"\n## Cartons in shops: {len(cartons)}; right product {right / len(cartons):.3f} (as "
        f"same_artwork {as_artwork / len(cartons):.3f}); best is another grocery {wrong}, "
        f"anything else found {strangers}"
    )


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


def _cost_told(report: Report) -> None:
    print("\n## CPU ms a picture (median)")
    for name, seconds in {**report.seconds, **report.peers.seconds}.items():
        print(f"{name}: {np.median(seconds) * 1000:.1f}")
    parts = (report.seconds[name] for name in ("decode", "describe", "find"))
    sums = np.array([sum(three) for three in zip(*parts, strict=True)])
    others = sums[[one.asked.kind != "copy" for one in report.tallies]]
    print(f"ours in all: {np.median(sums) * 1000:.0f}; of others {np.median(others) * 1000:.0f}")
    print(f"({RARE} on every tenth picture)")
    print(f"features kept of a reference: {np.mean(report.bytes_kept):,.0f} bytes on average")


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


if __name__ == "__main__":
    run(quick="--quick" in sys.argv[1:])

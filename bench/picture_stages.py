"""What a picture costs, by stage: where the CPU of a search goes."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import ParamSpec, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.picture_set import Asked, opened
from matcher.pictures import cascade, stages
from matcher.pictures.cascade import Cascade

PEER = "peer: OpenCV's SIFT, 640 px, 700 points, alone"
TIMED: Sequence[tuple[ModuleType, str, str]] = (
    (cascade, "by_prints", "find: prints"),
    (stages, "candidates_for", "find: candidates"),
    (stages, "registered", "find: put in place"),
    (stages, "_told", "find: blocks"),
    (cascade, "looked_closer", "find: closer look"),
)
"""Functions that are timed where they are called; a stage that is not reached costs nothing."""

Asks = ParamSpec("Asks")
Given = TypeVar("Given")


class Stopwatch:
    """CPU seconds by stage of the picture that is asked now, and of all before it."""

    def __init__(self) -> None:
        self._now: dict[str, float] = defaultdict(float)
        self.pictures: list[dict[str, float]] = []

    def timed(
        self, stage: str, made: Callable[Asks, Given], *asks: Asks.args, **more: Asks.kwargs
    ) -> Given:
        """What the function gives, its time put down to the stage."""
        start = time.process_time()
        given = made(*asks, **more)
        self._now[stage] += time.process_time() - start
        return given

    def turn_over(self) -> None:
        """The picture is done."""
        self.pictures.append(dict(self._now))
        self._now = defaultdict(float)


def run(searched: Cascade, asked: Sequence[Asked]) -> None:
    """Print median and mean of each stage, beside one call of OpenCV's own SIFT."""
    watch = Stopwatch()
    with _watched(watch):
        for one in asked:
            read = watch.timed("decode", opened, one.content)
            if read.pixels is None:
                continue
            watch.timed(PEER, _sift, read.pixels)
            features = watch.timed("describe", searched.describe, read.pixels)
            watch.timed("find, all of it", searched.find, read.pixels, features)
            watch.turn_over()
    print(f"\n## CPU by stage ({len(watch.pictures)} pictures of others, ms)")
    print("| stage | median | mean |\n|---|---:|---:|")
    names = sorted({name for one in watch.pictures for name in one})
    for name in names:
        spent = np.array([one.get(name, 0.0) for one in watch.pictures]) * 1000
        print(f"| {name} | {np.median(spent):.1f} | {spent.mean():.1f} |")


@contextmanager
def _watched(watch: Stopwatch) -> Iterator[None]:
    own = {(module, name): getattr(module, name) for module, name, _ in TIMED}
    for module, name, stage in TIMED:
        setattr(module, name, _wrapped(watch, stage, own[module, name]))
    try:
        yield
    finally:
        for (module, name), made in own.items():
            setattr(module, name, made)


def _wrapped(watch: Stopwatch, stage: str, made: Callable[Asks, Given]) -> Callable[Asks, Given]:
    def timed(*asks: Asks.args, **more: Asks.kwargs) -> Given:
        return watch.timed(stage, made, *asks, **more)

    return timed


def _sift(pixels: NDArray[np.uint8]) -> None:
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    scale = 640 / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    cv2.SIFT.create(nfeatures=700).detectAndCompute(small, None)

"""The peers of the report on pictures: global prints, each as it is meant to be used."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from matcher.pictures.pdq import TURNS, distances, turned_prints

Pixels = NDArray[np.uint8]
Distances = NDArray[np.float64]

RARE = "imagehash.crop_resistant_hash"
"""Costs 300 ms a picture: it is measured on every `EVERY`th."""

EVERY = 10
Made = TypeVar("Made")
SHORT: Mapping[str, Callable[[Image.Image], imagehash.ImageHash]] = {
    "imagehash.phash": imagehash.phash,
    "imagehash.dhash": imagehash.dhash,
    "imagehash.whash": imagehash.whash,
}
NAMES = (*SHORT, "PDQ", "PDQ, 8 turns", RARE)


class Peers:
    """Prints of references, and distances of a picture to all of them by each peer."""

    def __init__(self, references: Sequence[Pixels]) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        shown = [_image(one) for one in references]
        self._short = {
            name: np.stack([made(one).hash.ravel() for one in shown])
            for name, made in SHORT.items()
        }
        self._pdq = np.stack([turned_prints(one).codes[0] for one in references])
        self._rare: dict[int, imagehash.ImageMultiHash] = {}
        self._shown = shown

    def distances(self, pixels: Pixels, place: int, own: int | None) -> dict[str, Distances]:
        """Distances to every reference, of which `own` is the true one.

        The dear one only for every tenth picture, to its own and every tenth reference.
        """
        shown, found = _image(pixels), {}
        for name, made in SHORT.items():
            code = self._timed(name, partial(made, shown)).hash.ravel()
            found[name] = (self._short[name] != code).sum(axis=1).astype(np.float64)
        turned = self._timed("PDQ, 8 turns", lambda: turned_prints(pixels))
        turns = np.stack([distances(turned.codes[k], self._pdq) for k in range(TURNS)])
        found["PDQ"], found["PDQ, 8 turns"] = turns[0].astype(float), turns.min(0).astype(float)
        if place % EVERY == 0:
            found[RARE] = self._by_segments(shown, own)
        return found

    def _by_segments(self, shown: Image.Image, own: int | None) -> Distances:
        code = self._timed(RARE, partial(imagehash.crop_resistant_hash, shown))
        far = np.full(len(self._shown), np.inf)
        for place in {*range(0, len(far), EVERY), *([] if own is None else [own])}:
            if place not in self._rare:
                self._rare[place] = imagehash.crop_resistant_hash(self._shown[place])
            far[place] = self._rare[place] - code
        return far

    def _timed(self, name: str, make: Callable[[], Made]) -> Made:
        start = time.process_time()
        made = make()
        self.seconds[name].append(time.process_time() - start)
        return made


def _image(pixels: Pixels) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(pixels[:, :, ::-1]))

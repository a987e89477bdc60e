"""Measure the basis of `matcher/pictures/codebook.npz` again, on a folder of pictures.

    python -m bin.codebook FOLDER [FOLDER …]

Only half of the pictures is taken, by a digest of their names; `bench.pictures` reports on the
other half.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import faiss
import numpy as np
from numpy.typing import NDArray

from bench.picture_split import is_tuned_on
from matcher.pictures.codes import CODEBOOK, DIMENSIONS, HALF_CELLS, LEVELS
from matcher.pictures.keypoints import keypoints_of, mirror_order
from matcher.pictures.opening import open_picture
from matcher.pictures.states import Limits

SEED, MOST, SPREAD = 5, 300_000, 2.6
"""Descriptors that are measured at most; deviations that the levels of a number reach over."""

Floats = NDArray[np.float32]


def run(folders: list[str]) -> None:
    """Write the basis: main components of descriptors and their mirror images, turned."""
    faiss.omp_set_num_threads(1)
    chosen = np.random.default_rng(SEED)
    own = np.vstack(list(_descriptors(folders)))
    own = own[chosen.permutation(len(own))[: MOST // 2]]
    order = mirror_order()
    both = np.vstack([own, own[:, order]])
    mean = both.mean(axis=0)
    _, vectors = np.linalg.eigh(np.cov((both - mean).T.astype(np.float64)))
    turn, _ = np.linalg.qr(chosen.normal(size=(DIMENSIONS, DIMENSIONS)))
    basis = turn @ vectors[:, ::-1][:, :DIMENSIONS].T
    numbers = np.asarray((both - mean) @ basis.T, dtype=np.float32)
    half = DIMENSIONS // 2
    np.savez_compressed(
        CODEBOOK,
        mean=mean.astype(np.float32),
        basis=basis.astype(np.float32),
        mirror=(basis @ np.eye(128)[order] @ basis.T).astype(np.float32),
        step=np.float32(2 * SPREAD * numbers.std() / (LEVELS - 1)),
        first=_middles(numbers[:, :half]),
        second=_middles(numbers[:, half:]),
    )


def _descriptors(folders: list[str]) -> Iterator[Floats]:
    for path in sorted(path for name in folders for path in Path(name).rglob("*.*")):
        opened = open_picture(path.read_bytes(), Limits()) if is_tuned_on(path.name) else None
        if opened is not None and opened.pixels is not None:
            grey = cv2.cvtColor(opened.pixels, cv2.COLOR_BGR2GRAY)
            yield keypoints_of(np.asarray(grey, dtype=np.uint8), 512, 300).descriptors


def _middles(numbers: Floats) -> Floats:
    means = faiss.Kmeans(numbers.shape[1], HALF_CELLS, niter=12, seed=SEED)
    means.train(np.ascontiguousarray(numbers))
    return np.asarray(means.centroids, dtype=np.float16)


if __name__ == "__main__":
    run(sys.argv[1:])

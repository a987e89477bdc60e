"""What the evidence says, from its two kinds: points that agree, and blocks."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.pictures.agreeing import COUNT, Blocks
from matcher.pictures.judging import Evidence, judged

PAIR = (0.1, 0.1, 0.2, 0.2)


def blocks(share: float, alike: float = 0.97, told: int = 100, spread: float = 30.0) -> Blocks:
    """So many blocks told, a share of which is this much alike."""
    flat = np.zeros(COUNT * COUNT, np.float32)
    flat[: round(told * share)] = alike
    mask = np.arange(COUNT * COUNT) < told
    square = (COUNT, COUNT)
    return Blocks(
        flat.reshape(square), mask.reshape(square), np.full(square, spread, dtype=np.float32)
    )


def by_points(count: int, off: float = 0.001) -> Evidence:
    return Evidence("points", (PAIR,) * count, off)


@pytest.mark.parametrize(
    ("evidence", "seen", "finding"),
    [
        (by_points(80), blocks(0.95), "same_picture"),
        (by_points(60), blocks(0.55), "same_picture"),
        (by_points(60, 0.004), blocks(0.55, alike=0.82, spread=40), "same_artwork"),
        (by_points(40, 0.004), blocks(0.45, alike=0.8, spread=40), "same_scene"),
        (by_points(20, 0.004), blocks(0.15, alike=0.7, spread=40), None),
        (by_points(5), blocks(1.0), None),
        # little contrast leaves little over, and says nothing
        (by_points(10), blocks(0.3, spread=7), None),
        (by_points(10, 0.009), blocks(0.7, spread=7), None),
        (by_points(10), blocks(0.7, alike=0.7, spread=7), None),
        (by_points(80), blocks(1.0, told=5), None),
        (Evidence("copy", bits=12), blocks(0.95), "same_picture"),
        (Evidence("copy", bits=12), blocks(0.5), None),
        (Evidence("print", bits=50), blocks(1.0, told=8), None),
    ],
)
def test_the_finding_follows_the_evidence(
    evidence: Evidence, seen: Blocks, finding: str | None
) -> None:
    verdict = judged(evidence, seen)
    assert (None if verdict is None else verdict.finding) == finding


def test_more_agreement_is_surer() -> None:
    scores = [judged(by_points(60), blocks(share)) for share in (0.6, 0.7, 0.8, 0.9)]
    told = [one.score for one in scores if one is not None]
    assert len(told) == 4
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] <= 1


def test_nothing_agrees_and_nothing_is_told() -> None:
    assert blocks(0).left_over == 255
    assert judged(by_points(99), blocks(0)) is None

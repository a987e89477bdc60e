"""What the evidence says, from its two kinds: points that agree, and blocks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.pictures.agreeing import COUNT, Blocks
from matcher.pictures.judging import Evidence, Verdict, judged, judged_anew, may_be_artwork

PAIR = (0.1, 0.1, 0.2, 0.2)


def blocks(
    share: float,
    alike: float = 0.97,
    told: int = 100,
    spread: float = 30.0,
    *,
    seen: float = 3.0,
    corners: float | None = None,
    scale: float = 1.0,
) -> Blocks:
    """So many blocks told, a share of which is this much alike."""
    flat = np.zeros(COUNT * COUNT, np.float32)
    flat[: round(told * share)] = alike
    mask = np.arange(COUNT * COUNT) < told
    square = (COUNT, COUNT)
    cornered = spread * spread / 45 if corners is None else corners
    own, theirs, both = (
        np.full(square, one, dtype=np.float32) for one in (spread, seen, cornered)
    )
    return Blocks(flat.reshape(square), mask.reshape(square), own, theirs, both, scale)


def by_points(count: int, clear: int | None = None, area: float = 0.5) -> Evidence:
    told = count if clear is None else clear
    return Evidence("points", (PAIR,) * count, clear=told, area=area, tints=0.5)


def told_of(evidence: Evidence, seen: Blocks) -> Verdict | None:
    """As a copy; else as photographed anew, where straightening brings the same evidence."""
    copy = judged(evidence, seen)
    if copy is not None or not may_be_artwork(evidence, seen):
        return copy
    return judged_anew(evidence, seen)


@pytest.mark.parametrize(
    ("evidence", "seen", "finding"),
    [
        (by_points(80), blocks(0.95), "same_picture"),
        (by_points(60), blocks(0.55), "same_picture"),
        (by_points(60), blocks(0.5, alike=0.82, spread=40, seen=30), "same_artwork"),
        (by_points(23, 9), blocks(0.35, alike=0.8, spread=40, seen=30), "same_scene"),
        (by_points(20, 4), blocks(0.15, alike=0.7, spread=40, seen=30), None),
        # a sticker covers half of it, and says nothing else
        (by_points(60), blocks(0.5, seen=3), "same_picture"),
        (by_points(5), blocks(1.0), None),
        # a plain figure found in a letter; and as large as a small copy is
        (by_points(30, area=0.01), blocks(0.9, scale=0.2), None),
        (by_points(30, area=0.9), blocks(0.9, scale=0.2), "same_picture"),
        # edges without a corner
        (by_points(30, clear=2), blocks(0.9, corners=1), None),
        # little contrast has no corners, leaves little over, and says nothing
        (by_points(10, clear=2), blocks(0.3, spread=7), None),
        (by_points(10, 2), blocks(0.7, spread=7), None),
        (by_points(10, clear=2), blocks(0.7, alike=0.7, spread=7), None),
        (by_points(80), blocks(1.0, told=5), None),
        (Evidence("copy", bits=12), blocks(0.95), "same_picture"),
        (Evidence("copy", bits=12), blocks(0.5), None),
        (Evidence("print", bits=50), blocks(1.0, told=8), None),
    ],
)
def test_the_finding_follows_the_evidence(
    evidence: Evidence, seen: Blocks, finding: str | None
) -> None:
    verdict = told_of(evidence, seen)
    assert (None if verdict is None else verdict.finding) == finding


def test_colours_make_no_artwork_of_few_points() -> None:
    seen = blocks(0.5, alike=0.82, spread=40, seen=30)
    few = by_points(16, clear=8)
    findings = [told_of(replace(few, tints=tints), seen) for tints in (0.6, 0.45, -0.1)]
    told = [None if one is None else one.finding for one in findings]
    assert told == ["same_scene", "same_scene", None]


def test_the_colours_tell_which_of_two_siblings_it_is() -> None:
    """Both are there by their points; the one with the colours of the picture is the surer."""
    seen = blocks(0.5, alike=0.82, spread=40, seen=30)
    many = by_points(45)
    own, other = (told_of(replace(many, tints=tints), seen) for tints in (0.7, 0.3))
    assert own is not None
    assert other is not None
    assert (own.finding, other.finding) == ("same_artwork", "same_artwork")
    assert own.score > other.score


def test_a_flat_drawing_needs_more_points() -> None:
    seen = blocks(0.5, alike=0.82, spread=40, seen=30)
    some = by_points(30, clear=20)
    told = [told_of(replace(some, tints=0.5, shades=shades), seen) for shades in (2.3, 2.0, 1.2)]
    assert [one is not None and one.finding == "same_artwork" for one in told] == [
        True,
        True,
        False,
    ]


def test_more_agreement_is_surer() -> None:
    scores = [told_of(by_points(60), blocks(share)) for share in (0.6, 0.7, 0.8, 0.9)]
    told = [one.score for one in scores if one is not None]
    assert len(told) == 4
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] <= 1


def test_nothing_agrees_and_nothing_is_told() -> None:
    assert blocks(0).left_over == 255
    assert told_of(by_points(99), blocks(0)) is None

"""Copies of pictures against named peers: recall by edit at no false listing and at one in 1,000.

    python -m bench.pictures [--quick]

About an hour of one core, shared by all there are; `--quick` takes a tenth of everything. Nothing
was tuned on what is reported here (`bench.picture_split`), but for what docs/pictures.md names.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bench import picture_growth, picture_index, picture_stages
from bench.picture_growth import Copy
from bench.picture_peers import NAMES, RARE
from bench.picture_report import ACCUSED, OURS, WITH_ARTWORKS, Report, Tally
from bench.picture_set import (
    COMPOSITES,
    collection,
    copies_of,
    edits,
    is_there,
    listings_of_others,
    photographs_of_cartons,
    picture_set,
)

FULL, QUICK = (30, 2500, 200), (4, 300, 40)
"""Copied references, listings of others and photographs of cartons: in full, and with --quick."""

GROWN_COPIES = 8
"""Every so manieth copy is looked for again among references that grow."""


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
    artwork_a = sum(one.other_a[WITH_ARTWORKS] > 0 for one in others)
    limit = _limits(others, WITH_ARTWORKS)[2]
    few = [_recall([c for c in copies if c.asked.edit == n], WITH_ARTWORKS, limit) for n in names]
    print(
        f"with every same_artwork counted as false too: {artwork_a} of {len(others)} under A; "
        f"B, 1e-3 false: mean {np.nanmean(few):.3f}"
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


if __name__ == "__main__":
    run(quick="--quick" in sys.argv[1:])

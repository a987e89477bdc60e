"""What the demo analyst finds clear, and how the night compares with the truth table."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.shop.catalogue import LIVE, STREET, TRUTH, WRONG

COUNTRIES = {STREET: "CN", LIVE: "US"}
NEAR = 0.8
"""A pHash value of at most six bits: the same picture, lightly edited at most."""

PLAIN = 0.9
"""The mark's own name, spelt out."""

Choice = tuple[str, str]
"""A verdict and its reason."""


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One line of `candidates list --json`, as far as the demo looks at it."""

    id: int
    platform: str
    item_id: str
    right: str
    right_kind: str
    band: str
    state: str
    signals: Mapping[str, float]

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Self:
        """The line from its JSON."""
        names = ("id", "platform", "item_id", "right", "right_kind", "band", "state")
        readings = row["reasons"]["readings"]
        signals = {reading["signal"]: float(reading["value"]) for reading in readings}
        return cls(**{name: row[name] for name in names}, signals=signals)


def territories_in(portfolio: Path) -> dict[str, tuple[str, ...]]:
    """Where each mark of this portfolio is registered, by slug."""
    table = tomllib.loads(portfolio.read_text(encoding="utf-8"))
    return {mark["slug"]: tuple(mark["territory"]) for mark in table["marks"]}


def clear_decisions(
    rows: Iterable[CandidateRow], territories: Mapping[str, tuple[str, ...]]
) -> dict[Choice, list[int]]:
    """The candidates that score and signals alone make clear, by verdict and reason."""
    found: dict[Choice, list[int]] = defaultdict(list)
    for row in rows:
        choice = _choice(row, territories)
        if row.state == "suggested" and choice:
            found[choice].append(row.id)
    return dict(sorted(found.items()))


def truth_rows(rows: Iterable[CandidateRow]) -> list[tuple[object, ...]]:
    """By kind: offered, suggested, for review, not found, found infringing, and what was missed.

    A candidate counts for a listing only where it names the right that the listing is about.
    """
    about: dict[tuple[str, str], list[CandidateRow]] = defaultdict(list)
    for row in rows:
        truth = TRUTH[row.platform, row.item_id]
        if truth.about is None or row.right.startswith(truth.about):
            about[row.platform, row.item_id].append(row)
    kinds = dict.fromkeys((*WRONG, *(truth.kind for truth in TRUTH.values())))
    return [_counted(kind, about) for kind in kinds]


def _counted(kind: str, about: Mapping[tuple[str, str], list[CandidateRow]]) -> tuple[object, ...]:
    counts: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for key, truth in TRUTH.items():
        if truth.kind == kind:
            bands = {row.band for row in about.get(key, ())}
            band = next((band for band in ("suggest", "review") if band in bands), "none")
            counts[band] += 1
            counts["infringing"] += any(row.state == "infringing" for row in about.get(key, ()))
            missed[truth.detail or "-"] += band == "none" and kind in WRONG
    told = ", ".join(f"{name} {count}" for name, count in sorted((+missed).items()))
    figures = (counts[name] for name in ("suggest", "review", "none", "infringing"))
    return (kind, sum(truth.kind == kind for truth in TRUTH.values()), *figures, told)


def _choice(row: CandidateRow, territories: Mapping[str, tuple[str, ...]]) -> Choice | None:
    """What these signals make clear; None where a person must look."""
    if "authorised_seller" in row.signals:
        return ("cleared", "authorised_seller")
    if row.band != "suggest" or row.signals.keys() & {"compatible_use", "ordinary_word"}:
        return None
    if row.right_kind == "work":
        near = row.signals.get("picture_phash", 0) >= NEAR
        return ("infringing", "copied_picture") if near else None
    protected = COUNTRIES[row.platform] in territories.get(row.right, ())
    plain = row.signals.get("exact_mention", 0) >= PLAIN
    return ("infringing", "mark_in_title") if plain and protected else None

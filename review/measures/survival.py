"""How long until something happens, when some still wait: Kaplan and Meier's product limit.

Kaplan, Meier: Nonparametric Estimation from Incomplete Observations (1958).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Span:
    """How long one thing was watched, in days, and whether it happened at the end of them."""

    days: float
    happened: bool


@dataclass(frozen=True, slots=True)
class Step:
    """From this day on so large a share has not happened; `at_risk` were watched until then."""

    days: float
    left: float
    at_risk: int


def kept(spans: Iterable[Span]) -> tuple[Step, ...]:
    """The share to which it has not happened, step by step; those that still wait stay in.

    Returns:
        A step for each day on which it happened to any, in order; the share before the first is 1.
    """
    ordered = sorted(spans, key=lambda span: (span.days, not span.happened))
    at_risk, left, steps = len(ordered), 1.0, []
    for days, group in groupby(ordered, key=lambda span: span.days):
        ended = list(group)
        happened = sum(span.happened for span in ended)
        if happened:
            left *= 1 - happened / at_risk
            steps.append(Step(days, left, at_risk))
        at_risk -= len(ended)
    return tuple(steps)


def median_days(steps: Iterable[Step]) -> float | None:
    """The first day by which it happened to half; None where fewer are known to."""
    return next((step.days for step in steps if step.left <= 0.5), None)


def happened_by(steps: Iterable[Step], days: float, watched: int) -> float | None:
    """The share to which it happened within so many days; None where nothing was watched."""
    if not watched:
        return None
    left = 1.0
    for step in steps:
        if step.days > days:
            break
        left = step.left
    return 1 - left

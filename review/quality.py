"""How good the queue and those who decide are: figures from decisions, each defined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median

from config.load import read_toml
from config.settings import Settings
from domain.candidates import Band
from domain.decisions import Decision
from domain.errors import InputError
from domain.records import to_plain
from domain.second_looks import LookKind, SecondLook, kappa
from matcher.evaluation import Judged, Quality, by_band, of_queue_top
from matcher.thresholds import Proposal, propose
from review.checks import checked_name, refuse_walled
from review.desk import Store

TOP = 50
STEP = 0.05
NEWEST = 20_000
"""Decisions that are counted at most, the newest."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a person decides.

    `seconds` is the median from being given a candidate to its decision, `per_hour` decisions an
    active hour: the time between two decisions counts as work up to `idle_seconds`.
    """

    analyst: str
    decisions: int
    seconds: float | None
    per_hour: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often a second person found the same: of so many pairs, and Cohen's kappa."""

    pairs: int
    same: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class QualityPage:
    """Everything that is known of quality, and the thresholds that count now."""

    decisions: int
    bands: dict[Band, Quality]
    steps: tuple[tuple[float, Quality], ...]
    top: Quality
    sample: Agreement
    rule: Agreement
    disagreements: tuple[SecondLook, ...]
    paces: tuple[Pace, ...]
    suggest: float
    review: float
    proposal: Proposal | None


def quality(store: Store, settings: Settings) -> QualityPage:
    """The figures over the newest decisions that count, unsure ones left out of precision."""
    with store.reading() as work:
        decided = work.views.judged(NEWEST)
        accepted = work.bands.accepted()
        looks = work.second_looks.answered()
        decisions = work.decisions.newest(NEWEST)
    judged = [Judged(one.score, Band(one.band), one.infringing) for one in decided]
    suggest, review = accepted or _bands_of(settings)
    infringing = sum(one.infringing for one in judged)
    return QualityPage(
        decisions=len(judged),
        bands=by_band(judged),
        steps=tuple(_steps(judged, infringing)),
        top=of_queue_top(judged, TOP),
        sample=_agreement(one for one in looks if one.kind is LookKind.SAMPLE),
        rule=_agreement(one for one in looks if one.kind is LookKind.RULE),
        disagreements=tuple(one for one in looks if one.agrees is False)[-TOP:],
        paces=tuple(_paces(decisions, settings.queue.idle_seconds)),
        suggest=suggest,
        review=review,
        proposal=propose(judged, review_now=review),
    )


def accept_bands(
    store: Store, settings: Settings, suggest: float, review: float, *, who: str, now: datetime
) -> None:
    """Use these thresholds from the next match on, in a person's name, with what they rest on.

    Raises:
        InputError: No name was given, or they are not 0 < review <= suggest <= 1.
        NotAllowed: The account sees only some rights holders.
    """
    name = checked_name(who)
    refuse_walled(walled=store.is_walled)
    if not 0 < review <= suggest <= 1:
        raise InputError(
            f"suggest {suggest:g} and review {review:g} are no bands.",
            mend="Give 0 < review <= suggest <= 1.",
            code="no_bands",
        )
    page = quality(store, settings)
    figures = {
        "decisions": page.decisions,
        "proposal": None if page.proposal is None else to_plain(page.proposal),
    }
    with store.begin() as work:
        work.bands.accept(suggest, review, who=name, now=now, figures=figures)
        told = {"suggest": f"{suggest:g}", "review": f"{review:g}"}
        work.audit.append("bands accepted", "scorecard", told, name, now)


def _bands_of(settings: Settings) -> tuple[float, float]:
    bands = read_toml(settings.match.scorecard)["bands"]
    return float(bands["suggest"]), float(bands["review"])


def _steps(judged: Sequence[Judged], infringing: int) -> Iterable[tuple[float, Quality]]:
    """Quality by score, in steps of 0.05 from the lower end on."""
    rows: dict[int, list[Judged]] = defaultdict(list)
    for one in judged:
        rows[min(int(one.score / STEP + 1e-9), int(1 / STEP) - 1)].append(one)
    for step in sorted(rows, reverse=True):
        right = sum(one.infringing for one in rows[step])
        yield round(step * STEP, 2), Quality(len(rows[step]), right, infringing)


def _agreement(looks: Iterable[SecondLook]) -> Agreement:
    pairs = [(one.first.value, one.verdict.value) for one in looks if one.first and one.verdict]
    return Agreement(len(pairs), sum(one == two for one, two in pairs), kappa(pairs))


def _paces(decisions: Sequence[Decision], idle: int) -> Iterable[Pace]:
    by_analyst: dict[str, list[Decision]] = defaultdict(list)
    for one in sorted(decisions, key=lambda one: one.id):
        by_analyst[one.analyst].append(one)
    for analyst, mine in sorted(by_analyst.items()):
        # what was decided in bulk, by command or as a group, tells nothing of looking
        times = [one.decided_at for one in mine if one.shown_at is not None]
        gaps = [(b - a).total_seconds() for a, b in pairwise(times)]
        active = sum(min(max(gap, 0.0), idle) for gap in gaps)
        looked = [
            min((one.decided_at - one.shown_at).total_seconds(), idle)
            for one in mine
            if one.shown_at is not None
        ]
        yield Pace(
            analyst,
            len(mine),
            median(looked) if looked else None,
            len(gaps) * 3600 / active if active else None,
        )

"""The figures, each with its definition, its denominator and what it was counted from.

The definitions are those of the desk's words (`figure_<key>_means`); nobody in the trade publishes
them in full, so a figure is worth little without its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil
from statistics import median

from domain.decisions import Verdict
from domain.measures import DecidedCandidate
from review.measures.facts import Facts, Followed, Period
from review.measures.survival import Span, happened_by, kept, median_days

DAY = timedelta(days=1)
IDLE = timedelta(seconds=60)
"""A pause between two decisions is work up to this length; what is longer is not counted."""

TOP_SELLERS = 0.03
RELISTED_BY = (7, 30, 90)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a period.

    Attributes:
        unit: `count`, `share` (0 to 1), `hours`, `days` or `per_hour`.
        value: None where there is nothing to count it from.
        of: How many things it was counted from: the denominator.
    """

    key: str
    unit: str
    value: float | None
    of: int


def figures(facts: Facts, period: Period) -> tuple[Figure, ...]:
    """Every figure of this period, in the order of the work."""
    filed = [one for one in facts.filed if period.holds(one.filed.filed_at)]
    return (*_work(facts, period), *_answers(filed), *_gone(facts, filed, period))


def by_platform(facts: Facts, period: Period) -> Mapping[str, tuple[Figure, ...]]:
    """The same figures of each platform that anything was found, decided or filed on."""
    platforms = {one.platform for one in facts.found}
    platforms |= {one.platform for one in facts.decided}
    platforms |= {one.filed.platform for one in facts.filed}
    return {one: figures(only(facts, one), period) for one in sorted(platforms)}


def only(facts: Facts, platform: str) -> Facts:
    """The facts of one platform."""
    return Facts(
        facts.now,
        tuple(one for one in facts.found if one.platform == platform),
        tuple(one for one in facts.decided if one.platform == platform),
        tuple(one for one in facts.filed if one.filed.platform == platform),
    )


def _work(facts: Facts, period: Period) -> Iterable[Figure]:
    found = [one for one in facts.found if period.holds(one.suggested_at)]
    decided = [one for one in facts.decided if period.holds(one.decided_at)]
    guilty = sum(one.verdict is Verdict.INFRINGING for one in decided)
    filed = [one for one in facts.filed if period.holds(one.filed.filed_at)]
    yield Figure("found", "count", len(found), len(found))
    yield Figure("decided", "count", len(decided), len(decided))
    yield _share("infringing_share", guilty, len(decided))
    yield _middle("decide_lag", "hours", [one.decided_at - one.captured_at for one in decided])
    yield reviews_per_hour(decided)
    yield Figure("filed", "count", len(filed), len(filed))
    lags = [one.filed.filed_at - one.filed.decided_at for one in filed]
    yield _middle("file_lag", "hours", lags)


def _answers(filed: list[Followed]) -> Iterable[Figure]:
    staying = [one for one in filed if not one.withdrawn]
    yield _waited("response_time", [_until(one, one.answered_at) for one in staying])
    answered = [one for one in staying if one.answered_at is not None]
    yield _share("success_rate", sum(one.removed for one in staying), len(staying))
    refused = [one for one in answered if not one.removed]
    yield _share("refusal_rate", len(refused), len(answered))
    yield _share("wrong_notice_rate", sum(one.wrong for one in filed), len(filed))


def _gone(facts: Facts, filed: list[Followed], period: Period) -> Iterable[Figure]:
    staying = [one for one in filed if not one.withdrawn]
    yield _waited("removal_time", [_until(one, one.gone_at) for one in staying])
    gaps = [gap for one in staying if (gap := one.gap) is not None]
    yield _middle("removal_gap", "days", gaps)
    gone = [one for one in facts.filed if period.holds(one.gone_at)]
    yield Figure("removed", "count", len(gone), len(gone))
    shown = [one.gone_at - one.filed.first_seen_at for one in gone if one.gone_at]
    yield _middle("exposure_time", "days", shown)
    spans = relisting_spans(gone, facts.now)
    steps = kept(spans)
    for days in RELISTED_BY:
        share = happened_by(steps, days, len(spans))
        yield Figure(f"relisted_{days}", "share", share, len(spans))
    yield repeat_share(filed)


def reviews_per_hour(decided: Iterable[DecidedCandidate]) -> Figure:
    """Decisions for each hour of work; a person's pauses count up to a minute.

    What was decided in bulk tells nothing of looking and is left out.
    """
    times: dict[str, list[datetime]] = {}
    for one in (each for each in decided if each.shown):
        times.setdefault(one.analyst, []).append(one.decided_at)
    worked, counted = timedelta(), 0
    for own in times.values():
        ordered = sorted(own)
        for before, after in pairwise(ordered):
            worked, counted = worked + min(after - before, IDLE), counted + 1
    hours = worked / timedelta(hours=1)
    return Figure("reviews_per_hour", "per_hour", counted / hours if hours else None, counted)


def repeat_share(filed: Iterable[Followed]) -> Figure:
    """The share of filed listings that the busiest 3 % of sellers offered, one seller at least."""
    counts = Counter(
        (one.filed.platform, one.filed.seller) for one in filed if one.filed.seller is not None
    )
    total = sum(counts.values())
    top = ceil(len(counts) * TOP_SELLERS)
    share = sum(count for _, count in counts.most_common(top)) / total if total else None
    return Figure("repeat_share", "share", share, total)


def relisting_spans(gone: Iterable[Followed], now: datetime) -> list[Span]:
    """How long each removed listing stayed away, or has stayed away until now."""
    return [
        Span(((one.back_at or now) - one.gone_at) / DAY, one.back_at is not None)
        for one in gone
        if one.gone_at is not None
    ]


def removal_spans(filed: Iterable[Followed]) -> list[Span]:
    """From filing to the first look that showed it gone; those still offered stay in."""
    return [_until(one, one.gone_at) for one in filed if not one.withdrawn]


def _until(one: Followed, at: datetime | None) -> Span:
    return Span(((at or one.now) - one.filed.filed_at) / DAY, at is not None)


def _waited(key: str, spans: list[Span]) -> Figure:
    return Figure(key, "days", median_days(kept(spans)), len(spans))


def _share(key: str, part: int, whole: int) -> Figure:
    return Figure(key, "share", part / whole if whole else None, whole)


def _middle(key: str, unit: str, spans: list[timedelta]) -> Figure:
    each = timedelta(hours=1) if unit == "hours" else DAY
    lengths = [span / each for span in spans]
    return Figure(key, unit, median(lengths) if lengths else None, len(lengths))

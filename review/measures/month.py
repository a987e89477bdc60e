"""The report of a month: figures with their definitions, platforms, charts; PDF and tables."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.errors import InputError
from domain.records import Plain
from review.measures.charts import Chart, Say, charts
from review.measures.facts import Facts, Period
from review.measures.figures import Figure, by_platform, figures
from takedown.cells import csv_bytes
from typesetting.press import print_pdf

TEMPLATE = Path(__file__).with_name("templates") / "month.typ"
BY_PLATFORM = ("found", "filed", "success_rate", "response_time", "removal_time", "relisted_30")
"""The figures that are told platform by platform."""


def month_of(text: str, zone: ZoneInfo) -> Period:
    """The month that is written as 2026-11, from midnight to midnight in this time zone.

    Raises:
        InputError: It is no month.
    """
    try:
        first = datetime.strptime(text, "%Y-%m").replace(tzinfo=zone)
    except ValueError:
        raise InputError(
            f"{text!r} is no month.", mend="Write it as 2026-11.", code="no_month", given=text
        ) from None
    days = calendar.monthrange(first.year, first.month)[1]
    last = first.replace(day=days)
    year, month = (last.year + 1, 1) if last.month == 12 else (last.year, last.month + 1)
    return Period(first, datetime(year, month, 1, tzinfo=zone))


def month_pdf(facts: Facts, period: Period, language: str, say: Say) -> bytes:
    """The report as PDF/A; the same facts and month, the same bytes.

    Raises:
        InputError: A font is missing, or a value cannot be set in type.
    """
    drawn = charts(_until(facts, period), say)
    files = {f"{one.key}.svg": one.svg.encode() for one in drawn}
    known = f"{say('known_at')} {facts.now.astimezone(period.start.tzinfo):%Y-%m-%d %H:%M %Z}"
    content: dict[str, Plain] = {
        "language": language,
        "title": f"{say('month_report')} {period.start:%Y-%m}",
        "subtitle": f"{period.start:%Y-%m-%d} – {period.end:%Y-%m-%d} · {known}",
        "footer": say("title"),
        "figures": {
            "head": say("figures"),
            "heads": [say(one) for one in ("figure", "value", "counted_from", "definition")],
            "rows": [figure_row(one, say) for one in figures(facts, period)],
        },
        "platforms": _platforms(facts, period, say),
        "charts": [
            {"file": f"{one.key}.svg", "title": one.title, "means": one.means, "of": str(one.of)}
            for one in drawn
        ],
    }
    return print_pdf((TEMPLATE,), content, period.end.date(), files)


def figure_row(figure: Figure, say: Say) -> list[str]:
    """A figure as it is shown: name, value, denominator, definition."""
    return [
        say(f"figure_{figure.key}"),
        shown(figure, say),
        f"{figure.of:,}",
        say(f"figure_{figure.key}_means"),
    ]


def shown(figure: Figure, say: Say) -> str:
    """The value with its unit; what is not known is said so."""
    value = figure.value
    if value is None:
        return say("not_known")
    if figure.unit == "share":
        return f"{value:.1%}"
    if figure.unit == "count":
        return f"{value:,.0f}"
    return f"{value:,.1f} {say(f'unit_{figure.unit}')}"


def chart_csv(chart: Chart) -> bytes:
    """The numbers of a chart as CSV with a byte order mark; no cell is a formula."""
    return csv_bytes(chart.heads, chart.rows)


def figures_csv(found: Mapping[str, Iterable[Figure]], say: Say) -> bytes:
    """Figures by platform as CSV, each with its denominator and definition."""
    heads = [say(one) for one in ("platform", "figure", "value", "counted_from", "definition")]
    rows = [
        [
            platform,
            say(f"figure_{one.key}"),
            "" if one.value is None else f"{one.value:.6g}",
            str(one.of),
            say(f"figure_{one.key}_means"),
        ]
        for platform, own in found.items()
        for one in own
    ]
    return csv_bytes(heads, rows)


def _platforms(facts: Facts, period: Period, say: Say) -> dict[str, Plain]:
    rows = []
    for platform, own in by_platform(facts, period).items():
        known = {one.key: one for one in own}
        if any(known[key].of for key in BY_PLATFORM):
            rows.append([platform, *(shown(known[key], say) for key in BY_PLATFORM)])
    heads = [say("platform"), *(say(f"figure_{key}") for key in BY_PLATFORM)]
    return {"head": say("by_platform"), "heads": heads, "rows": rows}


def _until(facts: Facts, period: Period) -> Facts:
    """The facts as the charts of a past month show them: to its end, not to today."""
    now = min(facts.now, period.end)
    return Facts(
        now,
        tuple(one for one in facts.found if one.suggested_at < now),
        tuple(one for one in facts.decided if one.decided_at < now),
        tuple(one for one in facts.filed if one.filed.filed_at < now),
    )

"""`figures` and `report`: the numbers of a month, as a list and as a report to hand on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from domain.records import to_plain
from review.cli.exits import told
from review.cli.options import AsJson, Language
from review.cli.session import Session, session_of
from review.measures.charts import charts
from review.measures.facts import Facts, Period, gather
from review.measures.figures import by_platform, figures, only
from review.measures.month import chart_csv, figure_row, figures_csv, month_of, month_pdf
from review.web.words import speaker

Month = Annotated[
    str | None, typer.Option("--month", help="The month, as 2026-11; else this one.")
]


def figures_of_month(
    context: typer.Context,
    month: Month = None,
    platform: Annotated[
        str | None, typer.Option("--platform", help="A platform's slug; none for all.")
    ] = None,
    language: Language = None,
    as_json: AsJson = False,
) -> None:
    """Show the figures of a month, each with what it was counted from and its definition."""
    with told():
        session = session_of(context)
        facts, period = _facts(session, month)
        found = figures(only(facts, platform) if platform else facts, period)
        if as_json:
            session.json([to_plain(one) for one in found])
            return
        say = speaker(language or session.settings.review.language)
        heads = tuple(say(one) for one in ("figure", "value", "counted_from", "definition"))
        rows = [tuple(figure_row(one, say)) for one in found]
        session.table(f"{say('figures')} {period.start:%Y-%m}", heads, list(rows))


def report(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", help="The folder that is filled.")],
    month: Month = None,
    language: Language = None,
) -> None:
    """Write the report of a month: a PDF, its charts as SVG, and every number as CSV."""
    with told():
        session = session_of(context)
        facts, period = _facts(session, month)
        chosen = language or session.settings.review.language
        say = speaker(chosen)
        name = f"{period.start:%Y-%m}.{chosen}"
        files = {
            f"report-{name}.pdf": month_pdf(facts, period, chosen, say),
            f"figures-{name}.csv": figures_csv(
                {say("all_platforms"): figures(facts, period), **by_platform(facts, period)}, say
            ),
        }
        for one in charts(facts, say):
            files[f"{one.key}.{chosen}.svg"] = one.svg.encode()
            files[f"{one.key}.{chosen}.csv"] = chart_csv(one)
        out.mkdir(parents=True, exist_ok=True)
        for file_name, content in files.items():
            (out / file_name).write_bytes(content)
            session.say(str(out / file_name))


def _facts(session: Session, month: str | None) -> tuple[Facts, Period]:
    settings, now = session.settings, session.clock()
    zone = ZoneInfo(settings.schedule.timezone)
    period = month_of(month or f"{now.astimezone(zone):%Y-%m}", zone)
    with session.store() as store:
        facts = gather(store, timedelta(hours=settings.watch.confirm_hours), now)
    return facts, period

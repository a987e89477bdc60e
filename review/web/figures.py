"""The page of figures and charts, each also as a table, and the report of a month."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Query, Request, Response
from markupsafe import Markup
from starlette.exceptions import HTTPException

from domain.accounts import Role
from review.measures.charts import Chart, chart, charts
from review.measures.facts import Facts, Period, gather
from review.measures.figures import by_platform, figures, only
from review.measures.month import chart_csv, figure_row, figures_csv, month_of, month_pdf
from review.web.door import needs
from review.web.page import Desk
from review.web.words import speaker

Month = Annotated[str, Query(pattern=r"^(\d{4}-\d{2})?$")]
Platform = Annotated[str, Query(pattern=r"^[a-z0-9_]{0,60}$")]
CSV = "text/csv; charset=utf-8"


def add_figures(app: FastAPI, desk: Desk) -> None:
    """Put the figures at their addresses."""
    _add_page(app, desk)
    _add_files(app, desk)


def _add_page(app: FastAPI, desk: Desk) -> None:
    @app.get("/figures")
    @needs(Role.VIEWER)
    def shown(request: Request, month: Month = "", platform: Platform = "") -> Response:
        facts, period = facts_of(desk, request, month)
        say = speaker(desk.language_of(request))
        names = sorted(
            {one.platform for one in facts.found} | {one.filed.platform for one in facts.filed}
        )
        mine = only(facts, platform) if platform else facts
        context = {
            "month": f"{period.start:%Y-%m}",
            "platform": platform,
            "platforms": names,
            "rows": [figure_row(one, say) for one in figures(mine, period)],
            "charts": [(one, Markup(one.svg)) for one in charts(mine, say)],  # noqa: S704 - drawn by us, every text in it escaped
        }
        return desk.page(request, "figures.html", context)


def _add_files(app: FastAPI, desk: Desk) -> None:
    @app.get("/figures/report.pdf")
    @needs(Role.VIEWER)
    def report(request: Request, month: Month = "") -> Response:
        facts, period = facts_of(desk, request, month)
        language = desk.language_of(request)
        content = month_pdf(facts, period, language, speaker(language))
        return _file(content, "application/pdf", f"report-{period.start:%Y-%m}.{language}.pdf")

    @app.get("/figures/figures.csv")
    @needs(Role.VIEWER)
    def table(request: Request, month: Month = "") -> Response:
        facts, period = facts_of(desk, request, month)
        say = speaker(desk.language_of(request))
        whole = {say("all_platforms"): figures(facts, period), **by_platform(facts, period)}
        return _file(figures_csv(whole, say), CSV, f"figures-{period.start:%Y-%m}.csv")

    @app.get("/figures/{key}.csv")
    @needs(Role.VIEWER)
    def numbers(request: Request, key: str, platform: Platform = "") -> Response:
        return _file(chart_csv(_chart(desk, request, key, platform)), CSV, f"{key}.csv")

    @app.get("/figures/{key}.svg")
    @needs(Role.VIEWER)
    def drawing(request: Request, key: str, platform: Platform = "") -> Response:
        content = _chart(desk, request, key, platform).svg.encode()
        return _file(content, "image/svg+xml", f"{key}.svg")


def facts_of(desk: Desk, request: Request, month: str) -> tuple[Facts, Period]:
    """What this account's figures are counted from, and the month that is asked for.

    Raises:
        InputError: It is no month.
    """
    settings, now = desk.settings, desk.clock()
    zone = ZoneInfo(settings.schedule.timezone)
    period = month_of(month or f"{now.astimezone(zone):%Y-%m}", zone)
    hours = timedelta(hours=settings.watch.confirm_hours)
    return gather(desk.store_of(request), hours, now), period


def _chart(desk: Desk, request: Request, key: str, platform: str) -> Chart:
    facts, _ = facts_of(desk, request, "")
    mine = only(facts, platform) if platform else facts
    found = chart(mine, speaker(desk.language_of(request)), key)
    if found is None:
        raise HTTPException(404, "http_404")
    return found


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)

"""The page of figures and charts, each also as a table."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Query, Request, Response
from markupsafe import Markup

from domain.accounts import Role
from review.measures.charts import charts
from review.measures.facts import Facts, Period, gather
from review.measures.figures import figures, only
from review.measures.month import figure_row, month_of
from review.web.door import needs
from review.web.page import Desk
from review.web.words import speaker

Month = Annotated[str, Query(pattern=r"^(20[0-9]{2}-(0[1-9]|1[0-2]))?$")]
Platform = Annotated[str, Query(pattern=r"^[a-z0-9_]{0,60}$")]


def add_figures(app: FastAPI, desk: Desk) -> None:
    """Put the page of figures at its address."""

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

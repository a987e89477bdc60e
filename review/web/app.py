"""The desk as a web application: the factory, its door and its guard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from config.settings import Settings
from domain.accounts import Role
from domain.decisions import REASONS_OF
from review.desk import Store
from review.web.api.routes import add_api
from review.web.calendar import add_calendar
from review.web.cases import add_cases
from review.web.door import Door
from review.web.figures import add_figures
from review.web.files import add_files
from review.web.guard import LOOPBACK, Guard
from review.web.letters import add_letters
from review.web.marked import pieces, safe_link
from review.web.notices import add_notices
from review.web.page import Desk
from review.web.pages import add_routes
from review.web.people import add_people
from review.web.problems import add_problems
from review.web.signin import add_sign_in

HERE = Path(__file__).parent


def make_app(settings: Settings, store: Store, *, clock: Callable[[], datetime]) -> FastAPI:
    """The desk on this store."""
    own = settings.review
    guard = Guard(hosts=(*LOOPBACK, own.host, *own.hosts), tls=own.tls)
    desk = Desk(store, settings, clock, guard, _templates(ZoneInfo(settings.schedule.timezone)))
    door = Door(store, clock, desk.cookie)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(door)])
    app.middleware("http")(guard)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    add_sign_in(app, desk)
    add_people(app, desk)
    add_routes(app, desk)
    add_notices(app, desk)
    add_letters(app, desk)
    add_files(lambda path, _: app.get(path), desk)
    add_api(app, desk)
    add_figures(app, desk)
    add_cases(app, desk)
    add_calendar(app, desk)
    add_problems(app, desk)
    return app


def _templates(zone: ZoneInfo) -> Jinja2Templates:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
    )
    environment.globals.update(
        REASONS_OF=REASONS_OF,
        ROLES=tuple(Role),
        pieces=pieces,
        safe_link=safe_link,
        local=lambda moment: moment.astimezone(zone),
        zone=zone.key,
    )
    return Jinja2Templates(env=environment)

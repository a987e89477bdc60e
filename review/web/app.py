"""The desk as a web application: the factory, its guard and its error pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException

from config.settings import Settings
from domain.decisions import REASONS_OF
from domain.errors import IllegalTransition, MonitorError, NotFound, StaleView
from review.desk import Store
from review.web.guard import LOOPBACK, Guard
from review.web.marked import pieces, safe_link
from review.web.page import Desk
from review.web.pages import add_routes
from review.web.words import words

logger = logging.getLogger(__name__)

HERE = Path(__file__).parent


def make_app(settings: Settings, store: Store, *, clock: Callable[[], datetime]) -> FastAPI:
    """The desk on this store."""
    guard = Guard(hosts=(*LOOPBACK, settings.review.host))
    desk = Desk(store, settings, clock, guard, _templates())
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.middleware("http")(guard)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    add_routes(app, desk)
    _add_problems(app, desk)
    return app


def _templates() -> Jinja2Templates:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
    )
    environment.globals.update(REASONS_OF=REASONS_OF, pieces=pieces, safe_link=safe_link)
    return Jinja2Templates(env=environment)


def _add_problems(app: FastAPI, desk: Desk) -> None:
    @app.exception_handler(MonitorError)
    def named(request: Request, exc: MonitorError) -> Response:
        statuses = {NotFound: 404, StaleView: 409, IllegalTransition: 409}
        status = next((one for kind, one in statuses.items() if isinstance(exc, kind)), 400)
        return desk.problem(request, str(exc), status)

    @app.exception_handler(HTTPException)
    def http(request: Request, exc: HTTPException) -> Response:
        word = exc.detail if exc.detail in words() else f"http_{exc.status_code}"
        return desk.problem(request, word, exc.status_code)

    @app.exception_handler(RequestValidationError)
    def shape(request: Request, exc: RequestValidationError) -> Response:
        places = ", ".join(str(error["loc"][-1]) for error in exc.errors())
        return desk.problem(request, "not_understood", 422, detail=places)

    @app.exception_handler(Exception)
    def unexpected(request: Request, exc: Exception) -> Response:
        logger.error("page failed", exc_info=exc, extra={"path": request.url.path})
        # this answer is made outside the guard
        return desk.guard.dressed(desk.problem(request, "unexpected", 500))

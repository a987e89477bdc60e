"""What is answered when something went wrong: a page for people, JSON for programs."""

from __future__ import annotations

import logging
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from domain.errors import (
    IllegalTransition,
    MonitorError,
    NotAllowed,
    NotFound,
    SignInRefused,
    StaleView,
    TooManyTries,
)
from review.web.door import API, SAFE_METHODS, SignInFirst
from review.web.page import Desk
from review.web.saying import worded
from review.web.words import speaker, words

logger = logging.getLogger(__name__)

STATUSES: dict[type[MonitorError], int] = {
    NotFound: 404,
    StaleView: 409,
    IllegalTransition: 409,
    NotAllowed: 403,
    TooManyTries: 429,
    SignInRefused: 401,
}


def add_problems(app: FastAPI, desk: Desk) -> None:
    """Let every error end in an answer that says what to do."""

    @app.exception_handler(SignInFirst)
    def sign_in_first(request: Request, exc: SignInFirst) -> Response:
        if request.url.path.startswith(API) or request.method not in SAFE_METHODS:
            return _told(desk, request, "sign_in_first", 401)
        back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?{urlencode({'next': back})}", status_code=303)

    @app.exception_handler(MonitorError)
    def named(request: Request, exc: MonitorError) -> Response:
        status = next((one for kind, one in STATUSES.items() if isinstance(exc, kind)), 400)
        answer = _named(desk, request, exc, status)
        if isinstance(exc, TooManyTries):
            answer.headers["Retry-After"] = str(exc.seconds)
        return answer

    @app.exception_handler(HTTPException)
    def http(request: Request, exc: HTTPException) -> Response:
        word = exc.detail if exc.detail in words() else f"http_{exc.status_code}"
        answer = _told(desk, request, word, exc.status_code)
        answer.headers.update(exc.headers or {})
        return answer

    @app.exception_handler(RequestValidationError)
    def shape(request: Request, exc: RequestValidationError) -> Response:
        places = ", ".join(str(error["loc"][-1]) for error in exc.errors())
        return _told(desk, request, "not_understood", 422, detail=places)

    @app.exception_handler(Exception)
    def unexpected(request: Request, exc: Exception) -> Response:
        logger.error("page failed", exc_info=exc, extra={"path": request.url.path})
        # this answer is made outside the guard
        return desk.guard.dressed(_told(desk, request, "unexpected", 500))


def _named(desk: Desk, request: Request, exc: MonitorError, status: int) -> Response:
    """A page in the reader's language; to programs the English sentence, with its code."""
    if request.url.path.startswith(API):
        told = {"status": status, "message": str(exc), "code": exc.code}
        return JSONResponse({"error": told}, status)
    language = desk.language_of(request)
    message, detail = worded(exc, speaker(language), language)
    return desk.problem(request, message, status, detail=detail)


def _told(
    desk: Desk, request: Request, message: str, status: int, *, detail: str = ""
) -> Response:
    if not request.url.path.startswith(API):
        return desk.problem(request, message, status, detail=detail)
    said = " ".join(filter(None, (speaker("en")(message), detail)))
    return JSONResponse({"error": {"status": status, "message": said, "code": message}}, status)

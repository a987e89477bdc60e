"""The pages of notices: preflight with mends, filing by hand, tickets, answers, withdrawal."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import FastAPI, Form, Path, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from domain.accounts import Role
from domain.notices import NoticeId
from review import desk as logic
from review.checks import LARGEST
from review.filing import Noted, correct_cause, note_answer, note_counter, note_filed, refile
from review.notice_page import notice_page
from review.web.door import needs
from review.web.page import Desk
from takedown.after.causes import Way, causes
from takedown.after.counters import counters
from takedown.after.letters import ACTS, REASONS

Id = Annotated[int, Path(ge=1, le=LARGEST)]
Text = Annotated[str, Form(max_length=100_000)]
Short = Annotated[str, Form(max_length=200)]
Day = Annotated[str, Form(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]


def add_notices(app: FastAPI, desk: Desk) -> None:
    """Put the pages of notices at their addresses."""
    _add_pages(app, desk)
    _add_filing(app, desk)
    _add_mending(app, desk)
    _add_answers(app, desk)


def _add_pages(app: FastAPI, desk: Desk) -> None:
    @app.get("/notices")
    @needs(Role.VIEWER)
    def listed(request: Request) -> Response:
        found = logic.notices(desk.store_of(request))
        return desk.page(request, "notices.html", {"notices": found})

    @app.get("/notices/{number}")
    @needs(Role.VIEWER)
    def one(request: Request, number: Id) -> Response:
        page = notice_page(desk.store_of(request), desk.settings, NoticeId(number))
        context = {
            "page": page,
            "causes": causes(),
            "grounds": counters(),
            "ways": tuple(Way),
            "reasons": REASONS,
            "acts": ACTS,
        }
        return desk.page(request, "notice.html", context)


def _add_filing(app: FastAPI, desk: Desk) -> None:
    @app.post("/notices/{number}/filed")
    @needs(Role.LEAD)
    def filed(request: Request, number: Id, ticket: Short = "", on: Day = "") -> Response:
        store, noted = desk.store_of(request), noted_in(desk, request, on)
        note_filed(store, NoticeId(number), noted, ticket.strip() or None)
        return _back(number)


def _add_mending(app: FastAPI, desk: Desk) -> None:
    @app.post("/notices/{number}/cause")
    @needs(Role.LEAD)
    def corrected(request: Request, number: Id, cause: Short) -> Response:
        store, noted = desk.store_of(request), noted_in(desk, request, "")
        correct_cause(store, NoticeId(number), noted, cause)
        return _back(number)

    @app.post("/notices/{number}/refile")
    @needs(Role.LEAD)
    def again(request: Request, number: Id, mended: Text, way: Way = Form(Way.REFILE)) -> Response:
        store, noted = desk.store_of(request), noted_in(desk, request, "")
        refile(store, desk.settings, NoticeId(number), noted, way=way, mended=mended)
        return _back(number)


def _add_answers(app: FastAPI, desk: Desk) -> None:
    @app.post("/notices/{number}/answer")
    @needs(Role.LEAD)
    def answer(
        request: Request,
        number: Id,
        result: Annotated[str, Form(pattern="^(removed|refused)$")],
        text: Text = "",
        cause: Short = "",
        on: Day = "",
    ) -> Response:
        store, noted = desk.store_of(request), noted_in(desk, request, on)
        removed = result == "removed"
        why = None if removed else cause or None
        said = text.strip() or None
        note_answer(store, NoticeId(number), noted, removed=removed, text=said, cause=why)
        return _back(number)

    @app.post("/notices/{number}/counter")
    @needs(Role.LEAD)
    def counter(request: Request, number: Id, text: Text = "", on: Day = "") -> Response:
        store, noted = desk.store_of(request), noted_in(desk, request, on)
        note_counter(store, NoticeId(number), noted, text=text.strip() or None)
        return _back(number)


def noted_in(desk: Desk, request: Request, on: str) -> Noted:
    """Who writes something down by this request, and on which day it happened.

    Raises:
        HTTPException: That is no day.
    """
    try:
        day = date.fromisoformat(on) if on else None
    except ValueError:
        raise HTTPException(422, "not_understood") from None
    return Noted(desk.name_of(request), desk.clock(), day)


def _back(number: int) -> Response:
    return RedirectResponse(f"/notices/{number}", status_code=303)

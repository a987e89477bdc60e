"""The forms of a notice's letters: withdrawal in two actions, preservation, answers, a suit."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Form, Path, Request, Response
from fastapi.responses import RedirectResponse

from domain.accounts import Role
from domain.notices import NoticeId
from review import letters
from review.checks import LARGEST
from review.web.door import needs
from review.web.notices import Day, Short, noted_in
from review.web.page import Desk
from takedown.after.letters import Act, Brought, WithdrawalReason

Id = Annotated[int, Path(ge=1, le=LARGEST)]


def add_letters(app: FastAPI, desk: Desk) -> None:
    """Put the forms at their addresses; each leads back to the notice, which shows the letter."""
    _add_withdrawal(app, desk)
    _add_letters(app, desk)


def _add_withdrawal(app: FastAPI, desk: Desk) -> None:
    @app.post("/notices/{number}/withdrawal")
    @needs(Role.LEAD)
    def withdrawal(
        request: Request, number: Id, reason: Annotated[WithdrawalReason, Form()]
    ) -> Response:
        store, noted = desk.store_of(request), noted_in(desk, request, "")
        letters.prepare_withdrawal(store, desk.settings, NoticeId(number), noted, reason)
        return _back(number)

    @app.post("/notices/{number}/withdrawn")
    @needs(Role.LEAD)
    def withdrawn(request: Request, number: Id, on: Day = "") -> Response:
        store, noted = desk.store_of(request), noted_in(desk, request, on)
        letters.finish_withdrawal(store, NoticeId(number), noted)
        return _back(number)


def _add_letters(app: FastAPI, desk: Desk) -> None:
    @app.post("/notices/{number}/preservation")
    @needs(Role.LEAD)
    def preservation(request: Request, number: Id) -> Response:
        store, noted = desk.store_of(request), noted_in(desk, request, "")
        letters.write_preservation(store, desk.settings, NoticeId(number), noted)
        return _back(number)

    @app.post("/notices/{number}/reply")
    @needs(Role.LEAD)
    def reply(request: Request, number: Id, ground: Short = "") -> Response:
        store, noted = desk.store_of(request), noted_in(desk, request, "")
        letters.write_answer(store, desk.settings, NoticeId(number), noted, ground=ground or None)
        return _back(number)

    @app.post("/notices/{number}/brought")
    @needs(Role.LEAD)
    def brought(
        request: Request,
        number: Id,
        act: Annotated[Act, Form()],
        authority: Annotated[str, Form(min_length=1, max_length=200)],
        case_number: Short = "",
        on: Day = "",
    ) -> Response:
        store, noted = desk.store_of(request), noted_in(desk, request, on)
        done = Brought(act, authority.strip(), noted.at.date(), case_number.strip() or None)
        letters.write_court_word(store, desk.settings, NoticeId(number), noted, done)
        return _back(number)


def _back(number: int) -> Response:
    return RedirectResponse(f"/notices/{number}#history", status_code=303)

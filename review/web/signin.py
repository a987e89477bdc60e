"""The pages of the sign-in: password, second factor, one-time link, and out again."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from domain.accounts import Role, Stage
from domain.errors import InputError, SignInRefused, TooManyTries
from review.access import factors, signing
from review.web.door import ANYONE, SignInFirst, is_ours, needs
from review.web.page import Desk

Text = Annotated[str, Form(max_length=500)]


def add_sign_in(app: FastAPI, desk: Desk) -> None:
    """Put the pages of the sign-in at their addresses."""
    _add_password(app, desk)
    _add_link(app, desk)
    _add_code(app, desk)
    _add_enrolment(app, desk)


def _add_password(app: FastAPI, desk: Desk) -> None:
    @app.get("/sign-in")
    @needs(ANYONE)
    def asked(request: Request) -> Response:
        return desk.page(request, "sign_in.html", {"problem": "", "back": _back(request)})

    @app.post("/sign-in")
    @needs(ANYONE)
    def given(request: Request, name: Text, password: Text) -> Response:
        try:
            session = signing.sign_in(
                desk.whole_store,
                name,
                password,
                address=desk.address_of(request),
                now=desk.clock(),
            )
        except TooManyTries as exc:
            answer = _again(desk, request, "sign_in.html", "too_many_tries", 429)
            answer.headers["Retry-After"] = str(exc.seconds)
            return answer
        except SignInRefused:
            return _again(desk, request, "sign_in.html", "sign_in_refused", 401)
        return desk.with_session(_onward(desk, request, session), session)

    @app.post("/sign-out")
    @needs(Role.VIEWER)
    def out(request: Request) -> Response:
        signing.sign_out(desk.whole_store, desk.signed(request), now=desk.clock())
        answer = RedirectResponse("/sign-in", status_code=303)
        answer.delete_cookie(desk.cookie, secure=desk.settings.review.tls)
        return answer


def _add_link(app: FastAPI, desk: Desk) -> None:
    @app.get("/sign-in/link")
    @needs(ANYONE)
    def shown(request: Request, key: str = "") -> Response:
        # the link is spent by the button: a program that only looks at addresses spends none
        return desk.page(request, "sign_in_link.html", {"key": key})

    @app.post("/sign-in/link")
    @needs(ANYONE)
    def spent(request: Request, key: Text) -> Response:
        try:
            session = signing.enter_by_link(
                desk.whole_store, key, enrol=desk.settings.review.tls, now=desk.clock()
            )
        except SignInRefused:
            return desk.problem(request, "link_spent", 401)
        return desk.with_session(_onward(desk, request, session), session)


def _add_code(app: FastAPI, desk: Desk) -> None:
    @app.get("/sign-in/code")
    @needs(ANYONE)
    def asked(request: Request) -> Response:
        _at(desk, request, Stage.CODE)
        return desk.page(request, "sign_in_code.html", {"problem": "", "back": _back(request)})

    @app.post("/sign-in/code")
    @needs(ANYONE)
    def given(request: Request, code: Text, token: Text = "") -> Response:
        signed = _at(desk, request, Stage.CODE, token)
        try:
            session = signing.give_code(
                desk.whole_store,
                desk.settings.accounts,
                signed,
                code,
                address=desk.address_of(request),
                now=desk.clock(),
            )
        except TooManyTries:
            return _again(desk, request, "sign_in_code.html", "too_many_tries", 429)
        except SignInRefused:
            return _again(desk, request, "sign_in_code.html", "code_refused", 401)
        return desk.with_session(_onward(desk, request, session), session)


def _add_enrolment(app: FastAPI, desk: Desk) -> None:
    @app.get("/sign-in/enrol")
    @needs(ANYONE)
    def asked(request: Request) -> Response:
        signed = _enrolling(desk, request)
        context = {"new": factors.new_enrolment(signed.account), "problem": ""}
        return desk.page(request, "enrol.html", context)

    @app.post("/sign-in/enrol")
    @needs(ANYONE)
    def given(request: Request, secret: Text, code: Text, token: Text = "") -> Response:
        signed = _enrolling(desk, request, token)
        store, keys, now = desk.whole_store, desk.settings.accounts, desk.clock()
        try:
            codes = factors.enrol(store, keys, signed.account, secret, code, now=now)
        except InputError:
            new = factors.new_enrolment(signed.account, secret)
            context = {"new": new, "problem": "code_refused"}
            return desk.page(request, "enrol.html", context, 400)
        session = signing.renew(store, signed, now=now)
        return desk.with_session(desk.page(request, "recovery.html", {"codes": codes}), session)


def _enrolling(desk: Desk, request: Request, token: str | None = None) -> signing.Signed:
    """Who sets up a second factor: somebody who must, or who has come in without one."""
    signed = _at(desk, request, (Stage.ENROL, Stage.WHOLE), token)
    if signed.account.has_factor:
        raise HTTPException(403, "factor_is_set")
    return signed


def _at(
    desk: Desk, request: Request, stage: Stage | tuple[Stage, ...], token: str | None = None
) -> signing.Signed:
    """Who stands at this stage; with a token, by a form of that session."""
    signed = desk.signed(request)
    if signed.stage not in (stage if isinstance(stage, tuple) else (stage,)):
        raise SignInFirst
    if token is not None and not is_ours(signed, token):
        raise HTTPException(403, "not_our_form")
    return signed


def _onward(desk: Desk, request: Request, session: str) -> Response:
    """To where the person wanted, or to what the sign-in still lacks."""
    found = signing.signed_by_cookie(desk.whole_store, session, now=desk.clock())
    stage = found.stage if found else Stage.WHOLE
    back = _back(request)
    ways = {Stage.CODE: "/sign-in/code", Stage.ENROL: "/sign-in/enrol"}
    if stage in ways:
        return RedirectResponse(f"{ways[stage]}?{urlencode({'next': back})}", status_code=303)
    return RedirectResponse(back, status_code=303)


def _back(request: Request) -> str:
    """Where the person wanted to go; an address of this desk alone."""
    asked = request.query_params.get("next", "/")
    ours = asked.startswith("/") and not asked.startswith(("//", "/\\", "/sign-"))
    return asked if ours and asked.isprintable() and "\\" not in asked else "/"


def _again(desk: Desk, request: Request, page: str, problem: str, status: int) -> Response:
    return desk.page(request, page, {"problem": problem, "back": _back(request)}, status)

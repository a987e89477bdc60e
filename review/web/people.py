"""The pages of accounts: one's own, everybody's for admins, and the log of who did what."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from domain.accounts import AccountId, Role, Scope, TokenId
from domain.rights import HolderSlug
from review.access import passwords, people, signing
from review.access.log import LOG_PAGE, log_page
from review.checks import LARGEST
from review.web.api.shapes import PLAIN
from review.web.door import needs
from review.web.page import Desk

Id = Annotated[int, Path(ge=1, le=LARGEST)]
Text = Annotated[str, Form(max_length=500)]
Slugs = Annotated[list[str], Form()]


def add_people(app: FastAPI, desk: Desk) -> None:
    """Put the pages of accounts at their addresses."""
    _add_own(app, desk)
    _add_tokens(app, desk)
    _add_everybody(app, desk)
    _add_changes(app, desk)
    _add_log(app, desk)


def _add_own(app: FastAPI, desk: Desk) -> None:
    @app.get("/account")
    @needs(Role.VIEWER)
    def own(request: Request) -> Response:
        return _own(desk, request)

    @app.post("/account/password")
    @needs(Role.VIEWER)
    def password(request: Request, new: Text, old: Text = "") -> Response:
        account, store = desk.signed(request).account, desk.whole_store
        address, now = desk.address_of(request), desk.clock()
        signing.change_password(store, account, new, old, address=address, now=now)
        return RedirectResponse("/sign-in", status_code=303)


def _add_tokens(app: FastAPI, desk: Desk) -> None:
    @app.post("/account/tokens")
    @needs(Role.VIEWER)
    def made(
        request: Request,
        name: Text,
        scopes: Annotated[list[Scope], Form()],
        days: Annotated[int, Form(ge=1, le=people.TOKEN_DAYS_MOST)] = 90,
    ) -> Response:
        account = desk.signed(request).account
        secret, _ = people.new_token(
            desk.whole_store, account, name, scopes,
            days=days, who=account.name, now=desk.clock(),
        )  # fmt: skip
        return _own(desk, request, secret)

    @app.post("/account/tokens/{number}/revoke")
    @needs(Role.VIEWER)
    def revoked(request: Request, number: Id) -> Response:
        account = desk.signed(request).account
        people.revoke_token(
            desk.whole_store, account.id, TokenId(number), who=account.name, now=desk.clock()
        )
        return RedirectResponse("/account", status_code=303)


def _add_everybody(app: FastAPI, desk: Desk) -> None:
    @app.get("/people")
    @needs(Role.ADMIN)
    def everybody(request: Request) -> Response:
        return _everybody(desk, request)

    @app.post("/people")
    @needs(Role.ADMIN)
    def added(
        request: Request,
        name: Text,
        role: Annotated[Role, Form()],
        holders: Slugs = [],  # noqa: B006 - FastAPI copies it
        every_holder: Annotated[bool, Form()] = False,
    ) -> Response:
        account = people.add_account(
            desk.whole_store,
            name,
            role,
            holders=None if every_holder else [HolderSlug(one) for one in holders],
            password=None,
            who=desk.name_of(request),
            now=desk.clock(),
        )
        return _with_link(desk, request, account.id)


def _add_changes(app: FastAPI, desk: Desk) -> None:
    @app.post("/people/{number}")
    @needs(Role.ADMIN)
    def changed(
        request: Request,
        number: Id,
        role: Annotated[Role, Form()],
        holders: Slugs = [],  # noqa: B006 - FastAPI copies it
        every_holder: Annotated[bool, Form()] = False,
    ) -> Response:
        people.change_account(
            desk.whole_store,
            AccountId(number),
            role=role,
            holders=[HolderSlug(one) for one in holders],
            every_holder=every_holder,
            who=desk.name_of(request),
            now=desk.clock(),
        )
        return RedirectResponse("/people", status_code=303)

    @app.post("/people/{number}/link")
    @needs(Role.ADMIN)
    def link(request: Request, number: Id) -> Response:
        return _with_link(desk, request, AccountId(number))

    @app.post("/people/{number}/reset-factor")
    @needs(Role.ADMIN)
    def reset(request: Request, number: Id) -> Response:
        who = desk.name_of(request)
        people.reset_factor(desk.whole_store, AccountId(number), who=who, now=desk.clock())
        return RedirectResponse("/people", status_code=303)

    @app.post("/people/{number}/closed")
    @needs(Role.ADMIN)
    def closed(request: Request, number: Id, closed: Annotated[bool, Form()]) -> Response:
        who, account = desk.name_of(request), AccountId(number)
        people.close_account(desk.whole_store, account, closed=closed, who=who, now=desk.clock())
        return RedirectResponse("/people", status_code=303)


def _add_log(app: FastAPI, desk: Desk) -> None:
    @app.get("/log")
    @needs(Role.ADMIN)
    def log(
        request: Request,
        who: Annotated[str, Query(max_length=200, pattern=PLAIN)] = "",
        kind: Annotated[str, Query(max_length=60, pattern=PLAIN)] = "",
        before: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
    ) -> Response:
        page = log_page(desk.store_of(request), who=who, kind=kind, before=before)
        context = {"page": page, "who": who, "kind": kind, "size": LOG_PAGE}
        return desk.page(request, "log.html", context)


def _own(desk: Desk, request: Request, secret: str = "") -> Response:
    account = desk.signed(request).account
    context = {
        "tokens": people.tokens_of(desk.whole_store, account.id),
        "secret": secret,
        "scopes": tuple(Scope),
        "shortest": passwords.SHORTEST,
        "now": desk.clock(),
    }
    return desk.page(request, "account.html", context)


def _everybody(desk: Desk, request: Request, link: str = "", name: str = "") -> Response:
    context = {
        "accounts": people.accounts(desk.whole_store),
        "holders": people.holders(desk.whole_store),
        "link": link,
        "linked": name,
        "minutes": signing.LINK_MINUTES,
    }
    return desk.page(request, "people.html", context)


def _with_link(desk: Desk, request: Request, number: AccountId) -> Response:
    """Everybody, with the one-time link of one person, shown this once."""
    found = people.account(desk.whole_store, number)
    return _everybody(desk, request, desk.link_for(request, found), found.name)

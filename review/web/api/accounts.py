"""The API of accounts: who asks, everybody's for admins, tokens, and the log of who did what."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field, SecretStr, StringConstraints

from domain.accounts import Account, AccountId, Role, Scope, Token, TokenId
from domain.custody import AuditEvent
from domain.rights import HolderSlug
from review.access import people, signing
from review.access.log import log_page
from review.checks import LARGEST
from review.web.api.shapes import (
    PLAIN,
    Body,
    Limit,
    Me,
    Number,
    Offset,
    Page,
    Word,
    answer,
    slice_of,
)  # fmt: skip
from review.web.api.version import Version
from review.web.door import needs
from review.web.page import Desk

Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN)]
Holders = Annotated[list[Name], Field(max_length=1000)]


class NewAccount(Body):
    """A new account; `holders` null sees every rights holder."""

    name: Name
    role: Role
    holders: Holders | None = Field(description="Null for every rights holder.")


class ChangedAccount(Body):
    """What an account is from now on; its sessions end."""

    role: Role
    holders: Holders | None = Field(description="Null for every rights holder.")


class Closing(Body):
    """Whether an account is closed."""

    closed: bool


class NewToken(Body):
    """What a new token is for, what it may be used for, and for how many days."""

    name: Name
    scopes: list[Scope] = Field(min_length=1, max_length=len(Scope))
    days: int = Field(90, ge=1, le=people.TOKEN_DAYS_MOST)


class MadeToken(BaseModel):
    """A new token, with its secret, shown this once."""

    secret: str
    token: Token


class NewPassword(Body):
    """One's own new password, and the old one where there is one."""

    new: SecretStr = Field(max_length=500)
    old: SecretStr = Field(SecretStr(""), max_length=500)


class Link(BaseModel):
    """An address that signs this person in once."""

    address: str
    minutes: int


def add_accounts(api: Version, desk: Desk) -> None:
    """Put accounts at their addresses. What opens a sign-in is refused to a token."""
    _add_own(api, desk)
    _add_tokens(api, desk)
    _add_everybody(api, desk)
    _add_ways_in(api, desk)
    _add_log(api, desk)


def _add_own(api: Version, desk: Desk) -> None:
    @api.get("/me", response_model=Me)
    @needs(Role.VIEWER)
    def me(request: Request) -> Response:
        """Who asks."""
        signed = desk.signed(request)
        account, token = signed.account, signed.token
        holders = None if account.holders is None else sorted(account.holders)
        scopes = None if token is None else sorted(token.scopes)
        plain = {"name": account.name, "role": account.role, "holders": holders}
        return answer({**plain, "scopes": scopes})

    @api.put("/me/password", status_code=204)
    @needs(Role.VIEWER, by_token=False)
    def password(request: Request, given: NewPassword) -> Response:
        """Give oneself a new password; every session ends. Not with a token."""
        account, address = desk.signed(request).account, desk.address_of(request)
        new, old = given.new.get_secret_value(), given.old.get_secret_value()
        store, now = desk.whole_store, desk.clock()
        signing.change_password(store, account, new, old, address=address, now=now)
        return Response(status_code=204)


def _add_tokens(api: Version, desk: Desk) -> None:
    @api.get("/me/tokens", response_model=Page[Token])
    @needs(Role.VIEWER)
    def tokens(request: Request, limit: Limit = 50, offset: Offset = 0) -> Response:
        """One's own tokens, the newest first; never their secrets."""
        found = people.tokens_of(desk.whole_store, desk.signed(request).account.id)
        return slice_of(request, found, limit, offset)

    @api.post("/me/tokens", response_model=MadeToken, status_code=201)
    @needs(Role.VIEWER, by_token=False)
    def made(request: Request, wanted: NewToken) -> Response:
        """Make a token of one's own. Not with a token."""
        account = desk.signed(request).account
        secret, token = people.new_token(
            desk.whole_store, account, wanted.name, wanted.scopes,
            days=wanted.days, who=account.name, now=desk.clock(),
        )  # fmt: skip
        return answer({"secret": secret, "token": token}, 201)

    @api.delete("/me/tokens/{number}", response_model=Token)
    @needs(Role.VIEWER)
    def revoked(request: Request, number: Number) -> Response:
        """Take one of one's own tokens back."""
        account, now = desk.signed(request).account, desk.clock()
        store, token = desk.whole_store, TokenId(number)
        return answer(people.revoke_token(store, account.id, token, who=account.name, now=now))


def _add_everybody(api: Version, desk: Desk) -> None:
    @api.get("/people", response_model=Page[Account])
    @needs(Role.ADMIN)
    def everybody(request: Request, limit: Limit = 50, offset: Offset = 0) -> Response:
        """Every account."""
        return slice_of(request, people.accounts(desk.whole_store), limit, offset)

    @api.post("/people", response_model=Account, status_code=201)
    @needs(Role.ADMIN)
    def added(request: Request, wanted: NewAccount) -> Response:
        """Make an account; it has no way in before a link or a password is given."""
        account = people.add_account(
            desk.whole_store,
            wanted.name,
            wanted.role,
            holders=_slugs(wanted.holders),
            password=None,
            who=desk.name_of(request),
            now=desk.clock(),
        )
        return answer(account, 201)

    @api.put("/people/{number}", response_model=Account)
    @needs(Role.ADMIN)
    def changed(request: Request, number: Number, wanted: ChangedAccount) -> Response:
        """Give an account another role, or other rights holders."""
        account = people.change_account(
            desk.whole_store,
            AccountId(number),
            role=wanted.role,
            holders=_slugs(wanted.holders),
            every_holder=wanted.holders is None,
            who=desk.name_of(request),
            now=desk.clock(),
        )
        return answer(account)

    @api.post("/people/{number}/closed", response_model=Account)
    @needs(Role.ADMIN)
    def closed(request: Request, number: Number, said: Closing) -> Response:
        """Close an account, or open it again."""
        store, who, now = desk.whole_store, desk.name_of(request), desk.clock()
        account = AccountId(number)
        return answer(people.close_account(store, account, closed=said.closed, who=who, now=now))


def _add_ways_in(api: Version, desk: Desk) -> None:
    @api.post("/people/{number}/link", response_model=Link)
    @needs(Role.ADMIN, by_token=False)
    def link(request: Request, number: Number) -> Response:
        """A link that signs this person in once. Not with a token."""
        account = people.account(desk.whole_store, AccountId(number))
        address = desk.link_for(request, account)
        return answer({"address": address, "minutes": signing.LINK_MINUTES})

    @api.post("/people/{number}/reset-factor", status_code=204)
    @needs(Role.ADMIN, by_token=False)
    def reset(request: Request, number: Number) -> Response:
        """Take away a lost second factor. Not with a token."""
        store, who, now = desk.whole_store, desk.name_of(request), desk.clock()
        people.reset_factor(store, AccountId(number), who=who, now=now)
        return Response(status_code=204)


def _add_log(api: Version, desk: Desk) -> None:
    @api.get("/log", response_model=list[AuditEvent])
    @needs(Role.ADMIN)
    def log(
        request: Request,
        who: Word = None,
        kind: Word = None,
        before: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
        limit: Limit = 100,
    ) -> Response:
        """Who did what, the newest first; `before` a place in the record."""
        page = log_page(
            desk.store_of(request), who=who or "", kind=kind or "", before=before, limit=limit
        )
        return answer(page.events)


def _slugs(given: list[str] | None) -> list[HolderSlug] | None:
    return None if given is None else [HolderSlug(one) for one in given]

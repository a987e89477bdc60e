"""The door: each address is kept for a role, and everyone who comes is asked who they are.

An address for which no role is declared answers nobody. What is behind the door sees the store
through the wall of the account (`store/wall.py`).
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from domain.accounts import SCOPE_OF, Role, Stage
from review.access.signing import Signed, signed_by_cookie, signed_by_token
from review.desk import Store

Handler = TypeVar("Handler", bound=Callable[..., Any])

ANYONE = "anyone"
"""For the pages of the sign-in itself."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
API = "/api/"


class SignInFirst(Exception):
    """Nobody is signed in, or not wholly: the browser is led to the sign-in."""


def needs(role: Role | str, *, by_token: bool = True) -> Callable[[Handler], Handler]:
    """Keep the handler beneath for this role and those above it; `ANYONE` for all.

    Without `by_token` it answers a person's session alone: whoever finds a token must not be able
    to make of it another way in.
    """

    def keep(handler: Handler) -> Handler:
        handler.needs = role  # type: ignore[attr-defined]
        handler.by_token = by_token  # type: ignore[attr-defined]
        return handler

    return keep


async def form_token(request: Request) -> str:
    """What the form carries to show that it is one of ours; a script sends it as a header."""
    if request.method in SAFE_METHODS:
        return ""
    kind = request.headers.get("content-type", "")
    if kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        return str((await request.form()).get("token") or "")
    return request.headers.get("x-form-token", "")


@dataclass(frozen=True, slots=True, eq=False)
class Door:
    """Asks who comes, and lets through whom the address is kept for."""

    store: Store
    clock: Callable[[], datetime]
    cookie: str

    def __call__(self, request: Request, given: Annotated[str, Depends(form_token)]) -> None:
        """Put who asks into the request's state.

        Raises:
            SignInFirst: Nobody is signed in.
            HTTPException: The role does not reach, or the form is not one of this session.
        """
        handler = request.scope["route"].endpoint
        needed = getattr(handler, "needs", None)
        if needed is None:
            raise HTTPException(403, "not_declared")
        signed = self._who(request)
        request.state.signed = signed
        if needed == ANYONE:
            return
        if signed is None or signed.stage is not Stage.WHOLE:
            raise SignInFirst
        if not _may(signed, Role(needed)):
            raise HTTPException(403, "role_too_low")
        if signed.token is not None and not handler.by_token:
            raise HTTPException(403, "not_by_token")
        unsafe = request.method not in SAFE_METHODS
        if unsafe and signed.token is None and not is_ours(signed, given):
            raise HTTPException(403, "not_our_form")

    def _who(self, request: Request) -> Signed | None:
        kind, _, secret = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and request.url.path.startswith(API):
            return signed_by_token(self.store, secret.strip(), now=self.clock())
        session = request.cookies.get(self.cookie)
        return signed_by_cookie(self.store, session, now=self.clock()) if session else None


def is_ours(signed: Signed | None, given: str) -> bool:
    """Whether a form carries the token of this session."""
    wanted = signed.form_token if signed else ""
    return bool(wanted) and hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def _may(signed: Signed, needed: Role) -> bool:
    scoped = signed.token is None or SCOPE_OF[needed] in signed.token.scopes
    return scoped and signed.account.role.reaches(needed)

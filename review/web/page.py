"""What every page of the desk needs: the store, the words, and the way a page is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates

from config.settings import Settings
from domain.accounts import Account
from domain.languages import LANGUAGES
from review.access.signing import SESSION_HOURS, Signed, new_link
from review.ahead import Ahead
from review.desk import Store
from review.web.door import SignInFirst
from review.web.guard import Guard
from review.web.words import language_of, speaker


@dataclass(frozen=True, slots=True)
class Desk:
    """What every page needs.

    `whole_store` has no wall: it is for signing in and for accounts alone. Everything else asks
    for `store_of` the request.
    """

    whole_store: Store
    settings: Settings
    clock: Callable[[], datetime]
    guard: Guard
    templates: Jinja2Templates
    ahead: Ahead = field(default_factory=Ahead)

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; behind TLS no other host can have set it."""
        return "__Host-desk" if self.settings.review.tls else "desk"

    def signed(self, request: Request) -> Signed:
        """Who asks.

        Raises:
            SignInFirst: Nobody is signed in.
        """
        signed: Signed | None = getattr(request.state, "signed", None)
        if signed is None:
            raise SignInFirst
        return signed

    def store_of(self, request: Request) -> Store:
        """The store as whoever asks may see and read it."""
        seen = self.whole_store.walled(self.signed(request).sees)
        return seen.read_by(self.name_of(request))

    def name_of(self, request: Request) -> str:
        """The name that stands in the record of what is done by this request."""
        return self.signed(request).account.name

    def address_of(self, request: Request) -> str:
        """The machine that asks, for counting tries."""
        return request.client.host if request.client else "unknown"

    def link_for(self, request: Request, account: Account) -> str:
        """A new address that signs this person in once."""
        key = new_link(self.whole_store, account, who=self.name_of(request), now=self.clock())
        return f"{request.base_url.replace(path='/sign-in/link')}?key={key}"

    def language_of(self, request: Request) -> str:
        """The language that the reader asked for, now or earlier."""
        asked, kept = request.query_params.get("lang"), request.cookies.get("lang")
        return language_of(asked, kept, self.settings.review.language)

    def page(
        self, request: Request, name: str, context: Mapping[str, object], status: int = 200
    ) -> Response:
        """A page in the reader's language; the language asked for is kept in a cookie."""
        asked, kept = request.query_params.get("lang"), request.cookies.get("lang")
        language = self.language_of(request)
        signed: Signed | None = getattr(request.state, "signed", None)
        shared = {
            "say": speaker(language),
            "language": language,
            "same_page": {
                one: f"?{request.url.include_query_params(lang=one).query}" for one in LANGUAGES
            },
            "token": signed.form_token if signed else "",
            "account": signed.account if signed else None,
        }
        response = self.templates.TemplateResponse(
            request, name, {**shared, **context}, status_code=status
        )
        if asked == language and asked != kept:
            response.set_cookie("lang", language, samesite="strict", httponly=True)
        return response

    def problem(
        self, request: Request, message: str, status: int, *, detail: str = ""
    ) -> Response:
        """A page that says what went wrong and what to do: a word's key, or a whole sentence."""
        return self.page(request, "problem.html", {"message": message, "detail": detail}, status)

    def with_session(self, response: Response, session: str) -> Response:
        """The answer that gives the browser this session."""
        response.set_cookie(
            self.cookie,
            session,
            max_age=SESSION_HOURS * 3600,
            secure=self.settings.review.tls,
            httponly=True,
            samesite="strict",
        )
        return response

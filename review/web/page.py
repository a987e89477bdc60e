"""What every page of the desk needs: the store, the words, and the way a page is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates

from config.settings import Settings
from domain.languages import LANGUAGES
from review.desk import Store
from review.web.guard import Guard
from review.web.words import language_of, speaker


@dataclass(frozen=True, slots=True)
class Desk:
    """What every page needs."""

    store: Store
    settings: Settings
    clock: Callable[[], datetime]
    guard: Guard
    templates: Jinja2Templates

    def page(
        self, request: Request, name: str, context: Mapping[str, object], status: int = 200
    ) -> Response:
        """A page in the reader's language; the language asked for is kept in a cookie."""
        asked = request.query_params.get("lang")
        kept = request.cookies.get("lang")
        language = language_of(asked, kept, self.settings.review.language)
        shared = {
            "say": speaker(language),
            "language": language,
            "same_page": {
                one: f"?{request.url.include_query_params(lang=one).query}" for one in LANGUAGES
            },
            "token": self.guard.token,
            "analyst": self.guard.name_in(request.cookies.get("analyst", ""))
            or self.settings.review.analyst
            or "",
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

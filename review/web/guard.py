"""What stands between the desk and a hostile page: host, origin, token, and the answer's headers.

The desk has no accounts yet: it serves one machine, on loopback, and the analyst's name is typed
once and kept in a cookie that this process signs, since another service of this machine could
set one too. A decision needs a form of ours with this process's secret token.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse

from domain.languages import LANGUAGES
from review.web.words import speaker

LOOPBACK = ("127.0.0.1", "localhost", "::1")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # not no-referrer: with that, browsers send `Origin: null` with our own forms
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Next = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Guard:
    """Decides which requests are answered, and with which headers."""

    hosts: tuple[str, ...]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    async def __call__(self, request: Request, call_next: Next) -> Response:
        """Refuse a foreign host or origin; set the headers that every answer has."""
        refused = self.refusal(request)
        return self.dressed(_said(*refused) if refused else await call_next(request))

    def dressed(self, response: Response) -> Response:
        """The answer with the headers that every answer has."""
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    def refusal(self, request: Request) -> tuple[str, int] | None:
        """The word for why this request is not answered, with the status; None where it is."""
        host = request.headers.get("host", "")
        if _name_in(f"//{host}") not in self.hosts:
            return "foreign_host", 400
        if request.method in ("GET", "HEAD"):
            return None
        site = request.headers.get("sec-fetch-site", "same-origin")
        origin = request.headers.get("origin")
        # the desk speaks http alone; whoever puts TLS before it sends https
        foreign = origin is not None and origin not in (f"http://{host}", f"https://{host}")
        if site not in ("same-origin", "none") or foreign:
            return "foreign_form", 403
        return None

    def holds(self, token: str) -> bool:
        """Whether a form carries this process's token."""
        return hmac.compare_digest(token.encode(), self.token.encode())

    def signed(self, name: str) -> str:
        """The analyst's name as a cookie."""
        return f"{quote(name, safe='')}|{self._seal(name)}"

    def name_in(self, cookie: str) -> str:
        """The name in a cookie that this process signed; empty for every other."""
        quoted, _, seal = cookie.partition("|")
        name = unquote(quoted)
        return name if hmac.compare_digest(seal.encode(), self._seal(name).encode()) else ""

    def _seal(self, name: str) -> str:
        return hmac.new(self.token.encode(), f"analyst:{name}".encode(), "sha256").hexdigest()


def _name_in(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _said(word: str, status: int) -> Response:
    """The refusal in every language: whoever is refused here has not chosen one."""
    return PlainTextResponse("\n".join(speaker(one)(word) for one in LANGUAGES), status)

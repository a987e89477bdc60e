"""What stands between the desk and a hostile page: host, origin, token, and the answer's headers.

The desk has no accounts yet: it serves one machine, on loopback, and the analyst's name is typed
once and kept in a cookie. A decision needs a form of ours with this process's secret token.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse

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
        response = PlainTextResponse(*refused) if refused else await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    def refusal(self, request: Request) -> tuple[str, int] | None:
        """Why this request is not answered, with the status; None where it is."""
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname
        if host not in self.hosts:
            return "This desk does not answer under that name.", 400
        if request.method in ("GET", "HEAD"):
            return None
        site = request.headers.get("sec-fetch-site", "same-origin")
        origin = request.headers.get("origin")
        foreign = origin is not None and urlsplit(origin).netloc != request.headers["host"]
        if site not in ("same-origin", "none") or foreign:
            return "A form of another site is not taken.", 403
        return None

    def holds(self, token: str) -> bool:
        """Whether a form carries this process's token."""
        return hmac.compare_digest(token.encode(), self.token.encode())

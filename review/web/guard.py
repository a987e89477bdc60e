"""What stands between the desk and a hostile page: host, origin, size, the answer's headers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse

from domain.languages import LANGUAGES
from review.web.words import speaker

LOOPBACK = ("127.0.0.1", "localhost", "::1")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # not no-referrer: with that, browsers send `Origin: null` with our own forms
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

BEHIND_TLS = {"Strict-Transport-Security": "max-age=31536000"}

MOST_BYTES = 16_000_000
"""Of one request: a table of rights with pictures is smaller."""

Next = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Guard:
    """Decides which requests are answered, and with which headers."""

    hosts: tuple[str, ...]
    tls: bool = False

    async def __call__(self, request: Request, call_next: Next) -> Response:
        """Refuse a foreign host or origin; set the headers that every answer has."""
        refused = self.refusal(request)
        return self.dressed(_said(*refused) if refused else await call_next(request))

    def dressed(self, response: Response) -> Response:
        """The answer with the headers that every answer has."""
        for name, value in (HEADERS | (BEHIND_TLS if self.tls else {})).items():
            response.headers.setdefault(name, value)
        return response

    def refusal(self, request: Request) -> tuple[str, int] | None:
        """The word for why this request is not answered, with the status; None where it is."""
        host = request.headers.get("host", "")
        if _name_in(f"//{host}") not in self.hosts:
            return "foreign_host", 400
        if request.method in ("GET", "HEAD"):
            return None
        length = request.headers.get("content-length", "0")
        if "transfer-encoding" in request.headers or not length.isdecimal():
            return "no_length", 411
        if int(length) > MOST_BYTES:
            return "too_large", 413
        site = request.headers.get("sec-fetch-site", "same-origin")
        origin = request.headers.get("origin")
        # the desk speaks http alone; whoever puts TLS before it sends https
        foreign = origin is not None and origin not in (f"http://{host}", f"https://{host}")
        return ("foreign_form", 403) if site not in ("same-origin", "none") or foreign else None


def _name_in(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _said(word: str, status: int) -> Response:
    """The refusal in every language: whoever is refused here has not chosen one."""
    return PlainTextResponse("\n".join(speaker(one)(word) for one in LANGUAGES), status)

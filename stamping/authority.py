"""Authorities: who is asked for trusted time, and how (RFC 3161 over HTTP)."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from threading import Timer
from urllib.parse import urlsplit

from asn1crypto import tsp

from domain.digests import Sha256
from domain.errors import MonitorError

LARGEST_ANSWER_BYTES = 1 << 20
"""A token with its certificates has a few kilobytes."""

HEADERS = {
    "Content-Type": "application/timestamp-query",
    "Accept": "application/timestamp-reply",
}


class NoAnswer(MonitorError):
    """An authority gave no answer that is one; it may be asked again later."""

    exit_code = 4


@dataclass(frozen=True, slots=True)
class Authority:
    """A time authority: its short name, its address, and the certificates that are trusted.

    `roots` is a PEM file of the authority's root, taken from its own site. Many authorities may
    stand below one root, so a token also has to be under `policy`, or signed by `certificate`
    (a PEM file). `qualified` says that a law presumes its time right.
    """

    name: str
    url: str
    roots: Path
    policy: str | None = None
    certificate: Path | None = None
    qualified: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked and what came back, byte for byte, and when, by our own clock."""

    request: bytes
    response: bytes
    asked_at: datetime
    received_at: datetime


def request_for(digest: Sha256) -> bytes:
    """A time-stamp request for this digest: with a fresh nonce, asking for the certificate."""
    imprint = {
        "hash_algorithm": {"algorithm": "sha256"},
        "hashed_message": bytes.fromhex(digest),
    }
    asked = tsp.TimeStampReq(
        {
            "version": "v1",
            "message_imprint": imprint,
            "nonce": secrets.randbits(63) | 1,
            "cert_req": True,
        }
    )
    made: bytes = asked.dump()
    return made


def ask(authority: Authority, digest: Sha256, *, seconds: float) -> Answer:
    """Ask for a token over this digest; only the digest leaves this machine.

    Nothing is followed elsewhere: an authority that moved is for the operator to look at.

    Raises:
        NoAnswer: It is down, has not answered whole in this time, or gave something else than a
            time-stamp answer.
    """
    request, asked_at = request_for(digest), datetime.now(UTC)
    try:
        with _within(authority.url, seconds) as connection:
            connection.request("POST", _target(authority.url), request, HEADERS)
            status, kind, content = _read(connection.getresponse())
    # a connection that is ended from outside may fail in any of these ways
    except (HTTPException, OSError, ValueError, AttributeError) as exc:
        raise NoAnswer(f"{authority.name} does not answer ({exc}).") from exc
    if status != 200:
        raise NoAnswer(f"{authority.name} does not answer (HTTP {status}).")
    if len(content) > LARGEST_ANSWER_BYTES or kind != "application/timestamp-reply":
        raise NoAnswer(f"{authority.name} answered with {kind}, not with a time stamp.")
    return Answer(request, content, asked_at, datetime.now(UTC))


def _read(answer: HTTPResponse) -> tuple[int, str, bytes]:
    content = answer.read(LARGEST_ANSWER_BYTES + 1)
    if answer.length:
        raise ValueError("it broke off")
    return answer.status, answer.headers.get_content_type(), content


@contextmanager
def _within(url: str, seconds: float) -> Iterator[HTTPConnection]:
    """A connection that is cut when the time is up, however slowly its bytes drip."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=seconds)

    def cut() -> None:
        with suppress(OSError):
            if connection.sock is not None:
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        with closing(connection):
            yield connection
    finally:
        timer.cancel()


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

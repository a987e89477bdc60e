"""Authorities: who is asked for trusted time, and how (RFC 3161 over HTTP)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from asn1crypto import tsp

from domain.digests import Sha256
from domain.errors import MonitorError

LARGEST_ANSWER_BYTES = 1 << 20
"""A token with its certificates has a few kilobytes."""


class NoAnswer(MonitorError):
    """An authority gave no answer that is one; it may be asked again later."""

    exit_code = 4


@dataclass(frozen=True, slots=True)
class Authority:
    """A time authority: its short name, its address, and the certificates that are trusted.

    `roots` is a PEM file of the authority's root, taken from its own site. With `policy` only
    tokens under that policy hold. `qualified` says that a law presumes its time right.
    """

    name: str
    url: str
    roots: Path
    policy: str | None = None
    qualified: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked and what came back, byte for byte."""

    request: bytes
    response: bytes


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

    Raises:
        NoAnswer: It is down, slow, or gave something else than a time-stamp answer.
    """
    request = request_for(digest)
    headers = {
        "Content-Type": "application/timestamp-query",
        "Accept": "application/timestamp-reply",
    }
    try:
        opener = build_opener(ProxyHandler({}), _NoRedirect())
        with opener.open(
            Request(authority.url, data=request, headers=headers),  # noqa: S310 - set by the operator
            timeout=seconds,
        ) as answer:
            content = answer.read(LARGEST_ANSWER_BYTES + 1)
            kind = answer.headers.get_content_type()
    except (URLError, HTTPException, OSError, ValueError) as exc:
        raise NoAnswer(f"{authority.name} does not answer ({exc}).") from exc
    if len(content) > LARGEST_ANSWER_BYTES or kind != "application/timestamp-reply":
        raise NoAnswer(f"{authority.name} answered with {kind}, not with a time stamp.")
    return Answer(request, content)


class _NoRedirect(HTTPRedirectHandler):
    """An authority that moved is for the operator to look at."""

    def redirect_request(self, *_arguments: object, **_more: object) -> None:
        return None

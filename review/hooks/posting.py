"""Posting a message to an address that a person gave: to the open web alone, and no further."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from crawler.addresses import check_url, checked_addresses
from domain.errors import InputError, MonitorError

TIMEOUT_SECONDS = 10.0
MOST_ANSWER_BYTES = 65_536


class PostFailed(Exception):
    """The message did not arrive; the text says why."""


def check_hook_url(url: str, *, allow_loopback: bool) -> None:
    """Refuse an address that is not https, or leads into our own network.

    Raises:
        InputError: It is refused; the message says why.
    """
    try:
        host, port = check_url(url, allow_loopback=allow_loopback)
        checked_addresses(host, port, allow_loopback=allow_loopback)
    except InputError:
        raise
    except MonitorError as exc:
        raise InputError(str(exc), where="url", code="address_refused") from exc
    if not url.lower().startswith("https://") and not allow_loopback:
        raise InputError(f"{url[:200]} is not https.", where="url", code="not_https")


def post(url: str, body: bytes, headers: Mapping[str, str], *, allow_loopback: bool) -> int:
    """Post this body and give the status that was answered; no redirect is followed.

    The name is resolved once, every address it has must be public, and the connection goes to
    one of these: a name that changes its address meanwhile leads nowhere else.

    Raises:
        PostFailed: The address is refused, or nobody answered in time.
    """
    try:
        host, port = check_url(url, allow_loopback=allow_loopback)
        address = checked_addresses(host, port, allow_loopback=allow_loopback)[0]
        return _posted(url, (host, address, port), body, headers)
    except MonitorError as exc:
        raise PostFailed(str(exc)) from exc
    except (OSError, HTTPException, ValueError) as exc:
        raise PostFailed(f"{type(exc).__name__}: nobody answered as expected") from exc


def _posted(url: str, place: tuple[str, str, int], body: bytes, headers: Mapping[str, str]) -> int:
    host, address, port = place
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
    with socket.create_connection((address, port), timeout=TIMEOUT_SECONDS) as plain:
        connection.sock = _secured(plain, host) if parts.scheme == "https" else plain
        try:
            connection.request("POST", path, body, dict(headers))
            answer = connection.getresponse()
            answer.read(MOST_ANSWER_BYTES)
            return answer.status
        finally:
            connection.close()


def _secured(plain: socket.socket, host: str) -> socket.socket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)

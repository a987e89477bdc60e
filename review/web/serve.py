"""Serves the desk: on this machine alone, or to others behind TLS."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import datetime

import uvicorn

from config.settings import Settings
from domain.errors import InputError
from review.access.opening import operators_key
from review.access.people import accounts
from review.access.signing import LINK_MINUTES
from review.desk import Store
from review.hooks.sender import sending
from review.web.app import make_app
from review.web.guard import LOOPBACK


def serve(
    settings: Settings,
    store: Store,
    *,
    clock: Callable[[], datetime],
    told: Callable[[str], object],
) -> None:
    """Serve the desk until Ctrl-C; `told` is given its address, and a link that signs in once.

    Raises:
        InputError: It would be open to other machines without TLS, a name or accounts; or the
            port is taken.
    """
    own = settings.review
    if own.host not in LOOPBACK:
        _check_open(settings, store)
    app = make_app(settings, store, clock=clock)
    # only a proxy of ours may say whom it asks for
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, proxy_headers=own.tls
    )
    with _bound(own.host, own.port) as place:
        host = f"[{own.host}]" if ":" in own.host else own.host
        address = f"http://{host}:{place.getsockname()[1]}"
        if own.tls and own.hosts:
            address = f"https://{own.hosts[0]}"
        told(f"审核台 The desk: {address}  (Ctrl-C stops)")
        if own.host in LOOPBACK and (key := operators_key(store, settings, now=clock())):
            told(f"登录一次 Sign in, once, within {LINK_MINUTES} minutes:")
            told(f"  {address}/sign-in/link?key={key}")
        with sending(store, settings, clock):
            uvicorn.Server(config).run(sockets=[place])


def _check_open(settings: Settings, store: Store) -> None:
    own = settings.review
    if not own.tls or not own.hosts:
        raise InputError(
            f"review.host is {own.host!r}, which other machines reach: that needs TLS before it.",
            mend=(
                "Put a proxy with TLS before the desk, set review.tls = true and review.hosts to "
                f"its names; or use one of {', '.join(LOOPBACK)} to serve this machine alone."
            ),
        )
    if not any(one.has_password and one.off_at is None for one in accounts(store)):
        raise InputError(
            "There is no account with a password yet.",
            mend="Run: jianzhen users add NAME --role admin",
        )


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as exc:
        raise InputError(
            f"Port {port} of {host} cannot be had ({exc.strerror}).",
            mend="Stop what uses it, or set JIANZHEN_REVIEW__PORT to another one.",
        ) from exc

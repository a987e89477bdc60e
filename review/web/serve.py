"""Serves the desk on this machine."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import datetime

import uvicorn

from config.settings import Settings
from domain.errors import InputError
from review.desk import Store
from review.web.app import make_app
from review.web.guard import LOOPBACK


def serve(
    settings: Settings,
    store: Store,
    *,
    clock: Callable[[], datetime],
    told: Callable[[str], object],
) -> None:
    """Serve the desk until Ctrl-C; `told` is given its address once it is there.

    Raises:
        InputError: The host is not of this machine (the desk has no accounts yet), or the port
            is taken.
    """
    if settings.review.host not in LOOPBACK:
        raise InputError(
            f"review.host is {settings.review.host!r}; the desk has no accounts yet and is "
            "served on this machine alone.",
            mend=f"Use one of {', '.join(LOOPBACK)}, and a tunnel to reach it from elsewhere.",
        )
    app = make_app(settings, store, clock=clock)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    with _bound(settings.review.host, settings.review.port) as place:
        host = f"[{settings.review.host}]" if ":" in settings.review.host else settings.review.host
        told(f"http://{host}:{place.getsockname()[1]}")
        uvicorn.Server(config).run(sockets=[place])


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as exc:
        raise InputError(
            f"Port {port} of {host} cannot be had ({exc.strerror}).",
            mend="Stop what uses it, or set JIANZHEN_REVIEW__PORT to another one.",
        ) from exc

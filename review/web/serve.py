"""Serves the desk on this machine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import uvicorn

from config.settings import Settings
from domain.errors import InputError
from review.desk import Store
from review.web.app import make_app
from review.web.guard import LOOPBACK


def serve(settings: Settings, store: Store, *, clock: Callable[[], datetime]) -> None:
    """Serve the desk until Ctrl-C.

    Raises:
        InputError: The host is not of this machine: the desk has no accounts yet.
    """
    if settings.review.host not in LOOPBACK:
        raise InputError(
            f"review.host is {settings.review.host!r}; the desk has no accounts yet and is "
            "served on this machine alone.",
            mend=f"Use one of {', '.join(LOOPBACK)}, and a tunnel to reach it from elsewhere.",
        )
    app = make_app(settings, store, clock=clock)
    uvicorn.run(
        app,
        host=settings.review.host,
        port=settings.review.port,
        log_level="warning",
        access_log=False,
        server_header=False,
    )

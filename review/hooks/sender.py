"""The sender: a thread that tells webhooks while the desk is served."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from config.settings import Settings
from domain.errors import MonitorError
from review.desk import Store
from review.hooks.logic import POLL_SECONDS, deliver

logger = logging.getLogger(__name__)


@contextmanager
def sending(store: Store, settings: Settings, clock: Callable[[], datetime]) -> Iterator[None]:
    """Tell webhooks every few seconds until the end; what is cut off is told again later."""
    ended = threading.Event()

    def run() -> None:
        while not ended.wait(POLL_SECONDS):
            try:
                deliver(store, settings, clock=clock)
            except MonitorError as exc:
                logger.warning("webhooks not told", extra={"why": str(exc)})
            except Exception:
                # the desk is served on, and the next round tries again
                logger.exception("webhooks not told")

    thread = threading.Thread(target=run, name="webhooks", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=POLL_SECONDS)

"""The right to run something alone, renewed while it runs."""

from __future__ import annotations

import logging
import os
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from domain.errors import Busy
from scheduler.steps import Store

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
"""Gives the time, aware, in UTC."""


@contextmanager
def held(store: Store, name: str, *, seconds: int, clock: Clock) -> Iterator[None]:
    """Hold the lease of this name, renewing it in the background until the block ends.

    A lease whose process was killed is free after `seconds`, or at once where that process ran
    on this machine and is seen to be gone.

    Raises:
        Busy: Somebody else holds it.
    """
    owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    _take(store, name, owner, seconds=seconds, clock=clock)
    stop = threading.Event()
    beat = threading.Thread(
        target=_renew, args=(store, name, owner, seconds, clock, stop), daemon=True
    )
    beat.start()
    try:
        yield
    finally:
        stop.set()
        beat.join()
        with store.begin() as work:
            work.runs.give_back_lease(name, owner)


def _take(store: Store, name: str, owner: str, *, seconds: int, clock: Clock) -> None:
    try:
        with store.begin() as work:
            work.runs.take_lease(name, owner, clock(), seconds)
    except Busy as exc:
        if not _is_gone(exc.owner):
            raise
        with store.begin() as work:
            work.runs.give_back_lease(name, exc.owner)
            work.runs.take_lease(name, owner, clock(), seconds)


def _renew(
    store: Store, name: str, owner: str, seconds: int, clock: Clock, stop: threading.Event
) -> None:
    while not stop.wait(seconds / 3):
        try:
            with store.begin() as work:
                work.runs.take_lease(name, owner, clock(), seconds)
        except Exception:
            # the next beat tries again; the work is idempotent, so a lost lease does no harm
            logger.warning("lease not renewed", exc_info=True, extra={"lease": name})


def _is_gone(owner: str) -> bool:
    """Whether the owner was a process of this machine that no longer runs."""
    host, _, rest = owner.partition(":")
    pid = rest.partition(":")[0]
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False

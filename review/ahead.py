"""The order of the queue, looked up once for the next many candidates and gone through one by one.

Finding the first of a hundred thousand means weighing all of them; taking the next of those that
were found is one row. What is remembered is only an order: whether a candidate is still free and
still left by the filters is asked of the database when it is taken.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.candidates import CandidateId

MANY = 64
"""Candidates that are looked up at once."""

KEPT_FOR = timedelta(minutes=5)
"""What waits again without being new is passed over so long at most."""

ORDERS = 512

Key = tuple[object, ...]
Found = tuple[CandidateId, ...]


@dataclass(frozen=True, slots=True)
class _Order:
    found: Found
    after: CandidateId | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Ahead:
    """Orders that were looked up, those not used for longest forgotten first; safe among threads.

    A key names all that an order hangs on: who asks, the filters, the weights and the newest
    candidate, so that a new order and new candidates count at once.
    """

    _orders: OrderedDict[Key, _Order] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def remembered(self, key: Key, after: CandidateId | None, now: datetime) -> Found:
        """What is known to come behind `after` (None: from the first on)."""
        with self._lock:
            kept = self._orders.get(key)
        if kept is None or not timedelta() <= now - kept.at < KEPT_FOR:
            return ()
        if after == kept.after:
            return kept.found
        place = kept.found.index(after) + 1 if after in kept.found else len(kept.found)
        return kept.found[place:]

    def remember(self, key: Key, after: CandidateId | None, found: Found, now: datetime) -> None:
        """Keep what was looked up just now."""
        self._keep(key, _Order(found, after, now))

    def given(self, key: Key, candidate: CandidateId) -> None:
        """Forget what comes before this candidate: it is decided, or others look at it."""
        with self._lock:
            kept = self._orders.get(key)
        if kept is not None and candidate in kept.found:
            left = kept.found[kept.found.index(candidate) :]
            self._keep(key, replace(kept, found=left))

    def _keep(self, key: Key, order: _Order) -> None:
        with self._lock:
            self._orders[key] = order
            self._orders.move_to_end(key)
            while len(self._orders) > ORDERS:
                self._orders.popitem(last=False)

"""The desk's view of deadlines: what of the portfolio runs out."""

from __future__ import annotations

from datetime import datetime

from domain.deadlines import Deadline
from review.desk import Store
from rights.due import due


def deadlines(store: Store, *, now: datetime, within_days: int = 180) -> tuple[Deadline, ...]:
    """What is over or ends within so many days, the nearest end first."""
    with store.reading() as work:
        portfolio, exhibits = work.rights.portfolio(), work.rights.exhibits()
    return due(portfolio, exhibits, now.date(), within_days)

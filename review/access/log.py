"""Who did what: the record's events, the newest first."""

from __future__ import annotations

from dataclasses import dataclass

from domain.custody import AuditEvent
from review.blind import veiled
from review.desk import Store

LOG_PAGE = 100


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of the log; `kinds` are those to narrow by, `older` is where the next page begins."""

    events: tuple[AuditEvent, ...]
    kinds: tuple[str, ...]
    older: int | None


def log_page(
    store: Store,
    *,
    who: str = "",
    kind: str = "",
    before: int | None = None,
    limit: int = LOG_PAGE,
) -> LogPage:
    """The events before this place in the record, of a person or a kind where they are given."""
    with store.reading() as work:
        events = work.audit.latest(limit, who=who or None, kind=kind or None, before=before)
        kinds, shown = work.audit.kinds(), veiled(work, events)
    return LogPage(shown, kinds, events[-1].seq if len(events) == limit else None)

"""When a domain may be asked again: its own wish first, then back-off, then a breaker."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST_WAIT_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 120.0
"""A longer wish of the platform is honoured by not asking again in this scan."""

FAILING_URLS = 5
"""So many different addresses failing, with no good answer between, open the breaker."""

COOL_DOWN_SECONDS = 300.0
"""After this the open breaker lets one request through to see."""


@dataclass(slots=True)
class DomainPace:
    """The state of one domain; times are seconds of one monotonic clock."""

    not_before: float = 0.0
    opened_at: float | None = None
    waits: int = 0
    failing: set[str] = field(default_factory=set)

    def wait_seconds(self, now: float) -> float:
        """How long the next request has to wait."""
        return max(0.0, self.not_before - now)

    def refuses(self, now: float) -> bool:
        """Whether the breaker is open; past its cool-down it is half open and lets one through."""
        if self.opened_at is None:
            return False
        if now - self.opened_at < COOL_DOWN_SECONDS or now < self.not_before:
            return True
        self.opened_at = now
        return False

    def succeeded(self) -> None:
        """A good answer came: all is as at the start, but for a wait that still runs."""
        self.opened_at, self.waits = None, 0
        self.failing.clear()

    def failed(self, url: str, now: float, retry_after: float | None) -> None:
        """A refusal came: wait as long as the platform asks, else twice as long as last time."""
        backoff = min(FIRST_WAIT_SECONDS * 2**self.waits, LONGEST_WAIT_SECONDS)
        self.waits += 1
        self.failing.add(url)
        wanted = backoff if retry_after is None else retry_after
        self.not_before = max(self.not_before, now + wanted)
        if wanted > LONGEST_WAIT_SECONDS or len(self.failing) >= FAILING_URLS:
            self.opened_at = now


def retry_after_seconds(header: str | None, now: datetime) -> float | None:
    """How long a `Retry-After` header asks to wait, from seconds or a date; None if neither."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())

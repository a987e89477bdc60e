"""When a domain may be asked again: its own wish first, then back-off, then a breaker."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Self

from domain.scans import Rest

FIRST_WAIT_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 120.0
"""Where back-off stops to grow."""

FAILING_URLS = 5
"""So many different addresses failing, with no good answer between, open the breaker."""

COOL_DOWN_SECONDS = 300.0
LONGEST_COOL_DOWN_SECONDS = 4 * 3600.0
"""Past its cool-down an open breaker lets one request through to see; a failure doubles it."""


@dataclass(slots=True)
class DomainPace:
    """The state of one domain; times are seconds of one clock, the caller's."""

    not_before: float = 0.0
    next_turn: float = 0.0
    waits: int = 0
    openings: int = 0
    opened_at: float | None = None
    on_trial: bool = False
    failing: set[str] = field(default_factory=set)

    def wait_seconds(self, now: float) -> float:
        """How long the next request has to wait: for the domain's wish, and for its turn."""
        return max(0.0, self.not_before - now, self.next_turn - now)

    def refuses(self, now: float) -> bool:
        """Whether the breaker is open, or half open with its one request already on the way."""
        if self.opened_at is None:
            return False
        return self.on_trial or now < self.asks_again_at

    @property
    def asks_again_at(self) -> float:
        """When an open breaker lets one request through; the domain's own wish comes first."""
        if self.opened_at is None:
            return self.not_before
        cool_down: float = COOL_DOWN_SECONDS * 2 ** (self.openings - 1)
        return max(self.not_before, self.opened_at + min(cool_down, LONGEST_COOL_DOWN_SECONDS))

    def sent(self, now: float, delay_seconds: float) -> None:
        """A request goes out: the next one waits its turn; under an open breaker it is a trial."""
        self.next_turn = now + delay_seconds
        self.on_trial = self.opened_at is not None

    def succeeded(self) -> None:
        """A good answer came: all is as at the start, but for a wait that still runs."""
        self.opened_at, self.on_trial = None, False
        self.waits = self.openings = 0
        self.failing.clear()

    def told_nothing(self) -> None:
        """An answer came that is neither good nor a refusal: an open breaker may try another."""
        self.on_trial = False

    def failed(self, url: str, now: float, retry_after: float | None) -> None:
        """A refusal came: wait as long as the platform asks, else twice as long as last time."""
        backoff = min(FIRST_WAIT_SECONDS * 2 ** min(self.waits, 20), LONGEST_WAIT_SECONDS)
        self.waits += 1
        self.failing.add(url)
        wanted = backoff if retry_after is None else retry_after
        self.not_before = max(self.not_before, now + wanted)
        if self.on_trial or (self.opened_at is None and len(self.failing) >= FAILING_URLS):
            self.opened_at, self.on_trial = now, False
            self.openings += 1

    def rest(self, host: str, now: float) -> Rest:
        """The same in times of day, for whoever asks this domain next."""
        today = datetime.now(UTC)

        def at(moment: float) -> datetime:
            return today + timedelta(seconds=moment - now)

        opened_at = None if self.opened_at is None else at(self.opened_at)
        failing = tuple(sorted(self.failing))
        return Rest(host, at(self.not_before), opened_at, self.openings, self.waits, failing)

    @classmethod
    def of(cls, rest: Rest, now: float) -> Self:
        """What an earlier scan was told of a domain."""
        today = datetime.now(UTC)

        def at(moment: datetime) -> float:
            return now + (moment - today).total_seconds()

        return cls(
            not_before=at(rest.not_before),
            waits=rest.waits,
            openings=rest.openings,
            opened_at=None if rest.opened_at is None else at(rest.opened_at),
            failing=set(rest.failing),
        )


def retry_after_seconds(header: str | None, now: datetime) -> float | None:
    """How long a `Retry-After` header asks to wait, from seconds or a date; None if neither."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())

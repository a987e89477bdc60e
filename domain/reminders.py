"""Reminders: words to a person that a day comes near, each said once on each way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.digests import Sha256, digest_of

OVER = -1
"""The lead of a reminder that a day has gone by."""


class Way(StrEnum):
    """How a reminder reaches people."""

    EMAIL = "email"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One period of one notice, and the stage at which it is reminded of.

    `lead` is the number of days before the end at which it is due to be said, `OVER` afterwards.
    """

    notice: str
    code: str
    fact: str
    ours: bool
    began: date
    due: date
    sure: bool
    lead: int

    @property
    def key(self) -> Sha256:
        """What makes it the same reminder: it is said once on each way."""
        return digest_of(
            [self.notice, self.code, self.began.isoformat(), self.due.isoformat(), self.lead]
        )


@dataclass(frozen=True, slots=True)
class Letter:
    """Reminders that go out together; what may not have arrived is sent again under the same id.

    A receiver that knows the id (Message-ID, webhook-id) has read it already.
    """

    id: Sha256
    way: Way
    reminders: tuple[Reminder, ...]
    tries: int = 0


@dataclass(frozen=True, slots=True)
class SentReminder:
    """A reminder on one way: when it was wanted, when it went out, or why it has not yet."""

    way: Way
    reminder: Reminder
    wanted_at: datetime
    letter: Sha256 | None = None
    sent_at: datetime | None = None
    tries: int = 0
    problem: str | None = None

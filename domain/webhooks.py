"""Webhooks: who is told of a change of state, and how the telling goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from domain.accounts import AccountId

WebhookId = NewType("WebhookId", int)


class HookKind(StrEnum):
    """A kind of event in the record that is a change of state which a program may be told of."""

    DECIDED = "decided"
    TAKEN_BACK = "taken back"
    SECOND_LOOK = "second look"
    OUTCOME = "outcome"
    SEALED = "sealed"
    ALIAS_APPROVED = "alias approved"
    ALIAS_REFUSED = "alias refused"


HOOK_KINDS = tuple(HookKind)


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told of events of these kinds, in the order of the record.

    Attributes:
        told_to: The place in the record of the last event that the address took.
        tries: How often the next event was tried in vain.
        problem: Why the last try failed; None when it did not.
        off_at: Since when nothing is sent any more.
    """

    id: WebhookId
    account: AccountId
    url: str
    kinds: tuple[str, ...]
    made_at: datetime
    told_to: int
    tries: int
    next_try_at: datetime
    problem: str | None
    off_at: datetime | None

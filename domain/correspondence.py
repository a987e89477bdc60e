"""What passed between us and a platform about a notice, each line appended and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.digests import Sha256
from domain.notices import NoticeId
from domain.rights import RightSlug


class EntryKind(StrEnum):
    """What happened."""

    FILED = "filed"
    ANSWERED = "answered"
    REFUSED = "refused"
    REFILED = "refiled"
    COUNTERED = "countered"
    RESTORED = "restored"
    REPLIED = "replied"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"
    PRESERVING = "preserving"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what happened when, who wrote it down, and what belongs to it.

    `code` is the cause of a refusal, the ground of a statement, the reason of a withdrawal or the
    way of filing again; `text` what the platform or the seller wrote; `files` are letters of ours
    by name.
    """

    notice: NoticeId
    kind: EntryKind
    at: datetime
    who: str
    noted_at: datetime
    ticket: str | None = None
    code: str | None = None
    text: str | None = None
    files: Mapping[str, Sha256] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ApprovedRight:
    """A right that a channel approved: the reference by which complaints name it."""

    channel: str
    right: RightSlug
    reference: str
    at: datetime
    who: str

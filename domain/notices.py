"""Notices: what is asked of a platform, what stands in its way, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from domain.decisions import DecisionId
from domain.digests import Sha256
from domain.languages import Sentence
from domain.rights import HolderSlug, RightSlug

NoticeId = NewType("NoticeId", int)


class NoticeState(StrEnum):
    """Where a notice stands. `exported` is the last state the program reaches by itself."""

    DRAFTED = "drafted"
    INCOMPLETE = "incomplete"
    READY = "ready"
    EXPORTED = "exported"
    SUBMITTED = "submitted"
    REMOVED = "removed"
    REFUSED = "refused"
    COUNTERED = "countered"
    RESTORED = "restored"
    WITHDRAWN = "withdrawn"


class Severity(StrEnum):
    """Whether a finding stops the export or is only said."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a platform would refuse or doubt: what, under which rule, and how to mend it."""

    code: str
    severity: Severity
    what: Sentence
    rule: str
    source: str
    mend: Sentence


@dataclass(frozen=True, slots=True)
class Notice:
    """One complaint: one channel, one right, one reason, and the decisions it rests on."""

    id: NoticeId
    slug: str
    channel: str
    platform: str
    holder: HolderSlug
    right: RightSlug
    ground: str
    decisions: tuple[DecisionId, ...]
    findings: tuple[Finding, ...]
    state: NoticeState
    drafted_at: datetime
    bundle_sha256: Sha256 | None = None
    bundle_path: str | None = None


@dataclass(frozen=True, slots=True)
class NoticeDays:
    """Where a notice stands at its channel, and when it last reached each of its states."""

    slug: str
    channel: str
    state: NoticeState
    happened: Mapping[NoticeState, datetime]

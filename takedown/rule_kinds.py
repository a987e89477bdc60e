"""Kinds of rules: what a channel or a law asks or does, each with source, sureness and days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import ConfigDict

from domain.decisions import Reason
from domain.notices import NoticeState
from domain.ownership import ExhibitKind
from domain.rights import RightKind

STRICT = ConfigDict(extra="forbid")


class DayUnit(StrEnum):
    """What a period is counted in; working days are those of the channel's country."""

    CALENDAR = "calendar days"
    WORKING = "working days"
    BUSINESS = "business days"


class Confidence(StrEnum):
    """How well a rule is known: from an official text, a repost, or little more than hearsay."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule was read; `url` is None for what is only known by experience."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    title: str
    kind: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing a channel asks or does: the fact, where it stands, how sure it is, and when.

    A rule of a pack that tells no `valid_from` or `checked_by` has those of its pack; one with a
    `valid_until` is used to that day, so that an old and a new rule may stand side by side. A fact
    that names a period names the `clocks` (codes of waits) that count it, or why there is
    `no_clock`.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    fact: str
    sources: tuple[str, ...]
    confidence: Confidence
    checked_on: date
    checked_by: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    clocks: tuple[str, ...] = ()
    no_clock: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedRule(Rule):
    """A rule with a stored name: a right, a field of the form, a language or a statement."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRule(Rule):
    """A limit; `value` None says that none is known, and the fact says where one looked."""

    value: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLimit(CodedRule):
    """A limit of the form: files' endings without a dot, and bytes of one file, where known."""

    endings: tuple[str, ...] = ()
    largest_bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRule(CodedRule):
    """What a reporter must keep up: shares of its reported listings over so many days.

    `least_success` of those answered were removed, `most_counters` of those reported were given
    back after the seller objected; `fewest` is how many must be known before a share says much.
    """

    window_days: int
    least_success: float | None = None
    most_counters: float | None = None
    fewest: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalRule(Rule):
    """Where a complaint is filed by hand; `url` is None where no address is known."""

    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryRule(Rule):
    """Where a mark must be in force; without countries, where the platform sells."""

    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRule(CodedRule):
    """A paper that is asked for or taken, and the exhibits that are such a paper.

    `needed` papers block a notice that lacks them; with `right` only for that kind of right. The
    paper may be `most_months` old on the day of the notice.
    """

    exhibits: tuple[ExhibitKind, ...]
    needed: bool = False
    right: RightKind | None = None
    most_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRule(CodedRule):
    """A statement that notices carry; with `right` only those on that kind of right.

    A pack may give the words itself, in all three languages, for a statement known to it alone.
    """

    right: RightKind | None = None
    zh: str | None = None
    en: str | None = None
    ja: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRule(CodedRule):
    """A reason of the channel's list, and the analyst's reasons that lead to it by themselves.

    It asks for one of the `needs`, where it names any.
    """

    zh: str
    en: str
    ja: str
    right: RightKind | None = None
    decisions: tuple[Reason, ...] = ()
    needs: tuple[ExhibitKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitRule(CodedRule):
    """How long something takes, in days of the named unit, counted from an event.

    `after` is the notice's state that the event brings, `ours` says whether the rights holder
    must act in this time; `more_working_days` may follow where papers need them. With `came_from`
    it runs only where the notice had been in that state before. What runs `by_law` ends on the
    next working day where its last is a day off.
    """

    days: tuple[int, ...]
    unit: DayUnit
    starts: str
    after: NoticeState
    ours: bool = False
    by_law: bool = False
    came_from: NoticeState | None = None
    more_working_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRule(CodedRule):
    """An article that a ground rests on, while it is in force, as each language cites it.

    With a `regime` it is the law of notices under that regime; without one it is the law that the
    listing breaks, in `country` ("*": wherever no other article is known).
    """

    zh: str
    en: str
    ja: str
    country: str
    regime: str | None = None
    rights: tuple[RightKind, ...]
    decisions: tuple[Reason, ...]


def in_force(rule: Rule, day: date) -> bool:
    """Whether the rule holds on this day."""
    begun = rule.valid_from is None or rule.valid_from <= day
    return begun and (rule.valid_until is None or day <= rule.valid_until)

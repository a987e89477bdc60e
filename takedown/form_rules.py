"""Rules of a channel's form: its fields in order, its own table, and filing again."""

from __future__ import annotations

from dataclasses import dataclass

from takedown.rule_kinds import CodedRule, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule(CodedRule):
    """A field of the form, in the portal's order; `reasons` are those alone that ask for it."""

    most_characters: int | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRule(CodedRule):
    """A column of the channel's own listing table: what we call it, and the channel's heading."""

    heading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefilingRule(Rule):
    """Whether a refused complaint may be escalated, and with evidence it did not have."""

    escalation: bool | None = None
    new_evidence: bool | None = None

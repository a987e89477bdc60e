"""Searches: what a platform is asked for, and what each search brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Tier(IntEnum):
    """How far a search lies from the registered name; the nearer, the more of the budget."""

    NAMES = 1
    ALIASES = 2
    CODE_WORDS = 3
    DISGUISES = 4
    GOODS = 5


@dataclass(frozen=True, slots=True)
class Query:
    """One search and its tier."""

    text: str
    tier: Tier


@dataclass(frozen=True, slots=True)
class Asked:
    """A search that was asked: listings found, those never seen before, and candidates since."""

    platform: str
    text: str
    tier: Tier
    asked_at: datetime
    found: int
    new: int
    candidates: int = 0

    @property
    def dry(self) -> bool:
        """Whether it brought nothing that was not known."""
        return self.new == 0 and self.candidates == 0

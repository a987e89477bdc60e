"""Deadlines: what of a portfolio runs out, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.languages import Sentence
from domain.rights import AgentSlug, HolderSlug, RightSlug


class Ending(StrEnum):
    """What comes to an end."""

    MARK = "mark"
    DESIGN = "design"
    POWER_OF_ATTORNEY = "power_of_attorney"
    CONTRACT = "contract"
    PAPER = "paper"
    SELLER = "seller"
    PROTECTION = "protection"


class Stage(StrEnum):
    """How near an end is: over, or within 30, 90 or 180 days."""

    OVER = "over"
    WITHIN_30 = "within_30"
    WITHIN_90 = "within_90"
    WITHIN_180 = "within_180"


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that ends on a day, and what to do about it.

    `days` are those left; the last day itself counts 0, and each day after it is one below.
    """

    ending: Ending
    name: str
    holder: HolderSlug | AgentSlug
    ends_on: date
    days: int
    stage: Stage
    what_to_do: Sentence
    right: RightSlug | None = None

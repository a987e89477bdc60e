"""Aliases: short forms and nicknames of a mark, proposed by the program, approved by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from domain.rights import NameKind, RightSlug

AliasId = NewType("AliasId", int)


class AliasOrigin(StrEnum):
    """Where an alias was found: in the mark's names, in confirmed cases, or in the crawl."""

    NAME = "name"
    CASE = "case"
    CRAWL = "crawl"


class AliasState(StrEnum):
    """Whether a person has said something of it yet; only what is approved is looked for."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Frequency:
    """In how many of so many titles a name stands, with a few of them to look at."""

    titles: int
    of: int
    examples: tuple[str, ...] = ()

    @property
    def per_ten_thousand(self) -> float | None:
        """The same as a share; None where there were no titles to count."""
        return 10_000 * self.titles / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class AliasProposal:
    """A spelling that may stand for a mark, why it was thought of, and how common it is.

    Attributes:
        rule: What it was made by, as a stored name (`beginning`, `initials`, `beside`).
        source: The name it was made from, or what it stood beside.
        beside: Titles in which it stands together with other evidence of the mark.
    """

    mark: RightSlug
    text: str
    kind: NameKind
    origin: AliasOrigin
    rule: str
    source: str
    frequency: Frequency
    beside: int = 0


@dataclass(frozen=True, slots=True)
class Alias:
    """A proposal as it is kept, and what a person last said of it."""

    id: AliasId
    proposal: AliasProposal
    state: AliasState
    proposed_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    note: str | None = None

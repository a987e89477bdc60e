"""The claim: one right, its holder, the papers, and the day and place it is weighed for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.agreement import Agreement
from domain.papers import Paper
from domain.rights import Agent, Right, RightsHolder, Work
from rights.proof.names import is_entity_name, same_name, spellings


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """All that is weighed; what belongs to a single listing may be left out.

    `agent` acts for the holder under a power of attorney (its spellings, with a stroke between
    them; `acting` where the portfolio knows it); `platform_also` are the platform's channel and
    other names; `listing_seen` is the day on which the listing was first seen;
    `goods_classes` are the Nice classes of its goods.
    """

    right: Right
    holder: RightsHolder
    papers: tuple[Paper, ...]
    today: date
    agent: str | None = None
    acting: Agent | None = None
    platform: str | None = None
    platform_also: tuple[str, ...] = ()
    platform_country: str | None = None
    listing_seen: date | None = None
    goods_classes: tuple[int, ...] = ()
    agreement: Agreement | None = None

    @property
    def author(self) -> str | None:
        """The author that the portfolio names; None for an anonymous work."""
        return self.right.author if isinstance(self.right, Work) else None

    def is_claimant(self, name: str | None) -> bool:
        """Whether this is one of the holder's names."""
        return name is not None and any(same_name(name, own) for own in self.holder.names.values())

    @property
    def author_names(self) -> tuple[str, ...]:
        """The author's spellings; () for an anonymous work."""
        return spellings(self.author) if self.author else ()

    def is_author(self, name: str | None) -> bool:
        """Whether this is one of the author's spellings."""
        return name is not None and any(same_name(name, own) for own in self.author_names)

    @property
    def holder_is_entity(self) -> bool:
        """Whether the holder is a company or body, by its names."""
        return any(is_entity_name(name) for name in self.holder.names.values())

    @property
    def known_names(self) -> tuple[str, ...]:
        """Everybody whom the record or a paper of title names: none of them is a stranger."""
        work = self.right
        parties = [one for paper in self.papers for one in (paper.giver, paper.taker)]
        if isinstance(work, Work):
            parties += [work.employer, work.commissioner]
        told = [one for one in parties if one]
        return (*self.holder.names.values(), *self.author_names, *told)

    @property
    def author_is_claimant(self) -> bool:
        """Whether the claimant made the work itself, or nobody else is named."""
        return not self.author_names or any(self.is_claimant(one) for one in self.author_names)

"""The claim: one right, its holder, the papers, and the day and place it is weighed for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from domain.agreement import Agreement
from domain.papers import Paper
from domain.rights import Right, RightsHolder, Work

STROKE = re.compile(r"[/／|｜;；]")
NOT_IN_NAMES = re.compile(r"[\s.,，、。・･'’\"()（）-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """All that is weighed; what belongs to a single listing may be left out.

    `agent` acts for the holder under a power of attorney; `listing_seen` is the day the listing
    was first seen; `goods_classes` are the Nice classes of its goods.
    """

    right: Right
    holder: RightsHolder
    papers: tuple[Paper, ...]
    today: date
    agent: str | None = None
    platform: str | None = None
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
    def author_is_claimant(self) -> bool:
        """Whether the claimant made the work itself, or nobody else is named."""
        return not self.author_names or any(self.is_claimant(one) for one in self.author_names)


def spellings(names: str) -> tuple[str, ...]:
    """The spellings that stand in one field with a stroke between them."""
    return tuple(part.strip() for part in STROKE.split(names) if part.strip())


def same_name(left: str, right: str) -> bool:
    """Whether two spellings are one name, but for width, case, blanks and points."""
    return _folded(left) == _folded(right)


def _folded(name: str) -> str:
    return NOT_IN_NAMES.sub("", unicodedata.normalize("NFKC", name).casefold())

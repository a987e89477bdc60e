"""What every check is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from domain.cases import Case
from domain.digests import Sha256
from takedown.cells import printable
from takedown.draft import Draft
from takedown.rules import Rule


@dataclass(frozen=True, slots=True)
class Look:
    """A draft under preflight, and whether bytes of a digest are kept."""

    draft: Draft
    has_bytes: Callable[[Sha256], bool]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found: what its sentences name, and the pack's rule behind it, if any."""

    values: Mapping[str, str] = field(default_factory=dict)
    rule: Rule | None = None


Check = Callable[[Look], Iterator[Problem]]
"""A question put to a draft; it gives nothing when all is well."""


def known(text: str | None) -> bool:
    """Whether there is anything to read in this text."""
    return bool(text and text.strip())


def called(case: Case) -> str:
    """What a finding calls this listing: platform and item."""
    key = case.sighting.key
    return printable(f"{key.platform}/{key.item_id}", 80)


def of_listing(case: Case, **values: str) -> Problem:
    """A problem of one listing."""
    return Problem({"listing": called(case), **values})

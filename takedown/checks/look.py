"""What every check is given, and what it gives back."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from domain.cases import Case
from domain.decisions import DecisionId
from domain.digests import Sha256
from domain.listings import ListingKey
from domain.rights import RightSlug
from domain.standing import Hold
from takedown.cells import printable
from takedown.draft import Draft
from takedown.rules import Rule

Reported = tuple[ListingKey, RightSlug]
"""A listing, and the right on which it was reported."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is on record beside the case: other notices, second persons, the account's standing.

    `pending` and `refused` name the other notice; `hold` is the threshold that the batch would
    break, `released_by` the second person who let it go; `near` is one that it comes near to.
    """

    pending: Mapping[Reported, str] = field(default_factory=dict)
    refused: Mapping[Reported, str] = field(default_factory=dict)
    unseconded: frozenset[DecisionId] = frozenset()
    hold: Hold | None = None
    released_by: str | None = None
    near: Hold | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """A draft under preflight, whether bytes of a digest are kept, and what is on record."""

    draft: Draft
    has_bytes: Callable[[Sha256], bool]
    ledger: Ledger = field(default_factory=Ledger)


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


def folded(name: str) -> str:
    """A name without width, case, blanks and marks between its letters, to compare it by."""
    kept = unicodedata.normalize("NFKC", name).casefold()
    return "".join(one for one in kept if one.isalnum())


def called(case: Case) -> str:
    """What a finding calls this listing: platform and item."""
    key = case.sighting.key
    return printable(f"{key.platform}/{key.item_id}", 80)


def of_listing(case: Case, **values: str) -> Problem:
    """A problem of one listing."""
    return Problem({"listing": called(case), **values})

"""The desk's view of one right: what is kept of it, and every earlier version."""

from __future__ import annotations

from dataclasses import dataclass

from domain.ownership import Exhibit
from domain.rights import Right, RightSlug
from domain.versions import FieldChange, Version, changes_of
from review.desk import Store


@dataclass(frozen=True, slots=True)
class RightPage:
    """A right with its exhibits, and its versions, the first one first."""

    right: Right
    exhibits: tuple[Exhibit, ...]
    versions: tuple[Version, ...]

    def changes(self) -> tuple[tuple[Version, tuple[FieldChange, ...]], ...]:
        """Each version after the first, with what it changed."""
        pairs = zip(self.versions, self.versions[1:], strict=False)
        return tuple((after, changes_of(before, after)) for before, after in pairs)


def right_page(store: Store, slug: RightSlug) -> RightPage:
    """One right as it is kept.

    Raises:
        NotFound: There is no such right.
    """
    with store.reading() as work:
        return RightPage(
            work.rights.right(slug), work.rights.exhibits(right=slug), work.rights.versions(slug)
        )

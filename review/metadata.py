"""The desk's view of metadata: what the exhibits of a right say of themselves."""

from __future__ import annotations

from dataclasses import dataclass

from domain.ownership import Exhibit
from domain.rights import RightSlug
from review.desk import Store
from rights.findings import Findings, findings_of


@dataclass(frozen=True, slots=True)
class Told:
    """An exhibit with the metadata of its file."""

    exhibit: Exhibit
    findings: Findings


def told_by_files(store: Store, slug: RightSlug) -> tuple[Told, ...]:
    """The metadata of every exhibit of this right, read now from the bytes that were taken in.

    Raises:
        NotFound: There is no such right.
        EvidenceError: Kept bytes no longer have their digest.
    """
    with store.reading() as work:
        exhibits = work.rights.exhibits(right=work.rights.right(slug).slug)
    return tuple(Told(one, findings_of(store.blobs.read(one.sha256))) for one in exhibits)

"""Contradictions: facts in the exhibits that speak against the claim. Always shown, never weighed.

Each finder gives what it found; one that `blocks` leaves the file not ready. Any of them caps the
grade at C, which asks for a lead's decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from domain.ownership import Contradiction
from rights.proof import against_files, against_papers, against_terms
from rights.proof.claim import Claim


def find_contradictions(claim: Claim) -> tuple[Contradiction, ...]:
    """Everything that speaks against this claim, in a fixed order."""
    return tuple(found for finder in FINDERS for found in finder(claim))


FINDERS: tuple[Callable[[Claim], Iterator[Contradiction]], ...] = (
    against_files.captured_after_publication,
    against_files.captured_in_the_future,
    against_files.another_author,
    against_files.resaved_raw,
    against_files.made_by_a_machine,
    against_files.broken_credentials,
    against_files.original_smaller,
    against_papers.contract_out_of_term,
    against_papers.commission_without_clause,
    against_papers.given_away,
    against_papers.authority_out_of_term,
    against_papers.identity_of_another,
    against_papers.stamp_of_other_bytes,
    against_terms.term_over,
    against_terms.registration_over,
    against_terms.mark_class,
    against_terms.mark_territory,
    against_terms.licensed_to_many,
)
"""Every finder, in the order in which findings are shown."""

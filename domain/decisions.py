"""Decisions: what a named person said of a candidate, and what that person had seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from domain.candidates import CandidateId
from domain.digests import Sha256
from domain.listings import SightingId

DecisionId = NewType("DecisionId", int)


class Verdict(StrEnum):
    """The analyst's finding; the tool finds resemblances, a person finds infringements."""

    INFRINGING = "infringing"
    CLEARED = "cleared"
    UNSURE = "unsure"


class Reason(StrEnum):
    """Why: a code that statistics and grounds are built on."""

    COPIED_PICTURE = "copied_picture"
    COPIED_ARTWORK = "copied_artwork"
    MARK_ON_GOODS = "mark_on_goods"
    MARK_IN_TITLE = "mark_in_title"
    COUNTERFEIT_SEEN = "counterfeit_seen"
    AUTHORISED_SELLER = "authorised_seller"
    COMPATIBLE_USE = "compatible_use"
    ORDINARY_WORD = "ordinary_word"
    NOT_ALIKE = "not_alike"
    OTHER_GOODS = "other_goods"
    NEEDS_TEST_PURCHASE = "needs_test_purchase"
    NEEDS_SECOND_LOOK = "needs_second_look"


REASONS_OF: dict[Verdict, tuple[Reason, ...]] = {
    Verdict.INFRINGING: (
        Reason.COPIED_PICTURE,
        Reason.COPIED_ARTWORK,
        Reason.MARK_ON_GOODS,
        Reason.MARK_IN_TITLE,
        Reason.COUNTERFEIT_SEEN,
    ),
    Verdict.CLEARED: (
        Reason.AUTHORISED_SELLER,
        Reason.COMPATIBLE_USE,
        Reason.ORDINARY_WORD,
        Reason.NOT_ALIKE,
        Reason.OTHER_GOODS,
    ),
    Verdict.UNSURE: (Reason.NEEDS_TEST_PURCHASE, Reason.NEEDS_SECOND_LOOK),
}
"""Which reasons go with which verdict."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's word on one candidate; appended, never changed.

    `shown_at` is when the candidate was given to this person; None where it was not.
    """

    id: DecisionId
    candidate: CandidateId
    verdict: Verdict
    reason: Reason
    note: str | None
    analyst: str
    decided_at: datetime
    sighting: SightingId
    sighting_digest: Sha256
    shown_at: datetime | None = None

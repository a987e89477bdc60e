"""Cases: all that a notice needs to know of one decided listing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.candidates import Candidate
from domain.captures import EvidenceCapture
from domain.decisions import Decision
from domain.listings import Sighting
from domain.ownership import Exhibit, OwnershipProof
from domain.rights import AuthorisedSeller, Right, RightsHolder


@dataclass(frozen=True, slots=True)
class Case:
    """A decided candidate with its listing as seen, its right, the owner and the owner's proof."""

    candidate: Candidate
    decision: Decision
    sighting: Sighting
    first_seen_at: datetime
    holder: RightsHolder
    right: Right
    proof: OwnershipProof
    exhibits: tuple[Exhibit, ...]
    sellers: tuple[AuthorisedSeller, ...]
    captures: tuple[EvidenceCapture, ...] = ()

"""Stamps: what is asked of time authorities, and what they answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from domain.digests import Sha256

StampId = NewType("StampId", int)


class StampState(StrEnum):
    """How far a stamp is."""

    PENDING = "pending"
    """Nothing came back yet; it is asked for again."""
    VERIFIED = "verified"
    """The token holds for the digest, by the authority's own certificates."""
    REFUSED = "refused"
    """What came back does not hold; another try may bring one that does."""


class StampedKind(StrEnum):
    """What a digest is of."""

    EXHIBIT = "exhibit"
    BUNDLE = "bundle"
    CHECKPOINT = "checkpoint"
    TOKEN = "token"  # noqa: S105 - an older token that is stamped anew before its certificate ends


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a token says: the digest was there at this time, by this authority's certificate."""

    digest: Sha256
    at: datetime
    policy: str
    serial: str
    signer: str
    signer_until: datetime
    """When the signer's certificate ends: before that day the token is to be stamped anew."""
    chain: str = ""
    """The signer's certificate and its issuers up to the root, as PEM."""
    url: str = ""
    received_at: datetime | None = None
    """When the token came in, by our own clock."""


@dataclass(frozen=True, slots=True)
class WantedStamp:
    """One digest asked of one authority, with everything that came back."""

    id: StampId
    digest: Sha256
    kind: StampedKind
    authority: str
    state: StampState
    tries: int
    next_try_at: datetime
    reason: str | None = None
    stamp: Stamp | None = None
    request: bytes | None = None
    response: bytes | None = None

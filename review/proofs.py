"""The desk's view of proof: one right weighed now, and its file written for a platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from config.load import load_profiles
from config.settings import Settings
from domain.ownership import OwnershipProof
from domain.papers import Paper
from domain.rights import Right, RightKind, RightSlug, kind_of, label_of
from review.desk import Store
from rights import stage
from rights.proof.prove import prove
from rights.proof.routes import Readiness, read_routes, ready_for


@dataclass(frozen=True, slots=True)
class ProofPage:
    """What can be shown of one right, and how ready its file is for each route."""

    right: Right
    label: str
    papers: tuple[Paper, ...]
    proof: OwnershipProof
    routes: tuple[Readiness, ...]


def proof_page(store: Store, slug: RightSlug, *, now: datetime) -> ProofPage:
    """One right weighed now: answers, gaps, contradictions, steps, and what each route lacks.

    Raises:
        NotFound: There is no such right.
    """
    claim = stage.claim_on(store, slug, today=now.date())
    is_work = kind_of(claim.right) is RightKind.WORK
    views = tuple(ready_for(one, claim) for one in read_routes().routes) if is_work else ()
    return ProofPage(claim.right, label_of(claim.right), claim.papers, prove(claim), views)


def write_proof(  # noqa: PLR0913 - what is written, for whom, and where to
    store: Store,
    settings: Settings,
    slug: RightSlug,
    platform: str | None,
    language: str,
    out: Path,
    *,
    now: datetime,
) -> tuple[OwnershipProof, stage.Written]:
    """Write the file of a work for each route of a platform that is ready.

    Raises:
        InputError: There is no such work, platform or route.
        OwnershipGap: No route is ready; the message names every gap.
    """
    profile = load_profiles(settings).get(platform or "")
    routes = stage.routes_for(platform, profile.complaint_channel if profile else None)
    claim = stage.claim_on(store, slug, today=now.date())
    return prove(claim), stage.write_proof(store, claim, routes, language, out)

"""The desk's view of proof: one right weighed now, and its file written for a platform."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from config.load import load_profiles
from config.settings import Settings
from domain.candidates import CandidateId
from domain.digests import sha256_of
from domain.errors import InputError
from domain.ownership import OwnershipProof
from domain.papers import Paper
from domain.rights import AgentSlug, Right, RightKind, RightSlug, kind_of, label_of
from review.desk import Store, candidate_page
from review.registrations import registered
from rights import stage
from rights.proof.claim import Claim
from rights.proof.kinds import Line, list_of
from rights.proof.prove import prove
from rights.proof.routes import Readiness, read_routes, ready_for


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a proof is asked for: a platform, an agent who acts, a listing; all may be left out.

    `platform` may be a platform, its complaint channel or a route; `picture` are the bytes of a
    listing's picture that no scan brought.
    """

    platform: str | None = None
    agent: AgentSlug | None = None
    candidate: CandidateId | None = None
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class ProofPage:
    """What can be shown of one right, and how ready its file is for each route."""

    right: Right
    label: str
    papers: tuple[Paper, ...]
    proof: OwnershipProof
    routes: tuple[Readiness, ...]
    own_list: tuple[Line, ...] = ()


def proof_page(
    store: Store, settings: Settings, slug: RightSlug, about: About, *, now: datetime
) -> ProofPage:
    """One right weighed now: answers, gaps, contradictions, steps, and what each route lacks.

    Raises:
        NotFound: There is no such right, agent or candidate.
        InputError: The candidate is of another right.
    """
    claim = claim_about(store, settings, slug, about, now=now)
    is_work = kind_of(claim.right) is RightKind.WORK
    views = tuple(ready_for(one, claim) for one in read_routes().routes) if is_work else ()
    return ProofPage(
        claim.right, label_of(claim.right), claim.papers, prove(claim), views, list_of(claim)
    )


def write_proof(  # noqa: PLR0913 - what is written, for whom, and where to
    store: Store,
    settings: Settings,
    slug: RightSlug,
    about: About,
    language: str,
    out: Path,
    *,
    now: datetime,
) -> tuple[OwnershipProof, stage.Written]:
    """Write the file of a work for each route of a platform that is ready.

    Raises:
        InputError: There is no such work, platform or route, or the right is a mark.
        OwnershipGap: No route is ready; the message names every gap.
    """
    profile = load_profiles(settings).get(about.platform or "")
    routes = stage.routes_for(about.platform, profile.complaint_channel if profile else None)
    claim = claim_about(store, settings, slug, about, now=now)
    proof = prove(claim)
    if kind_of(claim.right) is RightKind.MARK:
        raise _no_dossier(proof, language)
    listing = _listing_bytes(store, about, claim)
    return proof, stage.write_proof(store, claim, routes, language, out, listing=listing)


def zipped_proof(
    store: Store,
    settings: Settings,
    slug: RightSlug,
    about: About,
    language: str,
    *,
    now: datetime,
) -> bytes:
    """The file of a work for one route, as a ZIP.

    Raises:
        NotFound: There is no such work, agent or candidate.
        InputError: There is no such route, or the right is a mark.
        OwnershipGap: The route is not ready; the message names every gap.
    """
    (route, *_) = stage.routes_for(about.platform, None)
    claim = claim_about(store, settings, slug, about, now=now)
    listing = _listing_bytes(store, about, claim)
    return stage.zipped_proof(store, claim, route, language, listing=listing)


def claim_about(
    store: Store, settings: Settings, slug: RightSlug, about: About, *, now: datetime
) -> Claim:
    """The claim on a right, for this platform, agent and listing as far as they are told.

    Raises:
        NotFound: There is no such right, agent or candidate.
        InputError: The candidate is of another right.
    """
    qualified = settings.stamping.qualified
    claim = stage.claim_on(store, slug, now=now, qualified=qualified, agent=about.agent)
    platform, seen = about.platform, None
    pictures = [about.picture] if about.picture else []
    if about.candidate is not None:
        page = candidate_page(store, about.candidate)
        if page.right.slug != slug:
            raise InputError(
                f"Candidate {about.candidate} is of {page.right.slug}, not {slug}.",
                code="candidate_of_other_right",
                candidate=about.candidate,
                right=page.right.slug,
            )
        platform = page.sighting.key.platform
        seen = page.first_seen_at.date()
        kept = [one.sha256 for one in page.sighting.pictures if one.sha256]
        pictures += [store.blobs.read(one) for one in kept]
    profile = load_profiles(settings).get(platform or "")
    names = profile.names if profile else None
    also = (profile.complaint_channel, names.zh, names.en, names.ja) if profile and names else ()
    claim = replace(
        claim,
        platform=platform,
        platform_also=tuple(one for one in also if one),
        platform_country=profile.country if profile else None,
        listing_seen=seen,
    )
    if not pictures or kind_of(claim.right) is RightKind.MARK:
        return claim
    return replace(claim, agreement=registered(claim, pictures, store.blobs.read))


def _listing_bytes(store: Store, about: About, claim: Claim) -> bytes | None:
    """The picture that was laid on an original."""
    if claim.agreement is None:
        return None
    if about.picture and sha256_of(about.picture) == claim.agreement.query:
        return about.picture
    return store.blobs.read(claim.agreement.query)


def _no_dossier(proof: OwnershipProof, language: str) -> InputError:
    told = [one.sentence.in_language(language) for one in proof.gaps]
    told += [one.sentence.in_language(language) for one in proof.contradictions]
    return InputError(
        " ".join(["A mark is shown by its certificate; a dossier is made of a work.", *told]),
        code="no_dossier",
    )

"""Stage 1: a portfolio is taken in, what can be shown of each right is weighed, and written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from domain.errors import InputError, OwnershipGap
from domain.ownership import Exhibit
from domain.records import to_plain
from domain.rights import HolderSlug, Portfolio, Right, RightsHolder, RightSlug
from domain.rights import Work as WorkOfArt
from domain.runs import StageReport
from rights.dossier.content import Scene
from rights.dossier.folder import Sources, lacks, write_dossier
from rights.portfolio import ReadPortfolio, read_portfolio
from rights.proof.claim import Claim
from rights.proof.prove import prove
from rights.proof.reading import papers_of
from rights.proof.routes import Route, read_routes, ready_for
from store.unit_of_work import Store, Work


@dataclass(frozen=True, slots=True)
class Written:
    """The folders that were written, and what the routes lack that are not ready."""

    folders: tuple[Path, ...]
    lacking: tuple[str, ...]


def import_portfolio(store: Store, path: Path, *, who: str, now: datetime) -> StageReport:
    """Take in a portfolio: files by their bytes, then all records in one transaction.

    Taking the same portfolio in again changes nothing.

    Raises:
        PortfolioRefused: A row is wrong; nothing was taken in.
        InputError: The file cannot be read.
    """
    with store.reading() as work:
        known = [holder.slug for holder in work.rights.portfolio().holders]
    read = read_portfolio(path, today=now.date(), who=who, now=now, holders=known)
    for taken in read.files:
        store.blobs.keep(taken.content)
    with store.begin() as work:
        counts = work.rights.keep_portfolio(read.portfolio)
        counts["exhibits"] = sum(work.rights.keep_exhibit(one) for one in read.exhibits)
        problems = _prove(store, work, read, now)
        counts["gaps"] = len(problems)
        if counts["new"] or counts["changed"] or counts["exhibits"]:
            payload = {"file": path.name, "counts": counts, "rights": _digests(read)}
            work.audit.append("rights imported", path.name, payload, who, now)
    return StageReport(counts=counts, problems=tuple(problems))


def weigh_rights(store: Store, *, now: datetime) -> StageReport:
    """Weigh every right anew: papers run out, and a proof made months ago may no longer hold.

    Returns:
        Counts of `rights` and `gaps`; each gap as a problem.
    """
    with store.begin() as work:
        kept = work.rights.portfolio()
        problems = _weigh(store, work, kept, {holder.slug for holder in kept.holders}, now)
    counts = {"rights": len(kept.rights()), "gaps": len(problems)}
    return StageReport(counts=counts, problems=tuple(problems))


def claim_on(store: Store, slug: RightSlug, *, today: date) -> Claim:
    """The claim on this right as it stands in the store, its files read.

    Raises:
        NotFound: There is no such right.
    """
    with store.reading() as work:
        right = work.rights.right(slug)
        holder = work.rights.holder(right.holder)
        exhibits = _exhibits(work, right)
    return _claim(store, right, holder, exhibits, today)


def write_proof(
    store: Store, claim: Claim, routes: tuple[Route, ...], language: str, out: Path
) -> Written:
    """Write the dossier of this work below `out`, for each route that is ready.

    Raises:
        InputError: The right is a mark, or the folder is in use.
        OwnershipGap: No route is ready; the message names every gap.
    """
    if not isinstance(claim.right, WorkOfArt):
        raise InputError("A mark is shown by its certificate; a dossier is made of a work.")
    scenes = [Scene(claim, ready_for(one, claim), language, claim.today) for one in routes]
    ready = [one for one in scenes if one.readiness.is_ready]
    lacking = [lacks(one) for one in scenes if one not in ready]
    if not ready:
        raise OwnershipGap(" ".join(lacking))
    sources = Sources(store.blobs.read)
    folders = tuple(write_dossier(one, sources, out) for one in ready)
    return Written(folders, tuple(lacking))


def routes_for(platform: str | None, channel: str | None) -> tuple[Route, ...]:
    """The routes of a platform, its channel or of this very code; the claim statement for none.

    Raises:
        InputError: No route is known for it.
    """
    routes = read_routes()
    found = routes.of_platform(platform or "alibaba_claim_statement", channel)
    if not found:
        known = sorted({code for one in routes.routes for code in (one.code, one.channel)})
        raise InputError(
            f"No route is known for {platform!r}.", mend=f"There are: {', '.join(known)}."
        )
    return found


def _prove(store: Store, work: Work, read: ReadPortfolio, now: datetime) -> list[str]:
    """Weigh every right of the holders it touches: a new paper counts for earlier rights too."""
    touched = {holder.slug for holder in read.portfolio.holders}
    touched |= {right.holder for right in read.portfolio.rights()}
    return _weigh(store, work, work.rights.portfolio(), touched, now)


def _weigh(
    store: Store, work: Work, kept: Portfolio, touched: set[HolderSlug], now: datetime
) -> list[str]:
    """Weigh the rights of these holders; each gap and contradiction as a sentence."""
    holders = {holder.slug: holder for holder in kept.holders}
    problems = []
    for right in (one for one in kept.rights() if one.holder in touched):
        exhibits = _exhibits(work, right)
        proof = prove(_claim(store, right, holders[right.holder], exhibits, now.date()))
        work.rights.keep_proof(proof, now)
        problems += [f"{right.slug}: {gap.sentence.en}" for gap in proof.gaps]
        problems += [f"{right.slug}: {one.sentence.en}" for one in proof.contradictions]
    return problems


def _exhibits(work: Work, right: Right) -> tuple[Exhibit, ...]:
    return (*work.rights.exhibits(holder=right.holder), *work.rights.exhibits(right=right.slug))


def _claim(
    store: Store, right: Right, holder: RightsHolder, exhibits: tuple[Exhibit, ...], today: date
) -> Claim:
    papers = papers_of(exhibits, store.blobs.read)
    return Claim(right=right, holder=holder, papers=papers, today=today)


def _digests(read: ReadPortfolio) -> list[object]:
    return [[one.sha256, to_plain(one.kind)] for one in read.exhibits]

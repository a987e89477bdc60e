"""Stage 1: a portfolio is taken in, what can be shown of each right is weighed, and written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from domain.digests import Sha256, sha256_of
from domain.errors import InputError, OwnershipGap
from domain.ownership import Exhibit, ExhibitKind
from domain.papers import FileFacts
from domain.records import to_plain
from domain.rights import (
    Agent,
    AgentSlug,
    HolderSlug,
    Portfolio,
    Right,
    RightsHolder,
    RightSlug,
)
from domain.rights import Work as WorkOfArt
from domain.runs import StageReport
from rights.dossier.folder import Sources, lacks, write_declaration, write_dossier, zip_of
from rights.dossier.scene import Scene
from rights.facts import maker, read_facts
from rights.portfolio import ReadPortfolio, read_portfolio
from rights.proof.claim import Claim
from rights.proof.prove import prove
from rights.proof.reading import papers_with, stamped, to_read
from rights.proof.routes import Route, lacks_only_signature, read_routes, ready_for
from store.unit_of_work import Store, Work


@dataclass(frozen=True, slots=True)
class Written:
    """The folders that were written, and what the routes lack that are not ready.

    `to_sign` are the declarations of routes that lack nothing but the signature.
    """

    folders: tuple[Path, ...]
    lacking: tuple[str, ...]
    to_sign: tuple[Path, ...] = ()
    compared: bool = False


def import_portfolio(
    store: Store, path: Path, *, who: str, now: datetime, qualified: Collection[str] = ()
) -> StageReport:
    """Take in a portfolio: files by their bytes, then all records in one transaction.

    Taking the same portfolio in again changes nothing. `qualified` names the time authorities
    whose time a law presumes right.

    Raises:
        PortfolioRefused: A row is wrong; nothing was taken in.
        InputError: The file cannot be read.
    """
    with store.reading() as work:
        known = work.rights.portfolio()
    read = read_portfolio(path, today=now.date(), who=who, now=now, known=known)
    for taken in read.files:
        store.blobs.keep(taken.content)
    with store.begin() as work:
        counts = work.rights.keep_portfolio(read.portfolio, who=who, now=now)
        counts["exhibits"] = sum(work.rights.keep_exhibit(one) for one in read.exhibits)
        problems = _prove(_Weighing(store, work, now, qualified), read)
        counts["gaps"] = len(problems)
        if counts["new"] or counts["changed"] or counts["exhibits"]:
            payload = {"file": path.name, "counts": counts, "rights": _digests(read)}
            work.audit.append("rights imported", path.name, payload, who, now)
    return StageReport(
        counts=counts, problems=tuple(problems), remarks=tuple(_nobodys_powers(read.exhibits))
    )


def _nobodys_powers(exhibits: Iterable[Exhibit]) -> Iterator[str]:
    """Powers of attorney that say nowhere whom they empower: they count for nobody."""
    for one in exhibits:
        unnamed = one.agent is None and one.taker is None
        if one.kind is ExhibitKind.POWER_OF_ATTORNEY and unnamed:
            yield (
                f"{one.file_name} of {one.holder or one.right} names no agent, so it is nobody's; "
                "write agent = its slug, or taker = its name. 授权委托书未写明代理人，不予采信。"
            )


def weigh_rights(store: Store, *, now: datetime, qualified: Collection[str] = ()) -> StageReport:
    """Weigh every right anew: papers run out, and a proof made months ago may no longer hold.

    Returns:
        Counts of `rights` and `gaps`; each gap as a problem.
    """
    with store.begin() as work:
        kept = work.rights.portfolio()
        every = {holder.slug for holder in kept.holders}
        problems = _weigh(_Weighing(store, work, now, qualified), kept, every)
    counts = {"rights": len(kept.rights()), "gaps": len(problems)}
    return StageReport(counts=counts, problems=tuple(problems))


def claim_on(
    store: Store,
    slug: RightSlug,
    *,
    now: datetime,
    qualified: Collection[str] = (),
    agent: AgentSlug | None = None,
) -> Claim:
    """The claim on this right as it stands in the store, its files read.

    With an agent, its own papers are among them, and its powers of attorney are held to it.

    Raises:
        NotFound: There is no such right, or no such agent.
    """
    with store.reading() as work:
        right = work.rights.right(slug)
        holder = work.rights.holder(right.holder)
        acting = work.rights.agent(agent) if agent else None
        return _claim(_Weighing(store, work, now, qualified), right, holder, acting)


def write_proof(
    store: Store,
    claim: Claim,
    routes: tuple[Route, ...],
    language: str,
    out: Path,
    *,
    listing: bytes | None = None,
) -> Written:
    """Write the dossier of this work below `out`, for each route that is ready.

    `listing` is the picture of the listing that the claim's agreement is on.

    Raises:
        InputError: The right is a mark, or the folder is in use.
        OwnershipGap: No route is ready, and none lacks but a signature; every gap is named.
    """
    if not isinstance(claim.right, WorkOfArt):
        raise InputError("A mark is shown by its certificate; a dossier is made of a work.")
    scenes = [_scene(claim, one, language) for one in routes]
    ready = [one for one in scenes if one.readiness.is_ready]
    lacking = [lacks(one) for one in scenes if one not in ready]
    unsigned = [one for one in scenes if lacks_only_signature(one.readiness)]
    if not ready and not unsigned:
        raise OwnershipGap("\n".join(lacking))
    to_sign = tuple(write_declaration(one, out) for one in unsigned)
    sources = Sources(_with_tokens(store, claim), listing)
    folders = tuple(write_dossier(one, sources, out) for one in ready)
    return Written(folders, tuple(lacking), to_sign, claim.agreement is not None)


def zipped_proof(
    store: Store, claim: Claim, route: Route, language: str, *, listing: bytes | None = None
) -> bytes:
    """The dossier of this work for one route, as a ZIP.

    Raises:
        InputError: The right is a mark.
        OwnershipGap: The route is not ready; the message names every gap.
    """
    if not isinstance(claim.right, WorkOfArt):
        raise InputError("A mark is shown by its certificate; a dossier is made of a work.")
    return zip_of(_scene(claim, route, language), Sources(_with_tokens(store, claim), listing))


def _scene(claim: Claim, route: Route, language: str) -> Scene:
    # without a platform a power of attorney is held to the route's own channel
    here = claim if claim.platform_also else replace(claim, platform=route.channel)
    return Scene(here, ready_for(route, here), language, claim.today)


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


@dataclass(frozen=True, slots=True)
class _Weighing:
    """What weighing needs beside the right: what is kept, the moment, whose time is presumed."""

    store: Store
    work: Work
    now: datetime
    qualified: Collection[str]


def _prove(weighing: _Weighing, read: ReadPortfolio) -> list[str]:
    """Weigh every right of the holders it touches: a new paper counts for earlier rights too."""
    touched = {holder.slug for holder in read.portfolio.holders}
    touched |= {right.holder for right in read.portfolio.rights()}
    touched |= {one.holder for one in read.portfolio.products}
    touched |= {one.holder for one in read.exhibits if one.holder}
    kept = weighing.work.rights.portfolio()
    _keep_facts(weighing, kept, touched)
    return _weigh(weighing, kept, touched)


def _weigh(weighing: _Weighing, kept: Portfolio, touched: set[HolderSlug]) -> list[str]:
    """Weigh the rights of these holders; each gap and contradiction as a sentence."""
    holders = {holder.slug: holder for holder in kept.holders}
    problems = []
    for right in (one for one in kept.rights() if one.holder in touched):
        proof = prove(_claim(weighing, right, holders[right.holder]))
        weighing.work.rights.keep_proof(proof, weighing.now)
        problems += [f"{right.slug}: {gap.sentence.en}" for gap in proof.gaps]
        problems += [f"{right.slug}: {one.sentence.en}" for one in proof.contradictions]
    return problems


def _claim(
    weighing: _Weighing, right: Right, holder: RightsHolder, agent: Agent | None = None
) -> Claim:
    work = weighing.work
    exhibits = _exhibits(work, right, agent)
    papers = papers_with(exhibits, _facts(weighing, exhibits))
    stamps = work.stamps.of([one.sha256 for one in exhibits])
    tokens = [one for wanted in stamps.values() for one in wanted]
    products = work.rights.products(right.slug)
    return Claim(
        right=right,
        holder=holder,
        papers=(*papers, *stamped(exhibits, tokens, weighing.qualified)),
        today=weighing.now.date(),
        agent=" / ".join(agent.names.values()) if agent else None,
        acting=agent,
        goods_classes=tuple(sorted({one for each in products for one in each.nice_classes})),
    )


def _exhibits(work: Work, right: Right, agent: Agent | None = None) -> tuple[Exhibit, ...]:
    own = work.rights.exhibits(holder=right.holder)
    acting = work.rights.exhibits(agent=agent.slug) if agent else ()
    return (*own, *acting, *work.rights.exhibits(right=right.slug))


def _keep_facts(weighing: _Weighing, kept: Portfolio, touched: set[HolderSlug]) -> None:
    """Read what was never read, all at once, and keep it: reading is slow, and bytes stay."""
    rights = [one for one in kept.rights() if one.holder in touched]
    exhibits = [paper for one in rights for paper in _exhibits(weighing.work, one)]
    wanted = to_read(exhibits)
    fresh = wanted - set(weighing.work.rights.facts.of(maker(), wanted))
    weighing.work.rights.facts.keep(maker(), read_facts(fresh, weighing.store.blobs.read))


def _facts(weighing: _Weighing, exhibits: tuple[Exhibit, ...]) -> dict[Sha256, FileFacts | None]:
    wanted = to_read(exhibits)
    known = weighing.work.rights.facts.of(maker(), wanted)
    return known | read_facts(wanted - set(known), weighing.store.blobs.read)


def _with_tokens(store: Store, claim: Claim) -> Callable[[Sha256], bytes]:
    """Reads kept bytes; the tokens of time stamps lie in the database."""
    stamped_files = [one.stamps for one in claim.papers if one.stamps]
    with store.reading() as work:
        found = [one for each in work.stamps.of(stamped_files).values() for one in each]
    tokens = {sha256_of(one.response): one.response for one in found if one.response}

    def read(digest: Sha256) -> bytes:
        return tokens[digest] if digest in tokens else store.blobs.read(digest)

    return read


def _digests(read: ReadPortfolio) -> list[object]:
    return [[one.sha256, to_plain(one.kind)] for one in read.exhibits]

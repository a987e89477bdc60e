"""Stage 1: a portfolio is taken in, and what can be shown of each right is weighed at once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from domain.records import to_plain
from domain.rights import HolderSlug, Portfolio
from domain.runs import StageReport
from rights.portfolio import ReadPortfolio, read_portfolio
from rights.proof.prove import prove_ownership
from store.unit_of_work import Store, Work


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
        problems = _prove(work, read, now)
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
        problems = _weigh(work, kept, {holder.slug for holder in kept.holders}, now)
    counts = {"rights": len(kept.rights()), "gaps": len(problems)}
    return StageReport(counts=counts, problems=tuple(problems))


def _prove(work: Work, read: ReadPortfolio, now: datetime) -> list[str]:
    """Weigh every right of the holders it touches: a new paper counts for earlier rights too."""
    touched = {holder.slug for holder in read.portfolio.holders}
    touched |= {right.holder for right in read.portfolio.rights()}
    return _weigh(work, work.rights.portfolio(), touched, now)


def _weigh(work: Work, kept: Portfolio, touched: set[HolderSlug], now: datetime) -> list[str]:
    """Weigh the rights of these holders; each gap as a sentence."""
    holders = {holder.slug: holder for holder in kept.holders}
    problems = []
    for right in (one for one in kept.rights() if one.holder in touched):
        exhibits = (
            *work.rights.exhibits(holder=right.holder),
            *work.rights.exhibits(right=right.slug),
        )
        proof = prove_ownership(right, holders[right.holder], exhibits, today=now.date())
        work.rights.keep_proof(proof, now)
        problems += [f"{right.slug}: {gap.sentence.en}" for gap in proof.gaps]
    return problems


def _digests(read: ReadPortfolio) -> list[object]:
    return [[one.sha256, to_plain(one.kind)] for one in read.exhibits]

"""Stage 1: a portfolio is taken in, and what can be shown of each right is weighed at once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from domain.records import to_plain
from domain.runs import StageReport
from rights.ownership import prove_ownership
from rights.portfolio import ReadPortfolio, read_portfolio
from store.unit_of_work import Store, Work


def import_portfolio(store: Store, path: Path, *, who: str, now: datetime) -> StageReport:
    """Take in a portfolio: files by their bytes, then all records in one transaction.

    Taking the same portfolio in again changes nothing.

    Raises:
        PortfolioRefused: A row is wrong; nothing was taken in.
        InputError: The file cannot be read.
    """
    read = read_portfolio(path, today=now.date(), who=who, now=now)
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


def _prove(work: Work, read: ReadPortfolio, now: datetime) -> list[str]:
    """Weigh every right of the portfolio; each gap as a sentence."""
    holders = {holder.slug: holder for holder in read.portfolio.holders}
    problems = []
    for right in read.portfolio.rights():
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

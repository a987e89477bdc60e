"""Facts against the claim in the papers: contracts, powers, identity, time stamps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.grades import Jurisdiction
from domain.ownership import Contradiction, ExhibitKind
from domain.papers import Paper, in_force
from domain.rights import Work
from rights.proof.authority import is_of_agent
from rights.proof.chain import chain_of, covers_creation, made_by
from rights.proof.claim import Claim
from rights.proof.found import found
from rights.proof.names import same_name

K = ExhibitKind


def contract_out_of_term(claim: Claim) -> Iterator[Contradiction]:
    """A contract that does not cover the day it is needed for."""
    work = claim.right
    if not isinstance(work, Work):
        return
    for paper in claim.papers:
        kind = paper.exhibit.kind
        if kind in (K.EMPLOYMENT, K.COMMISSION) and not covers_creation(paper, claim):
            yield _out_of_term(paper, made_by(claim))
        if kind in (K.LICENCE, K.ASSIGNMENT) and not _holds_today(paper, claim):
            yield _out_of_term(paper, claim.today)


def commission_without_clause(claim: Claim) -> Iterator[Contradiction]:
    """A commission that leaves the right with who made the work, and no other paper brings it."""
    if chain_of(claim, Jurisdiction.CN):
        return
    for paper in claim.papers:
        # who was commissioned and claims, claims what the law leaves with it
        ours = claim.is_claimant(paper.giver)
        if paper.exhibit.kind is K.COMMISSION and paper.clause is not True and not ours:
            yield found(
                "commission_without_clause",
                "委托合同没有权属条款：无约定时著作权属于受托人（著作权法第19条）。",
                "The commission has no clause on ownership: without one the commissioned party "
                "owns the work (PRC Copyright Law art. 19).",
                "委託契約に帰属条項がありません。定めがなければ受託者に帰属します（中国著作権法19条）。",
                paper,
                blocks=True,
            )


def given_away(claim: Claim) -> Iterator[Contradiction]:
    """A paper by which the claimant gave the right to somebody else."""
    for paper in claim.papers:
        gives = paper.exhibit.kind is K.ASSIGNMENT or (
            paper.exhibit.kind is K.COMMISSION and paper.clause is True
        )
        away = (
            claim.is_claimant(paper.giver) and paper.taker and not claim.is_claimant(paper.taker)
        )
        if gives and away and in_force(paper, claim.today):
            yield found(
                "given_away",
                f"权利人依该合同已将权利转给“{paper.taker}”。",
                f"By this contract the claimant gave the right to “{paper.taker}”.",
                f"この契約により権利者は権利を「{paper.taker}」に移転しています。",
                paper,
                blocks=True,
            )


def authority_out_of_term(claim: Claim) -> Iterator[Contradiction]:
    """A power of attorney that does not hold today, where no other of the same agent does."""
    for paper in claim.papers:
        if paper.exhibit.kind is K.POWER_OF_ATTORNEY and not _holds_today(paper, claim):
            acts = claim.agent is not None and is_of_agent(paper, claim)
            yield found(
                "authority_out_of_term",
                f"授权委托书在 {claim.today} 未生效或已过期。",
                f"The power of attorney does not hold on {claim.today}: not yet valid or expired.",
                f"委任状は {claim.today} の時点で未発効または期限切れです。",
                paper,
                blocks=acts,
            )


def identity_of_another(claim: Claim) -> Iterator[Contradiction]:
    """An identity paper in another name than the claimant's."""
    for paper in claim.papers:
        own = any(claim.is_claimant(name) for name in paper.bears)
        if paper.exhibit.kind is K.IDENTITY and paper.bears and not own:
            yield found(
                "identity_of_another",
                f"身份文件载明的名称“{paper.bears[0]}”与权利人不符。",
                f"The identity paper is in the name of “{paper.bears[0]}”, not the claimant's.",
                f"本人確認書類の名義「{paper.bears[0]}」が権利者と異なります。",
                paper,
            )


def stamp_of_other_bytes(claim: Claim) -> Iterator[Contradiction]:
    """A time stamp whose token is of other bytes than it is said to be of."""
    for paper in claim.papers:
        imprint = paper.file.imprint if paper.file else None
        if paper.stamps and imprint and imprint != paper.stamps:
            yield found(
                "stamp_of_other_bytes",
                f"时间戳所盖的摘要 {imprint[:12]} 与所称文件 {paper.stamps[:12]} 不符。",
                f"The time stamp is of {imprint[:12]}, not of the file {paper.stamps[:12]} that "
                "it is said to be of.",
                f"タイムスタンプの対象 {imprint[:12]} は、"
                f"対象とされるファイル {paper.stamps[:12]} ではありません。",
                paper,
            )


def _holds_today(paper: Paper, claim: Claim) -> bool:
    """Whether it, or another paper of its kind between the same parties, holds today."""
    return any(
        one.exhibit.kind is paper.exhibit.kind
        and _same(one.taker, paper.taker)
        and _same(one.giver, paper.giver)
        and in_force(one, claim.today)
        for one in claim.papers
    )


def _same(left: str | None, right: str | None) -> bool:
    return left is None or right is None or same_name(left, right)


def _out_of_term(paper: Paper, on: date | None) -> Contradiction:
    return found(
        "contract_out_of_term",
        f"合同期限不含 {on}。",
        f"The contract's term does not cover {on}.",
        f"契約期間に {on} が含まれません。",
        paper,
    )

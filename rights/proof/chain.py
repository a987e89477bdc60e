"""The chain of title: author → each transferee → claimant, as far as the papers carry it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import date

from domain.grades import Jurisdiction, Level
from domain.ownership import ExhibitKind
from domain.papers import Paper, in_force
from domain.rights import Work
from rights.proof.claim import Claim
from rights.proof.names import same_name

K = ExhibitKind
TITLE_KINDS = (K.EMPLOYMENT, K.COMMISSION, K.ASSIGNMENT, K.LICENCE)
EMPLOYER_OWNS = frozenset({Jurisdiction.US, Jurisdiction.JP})
"""Where an employee's work is the employer's without a clause (17 U.S.C. 101, 201(b); Copyright
Act of Japan art. 15). In China art. 18 leaves it with the author but for designs, drawings and
what a contract says; the member states of the Union differ. A commissioned work stays with its
author without a clause under all four laws (PRC Copyright Law art. 19)."""


@dataclass(frozen=True, slots=True)
class Link:
    """One step of title: who gave, who took, and the paper of it."""

    giver: str | None
    taker: str | None
    paper: Paper
    level: Level


def chain_of(claim: Claim, law: Jurisdiction) -> tuple[Link, ...]:
    """The shortest unbroken chain of papers from the author to the claimant; () where none is."""
    links = _links(claim, law)
    waiting: deque[tuple[Link, ...]] = deque((link,) for link in links if _starts(link, claim))
    while waiting:
        chain = waiting.popleft()
        if _ends(chain[-1], claim):
            return chain
        waiting.extend(
            (*chain, link) for link in links if link not in chain and _joins(chain[-1], link)
        )
    return ()


def weakest(chain: tuple[Link, ...]) -> Level:
    """The level of a chain is that of its weakest link."""
    return max((link.level for link in chain), key=list(Level).index)


def covers_creation(paper: Paper, claim: Claim) -> bool:
    """Whether an employment or a commission was in force when the work was made."""
    day = made_by(claim)
    return day is None or in_force(paper, day)


def made_by(claim: Claim) -> date | None:
    """The day on which the work was there: completed, as its record or else its files tell."""
    work = claim.right
    if not isinstance(work, Work):
        return None
    captured = [day for one in claim.papers if one.file for day in one.file.captures]
    return work.created_on or min(captured, default=None) or work.first_published_on


def _links(claim: Claim, law: Jurisdiction) -> list[Link]:
    found = (_link(paper, claim, law) for paper in claim.papers)
    return [link for link in found if link is not None]


def _link(paper: Paper, claim: Claim, law: Jurisdiction) -> Link | None:
    kind, level = paper.exhibit.kind, paper.level
    if kind not in TITLE_KINDS or not _holds(paper, claim):
        return None
    if kind == K.COMMISSION and paper.clause is not True:
        return None
    if kind == K.EMPLOYMENT and law not in EMPLOYER_OWNS:
        if paper.clause is False:
            return None
        level = level if paper.clause else Level.STATED
    # whoever does not say between whom a paper is, only states that it fits
    if paper.giver is None or paper.taker is None:
        level = Level.STATED
    return Link(paper.giver or claim.author, paper.taker, paper, level)


def _holds(paper: Paper, claim: Claim) -> bool:
    if paper.exhibit.kind in (K.EMPLOYMENT, K.COMMISSION):
        return covers_creation(paper, claim)
    return in_force(paper, claim.today)


def _starts(link: Link, claim: Claim) -> bool:
    if claim.author is None or link.giver is None:
        return True
    return claim.is_author(link.giver)


def _ends(link: Link, claim: Claim) -> bool:
    return link.taker is None or claim.is_claimant(link.taker)


def _joins(link: Link, following: Link) -> bool:
    if link.taker is None or following.paper.giver is None:
        return False
    return same_name(link.taker, following.paper.giver)

"""Authority: whether a power of attorney lets an agent act, on what, where and when."""

from __future__ import annotations

from domain.ownership import ExhibitKind
from domain.papers import Paper, in_force
from domain.rights import Mark
from rights.proof.claim import Claim
from rights.proof.names import folded, same_name, spellings

SCOPES = ("copyright", "trademark", "design", "unfair_competition")
"""Kinds of rights that a power of attorney may be limited to, beside slugs of rights."""


def authority_holds(claim: Claim) -> bool:
    """Whether a power of attorney lets the agent act today on this platform (or nobody acts)."""
    return claim.agent is None or any(power_holds(paper, claim) for paper in claim.papers)


def power_holds(paper: Paper, claim: Claim) -> bool:
    """Whether it is the agent's power, holds today, and covers right and platform."""
    return (
        paper.exhibit.kind is ExhibitKind.POWER_OF_ATTORNEY
        and is_of_agent(paper, claim)
        and in_force(paper, claim.today)
        and _covers_platform(paper, claim)
        and _covers_right(paper, claim)
    )


def is_of_agent(paper: Paper, claim: Claim) -> bool:
    """Whether the paper names the claim's agent; one that names nobody is nobody's power."""
    if claim.agent is None:
        return False
    if paper.exhibit.agent and (claim.acting or paper.taker is None):
        return claim.acting is not None and paper.exhibit.agent == claim.acting.slug
    if paper.taker is None:
        return False
    return any(same_name(paper.taker, one) for one in spellings(claim.agent))


def _covers_platform(paper: Paper, claim: Claim) -> bool:
    asked = {folded(one) for one in (claim.platform, *claim.platform_also) if one}
    named = {folded(one) for one in paper.platforms}
    return not named or not asked or bool(asked & named)


def _covers_right(paper: Paper, claim: Claim) -> bool:
    right = claim.right
    kinds = {"trademark"} if isinstance(right, Mark) else {"copyright", right.kind}
    return not paper.scope or bool({str(right.slug), *kinds} & set(paper.scope))

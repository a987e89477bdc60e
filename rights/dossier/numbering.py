"""Which exhibits a route's file holds, in which order, under which number and name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from domain.digests import Sha256
from domain.ownership import Answer, ExhibitKind, Question
from domain.papers import Paper
from rights.proof.authority import power_holds
from rights.proof.claim import Claim
from rights.proof.kinds import list_of
from rights.proof.routes import Readiness
from rights.proof.ways import read_ways

SUFFIX = re.compile(r"^\.[a-z0-9]{1,5}$")


@dataclass(frozen=True, slots=True)
class Numbered:
    """An exhibit under its number in the file."""

    number: int
    paper: Paper

    @property
    def label(self) -> str:
        """As sentences point to it: E3."""
        return f"E{self.number}"

    @property
    def file_name(self) -> str:
        """Its name in the folder: ASCII, from our own words alone."""
        suffix = PurePath(self.paper.exhibit.file_name).suffix.lower()
        ending = suffix if SUFFIX.match(suffix) else ".bin"
        kind = self.paper.exhibit.kind.value.replace("_", "-")
        return f"E{self.number:02}-{kind}-{self.paper.sha256[:8]}{ending}"


def answers_of(readiness: Readiness) -> tuple[Answer, ...]:
    """The answers that the route's file gives: identity only where the route asks who acts."""
    asked = {need.code for need in readiness.route.needs}
    return tuple(
        one
        for one in readiness.weighed.answers
        if one.question is not Question.STANDING or asked & {"identity", "standing"}
    )


def numbered(readiness: Readiness, claim: Claim) -> dict[Sha256, Numbered]:
    """Every exhibit that the file points to, by digest, in the order of the ways of proof."""
    used = {sha for answer in answers_of(readiness) for sha in answer.exhibits}
    used |= {paper.sha256 for papers in readiness.met.values() for paper in papers}
    used |= {sha for one in readiness.contradictions for sha in one.exhibits}
    used |= {paper.sha256 for paper in _acting(claim)}
    used |= {paper.sha256 for line in list_of(claim) for paper in line.papers}
    used |= {paper.sha256 for paper in claim.papers if paper.stamps in used}
    papers = {paper.sha256: paper for paper in claim.papers if paper.sha256 in used}
    ordered = sorted(papers.values(), key=_place)
    return {paper.sha256: Numbered(index, paper) for index, paper in enumerate(ordered, 1)}


def _acting(claim: Claim) -> tuple[Paper, ...]:
    """Where an agent acts: the powers that hold for it here, and its own papers."""
    if claim.agent is None:
        return ()
    return tuple(
        one
        for one in claim.papers
        if power_holds(one, claim) or one.exhibit.kind is ExhibitKind.AGENT_IDENTITY
    )


def labels_of(exhibits: Mapping[Sha256, Numbered], digests: tuple[Sha256, ...]) -> list[str]:
    """The labels of these exhibits, in their order."""
    found = sorted((exhibits[sha] for sha in digests if sha in exhibits), key=lambda n: n.number)
    return [one.label for one in found]


def _place(paper: Paper) -> tuple[str, str, date, str]:
    way = read_ways().way_of(paper.exhibit.kind).code
    kind = paper.exhibit.kind.value
    return way, kind, paper.exhibit.dated or date.max, paper.sha256

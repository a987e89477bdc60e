"""Routes: whether a file is ready for a platform's way of complaining, and what it still lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from config.load import read_toml
from domain.digests import Sha256
from domain.errors import InputError
from domain.grades import Jurisdiction
from domain.languages import Sentence
from domain.ownership import Contradiction, ExhibitKind, Question
from domain.papers import Paper, in_force
from rights.proof.authority import authority_holds
from rights.proof.claim import Claim
from rights.proof.contradictions import find_contradictions
from rights.proof.prove import Weighed, weigh

ROUTES_FILE = Path(__file__).with_name("routes.toml")
STRICT = ConfigDict(extra="forbid")


class Certificate(StrEnum):
    """Whether a route asks for a copyright registration certificate."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What must be there: an answered question, an exhibit of one of these kinds, or both."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    code: str
    sources: tuple[str, ...]
    get: Sentence
    question: Question | None = None
    any_of: tuple[ExhibitKind, ...] = ()
    dated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way of complaining: under which law, with which declaration, and what it asks for."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    code: str
    channel: str
    law: Jurisdiction
    regime: str
    certificate: Certificate
    sources: tuple[str, ...]
    name: Sentence
    shared: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """Every route, and the needs that several have in common."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    valid_from: date
    checked_on: date
    sources: Mapping[str, str]
    shared: tuple[Need, ...]
    routes: tuple[Route, ...]

    def of_platform(self, name: str, channel: str | None = None) -> tuple[Route, ...]:
        """The routes with this code, or of this platform or its channel."""
        return tuple(one for one in self.routes if {one.code, one.channel} & {name, channel})


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a route finds: the papers each need is met by, the unmet needs, what blocks it."""

    route: Route
    weighed: Weighed
    met: Mapping[str, tuple[Paper, ...]]
    missing: tuple[Need, ...]
    contradictions: tuple[Contradiction, ...]

    @property
    def blocking(self) -> tuple[Contradiction, ...]:
        """The contradictions that leave the file not ready under the route's law."""
        law = self.route.law
        return tuple(one for one in self.contradictions if one.blocks and one.counts_under(law))

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing and nothing blocks."""
        return not self.missing and not self.blocking


@cache
def read_routes(path: Path = ROUTES_FILE) -> Routes:
    """The routes in this file, each with the shared needs it names.

    Raises:
        InputError: The file does not fit, or a route names a need or source that is not there.
    """
    try:
        found = TypeAdapter(Routes).validate_python(read_toml(path))
        shared = {need.code: need for need in found.shared}
        whole = tuple(
            replace(one, needs=(*one.needs, *(shared[code] for code in one.shared)))
            for one in found.routes
        )
    except ValidationError as exc:
        error = exc.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in error["loc"])
        raise InputError(f"{key}: {error['msg']}.", where=str(path)) from exc
    except KeyError as exc:
        raise InputError(f"shared: there is no need {exc}.", where=str(path)) from exc
    ruled: list[Route | Need] = [*whole, *(need for route in whole for need in route.needs)]
    for one in ruled:
        if unknown := set(one.sources) - set(found.sources):
            raise InputError(f"{one.code}: no source {min(unknown)!r}.", where=str(path))
    return replace(found, routes=whole)


def ready_for(route: Route, claim: Claim) -> Readiness:
    """Whether this claim's file is ready for the route, and by which papers."""
    weighed = weigh(claim, route.law)
    met, missing = {}, []
    for need in route.needs:
        papers = _papers_for(need, claim, weighed)
        if papers:
            met[need.code] = papers
        else:
            missing.append(need)
    asked = {need.question for need in missing}
    if Question.STANDING not in asked and not authority_holds(claim):
        # whoever acts for another shows a power everywhere, whatever else a route asks
        missing.append(next(one for one in read_routes().shared if one.code == "standing"))
    return Readiness(route, weighed, met, tuple(missing), find_contradictions(claim))


def lacks_only_signature(readiness: Readiness) -> bool:
    """Whether nothing is missing but the declaration that a person is to sign."""
    signed = {(ExhibitKind.DECLARATION,)}
    unsigned = bool(readiness.missing) and {one.any_of for one in readiness.missing} == signed
    return unsigned and not readiness.blocking


def needed_papers(route: Route, claim: Claim) -> tuple[Paper, ...]:
    """The papers without any one of which the route is not ready; () when it is not ready now."""
    if not ready_for(route, claim).is_ready:
        return ()
    return tuple(
        paper
        for paper in claim.papers
        if not ready_for(route, without(claim, paper.sha256)).is_ready
    )


def without(claim: Claim, sha256: Sha256) -> Claim:
    """The claim as it would stand without this exhibit."""
    return replace(claim, papers=tuple(one for one in claim.papers if one.sha256 != sha256))


def _papers_for(need: Need, claim: Claim, weighed: Weighed) -> tuple[Paper, ...]:
    """The papers that meet a need; () where it is unmet."""
    papers: dict[Sha256, Paper] = {}
    if need.question is not None:
        if any(gap.question is need.question for gap in weighed.gaps):
            return ()
        papers |= _answering(need.question, claim, weighed)
    if need.any_of:
        fitting = {one.sha256: one for one in claim.papers if _fits(need, one, claim)}
        if not fitting:
            return ()
        papers |= fitting
    return tuple(papers.values())


def _answering(question: Question, claim: Claim, weighed: Weighed) -> dict[Sha256, Paper]:
    named = {
        sha256
        for answer in weighed.answers
        if answer.question is question
        for sha256 in answer.exhibits
    }
    return {one.sha256: one for one in claim.papers if one.sha256 in named}


def _fits(need: Need, paper: Paper, claim: Claim) -> bool:
    if paper.exhibit.kind not in need.any_of or not in_force(paper, claim.today):
        return False
    if not need.dated:
        return True
    dated, seen = paper.exhibit.dated, claim.listing_seen
    return dated is not None and dated <= claim.today and (seen is None or dated < seen)

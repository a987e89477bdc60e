"""Named conditions: what makes an exhibit answer a question, and up to which grade."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from config.load import read_toml
from domain.errors import InputError
from domain.grades import Grade, Jurisdiction, Level
from domain.languages import Sentence
from domain.ownership import ExhibitKind, Question
from domain.papers import Paper, in_force
from rights.proof.chain import chain_of, weakest
from rights.proof.claim import Claim

CONDITIONS_FILE = Path(__file__).with_name("conditions.toml")


class Effort(StrEnum):
    """How long it takes to get a thing, cheapest first."""

    NOW = "now"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """An exhibit of these kinds, at this level, for which all that is required holds."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    code: str
    question: Question
    kinds: tuple[ExhibitKind, ...]
    level: Level
    grade: Grade
    effort: Effort
    get: Sentence
    requires: tuple[str, ...] = ()
    laws: tuple[Jurisdiction, ...] = tuple(Jurisdiction)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Every condition, and how many independent proofs grade A asks for."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    independent: int
    independent_get: Sentence
    conditions: tuple[Condition, ...]

    def of(self, question: Question, law: Jurisdiction) -> tuple[Condition, ...]:
        """The conditions of a question under a law, best grade first."""
        fitting = (one for one in self.conditions if one.question is question and law in one.laws)
        return tuple(sorted(fitting, key=lambda one: list(Grade).index(one.grade)))


@cache
def read_conditions(path: Path = CONDITIONS_FILE) -> Conditions:
    """The conditions in this file.

    Raises:
        InputError: The file does not fit, or a condition requires what nobody has defined.
    """
    try:
        found = TypeAdapter(Conditions).validate_python(read_toml(path))
    except ValidationError as exc:
        error = exc.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in error["loc"])
        raise InputError(f"{key}: {error['msg']}.", where=str(path)) from exc
    for one in found.conditions:
        if unknown := set(one.requires) - set(REQUIREMENTS):
            raise InputError(f"{one.code}: no requirement {min(unknown)!r}.", where=str(path))
    return found


def papers_that_meet(
    condition: Condition, claim: Claim, law: Jurisdiction
) -> tuple[tuple[Paper, ...], Level]:
    """The papers that meet it, and the level at which they do; none where it is not met."""
    chained = bool(CHAINED & set(condition.requires))
    found = tuple(
        paper
        for paper in claim.papers
        if paper.exhibit.kind in condition.kinds
        and (chained or paper.level.reaches(condition.level))
        and all(REQUIREMENTS[name](paper, claim, law) for name in condition.requires)
    )
    if not found:
        return (), Level.STATED
    chain = chain_of(claim, law)
    if chained and not weakest(chain).reaches(condition.level):
        return (), Level.STATED
    if LAID & set(condition.requires):
        return found, Level.VERIFIED
    if condition.level is Level.STATED and not chained:
        return found, Level.STATED
    if chained:
        return tuple(link.paper for link in chain), weakest(chain)
    return found, min((paper.level for paper in found), key=list(Level).index)


def weakest_of(papers: tuple[Paper, ...]) -> Level:
    """The level that every one of these papers reaches."""
    return max((paper.level for paper in papers), key=list(Level).index)


def _dated(paper: Paper, _claim: Claim, _law: Jurisdiction) -> bool:
    return paper.exhibit.dated is not None and paper.exhibit.dated <= _claim.today


def _before_listing(paper: Paper, claim: Claim, _law: Jurisdiction) -> bool:
    dated, seen = paper.exhibit.dated, claim.listing_seen
    return dated is None or seen is None or dated < seen


def _bears_author(paper: Paper, claim: Claim, _law: Jurisdiction) -> bool:
    if claim.author is None:
        return _bears_claimant(paper, claim, _law)
    return any(claim.is_author(name) for name in paper.bears)


def _bears_claimant(paper: Paper, claim: Claim, _law: Jurisdiction) -> bool:
    return any(claim.is_claimant(name) for name in paper.bears)


def _author_is_claimant(_paper: Paper, claim: Claim, _law: Jurisdiction) -> bool:
    return claim.author_is_claimant


def _in_any_chain(paper: Paper, claim: Claim, law: Jurisdiction) -> bool:
    return any(link.paper == paper for link in chain_of(claim, law))


def _in_chain(paper: Paper, claim: Claim, law: Jurisdiction) -> bool:
    chain = chain_of(claim, law)
    own = all(link.paper.exhibit.kind != ExhibitKind.LICENCE for link in chain)
    return own and any(link.paper == paper for link in chain)


def _may_enforce(_paper: Paper, claim: Claim, law: Jurisdiction) -> bool:
    licences = [
        link.paper
        for link in chain_of(claim, law)
        if link.paper.exhibit.kind is ExhibitKind.LICENCE
    ]
    return bool(licences) and all(paper.clause is True for paper in licences)


def _lies_in_original(paper: Paper, claim: Claim, _law: Jurisdiction) -> bool:
    agreement = claim.agreement
    agrees = agreement is not None and agreement.finding == "same"
    return agrees and agreement is not None and agreement.reference == paper.sha256


def _lies_in_larger_original(paper: Paper, claim: Claim, _law: Jurisdiction) -> bool:
    larger = claim.agreement is not None and claim.agreement.original_is_larger
    return larger and _lies_in_original(paper, claim, _law)


Requirement = Callable[[Paper, Claim, Jurisdiction], bool]
CHAINED = {"in_chain", "in_any_chain", "in_chain_with_licence"}
LAID = {"lies_in_original", "lies_in_larger_original"}
REQUIREMENTS: Mapping[str, Requirement] = {
    "dated": _dated,
    "before_listing": _before_listing,
    "bears_author": _bears_author,
    "bears_claimant": _bears_claimant,
    "author_is_claimant": _author_is_claimant,
    "in_any_chain": _in_any_chain,
    "in_chain": _in_chain,
    "in_chain_with_licence": _in_any_chain,
    "may_enforce": _may_enforce,
    "third_party": lambda paper, _claim, _law: paper.third_party,
    "qualified": lambda paper, _claim, _law: paper.qualified,
    "in_force": lambda paper, claim, _law: in_force(paper, claim.today),
    "lies_in_original": _lies_in_original,
    "lies_in_larger_original": _lies_in_larger_original,
}
"""What a condition may require of an exhibit, by the name it has in conditions.toml."""

"""Exhibit lists of kinds that have their own: designs, trade dress, series of photographs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from config.load import read_toml
from domain.errors import InputError
from domain.languages import Sentence
from domain.ownership import ExhibitKind
from domain.papers import Paper, in_force
from domain.rights import Work
from rights.proof.claim import Claim
from rights.proof.protection import plain_kind

KINDS_FILE = Path(__file__).with_name("kinds.toml")
STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One line of a list: an exhibit of any of these kinds, and what to get else."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    exhibits: tuple[ExhibitKind, ...]
    needed: bool
    sources: tuple[str, ...]
    get: Sentence
    if_registered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KindList:
    """What a kind of work is shown by beside what every work is shown by."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    kind: str
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindLists:
    """Every list, dated, with its sources."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    valid_from: date
    checked_on: date
    sources: Mapping[str, str]
    lists: tuple[KindList, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list held to a claim: the papers that are there; () where it is open."""

    wanted: Wanted
    papers: tuple[Paper, ...]


@cache
def read_kinds(path: Path = KINDS_FILE) -> KindLists:
    """The lists in this file.

    Raises:
        InputError: The file does not fit, or a line names a source that is not declared.
    """
    try:
        found = TypeAdapter(KindLists).validate_python(read_toml(path))
    except ValidationError as exc:
        error = exc.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in error["loc"])
        raise InputError(f"{key}: {error['msg']}.", where=str(path)) from exc
    for one in found.lists:
        for line in one.wanted:
            if unknown := set(line.sources) - set(found.sources):
                raise InputError(f"{one.kind}: no source {min(unknown)!r}.", where=str(path))
    return found


def list_of(claim: Claim) -> tuple[Line, ...]:
    """The list of the work's kind, held to its papers; () for a kind that has none of its own."""
    work = claim.right
    if not isinstance(work, Work):
        return ()
    kind, registered = plain_kind(work.kind), work.registration_number is not None
    lines = [one for each in read_kinds().lists if each.kind == kind for one in each.wanted]
    return tuple(
        Line(one, _papers(one, claim)) for one in lines if registered or not one.if_registered
    )


def _papers(wanted: Wanted, claim: Claim) -> tuple[Paper, ...]:
    return tuple(
        paper
        for paper in claim.papers
        if paper.exhibit.kind in wanted.exhibits and in_force(paper, claim.today)
    )

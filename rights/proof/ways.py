"""Ways of proof and their conditions, read from dated data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from config.load import read_toml
from domain.errors import InputError
from domain.grades import Jurisdiction
from domain.languages import Sentence
from domain.ownership import ExhibitKind

WAYS_FILE = Path(__file__).with_name("ways.toml")
STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOfProof:
    """One way of showing ownership: with what, why that counts, and what it does not prove.

    `reason` is that of PRC law; those of other laws stand in `elsewhere`.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    code: str
    exhibits: tuple[ExhibitKind, ...]
    sources: tuple[str, ...]
    name: Sentence
    reason: Sentence
    limit: Sentence
    elsewhere: Mapping[Jurisdiction, Sentence] = field(default_factory=dict)

    def reason_under(self, law: Jurisdiction) -> Sentence | None:
        """Why it counts under a law; None where nobody has written that down yet."""
        return self.reason if law is Jurisdiction.CN else self.elsewhere.get(law)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Every way of proof, with the sources that their reasons rest on."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    valid_from: date
    checked_on: date
    checked_by: str
    sources: Mapping[str, str]
    ways: tuple[WayOfProof, ...]

    def way_of(self, kind: ExhibitKind) -> WayOfProof:
        """The way that an exhibit of this kind belongs to."""
        return next(way for way in self.ways if kind in way.exhibits)


@cache
def read_ways(path: Path = WAYS_FILE) -> Ways:
    """The ways of proof in this file.

    Raises:
        InputError: The file does not fit, or a way names a source that is not declared.
    """
    try:
        ways = TypeAdapter(Ways).validate_python(read_toml(path))
    except ValidationError as exc:
        error = exc.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in error["loc"])
        raise InputError(f"{key}: {error['msg']}.", where=str(path)) from exc
    for way in ways.ways:
        if unknown := set(way.sources) - set(ways.sources):
            raise InputError(f"{way.code}: no source {min(unknown)!r}.", where=str(path))
    return ways

"""Rule packs: what a complaint channel asks, as dated data with sources."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, TypeVar, cast

from pydantic import ConfigDict, TypeAdapter, ValidationError

from config.load import read_toml
from config.settings import Settings
from domain.digests import Sha256, sha256_of
from domain.errors import InputError
from domain.ownership import Question
from takedown.form_rules import ColumnRule, FieldRule, RefilingRule
from takedown.rule_kinds import (
    STRICT,
    CodedRule,
    Confidence,
    DayUnit,
    FormLimit,
    LawRule,
    LimitRule,
    PaperRule,
    PortalRule,
    ReasonRule,
    Rule,
    Source,
    StandingRule,
    StatementRule,
    TerritoryRule,
    WaitRule,
    in_force,
)

__all__ = [
    "CodedRule",
    "ColumnRule",
    "Confidence",
    "DayUnit",
    "FieldRule",
    "FormLimit",
    "LawRule",
    "Laws",
    "LimitRule",
    "Pack",
    "PaperRule",
    "PortalRule",
    "ReasonRule",
    "RefilingRule",
    "Rule",
    "Source",
    "StandingRule",
    "StatementRule",
    "TerritoryRule",
    "WaitRule",
    "in_force",
    "load_packs",
    "pack_on",
    "read_laws",
    "read_pack",
    "rules_of",
]

LAWS_FILE = Path(__file__).with_name("laws.toml")


@dataclass(frozen=True, slots=True)
class Names:
    """The channel's name in three languages."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    zh: str
    en: str
    ja: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """All rules of one complaint channel.

    `country` is where the channel's operator answers to the law; `columns` is our own choice of
    what the listing table tells of a listing (a seller is named only where `shop` is listed);
    `unregistered_works` says in a few words whether works without a certificate are taken;
    `regimes` names the laws of notices (`regimes.toml`) that hold for the channel everywhere.
    `table` is the channel's own listing table where it has one, `interface` names the program
    interface whose request we write (`ebay_vero_2`).
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    slug: str
    valid_from: date
    checked_on: date
    checked_by: str
    country: str
    addressee: Names
    names: Names
    columns: tuple[str, ...]
    blocking_gaps: tuple[Question, ...]
    sources: Mapping[str, Source]
    portal: PortalRule
    territory: TerritoryRule
    links_per_complaint: LimitRule
    one_complaint: Rule
    counter_notice: Rule
    rights: tuple[CodedRule, ...]
    reasons: tuple[ReasonRule, ...]
    identity: tuple[PaperRule, ...]
    proof_registered: tuple[PaperRule, ...]
    proof_unregistered: tuple[PaperRule, ...]
    form_fields: tuple[FieldRule, ...]
    languages: tuple[CodedRule, ...]
    statements: tuple[StatementRule, ...]
    waits: tuple[WaitRule, ...]
    other_ways: tuple[Rule, ...] = ()
    limits: tuple[FormLimit, ...] = ()
    table: tuple[ColumnRule, ...] = ()
    interface: str | None = None
    refiling: RefilingRule | None = None
    procedure: tuple[CodedRule, ...] = ()
    standing: tuple[StandingRule, ...] = ()
    regimes: tuple[str, ...] = ()
    unregistered_works: str | None = None
    unknown: tuple[str, ...] = ()
    digest: Sha256 = field(default=Sha256("0" * 64))


@dataclass(frozen=True, slots=True, kw_only=True)
class Laws:
    """The articles that grounds rest on, with their sources."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    sources: Mapping[str, Source]
    laws: tuple[LawRule, ...]


Sourced = TypeVar("Sourced", Pack, Laws)


def load_packs(settings: Settings) -> dict[str, Pack]:
    """Every rule pack by its slug; a later folder replaces an earlier one's.

    Raises:
        InputError: A pack does not fit, or names a source that it does not declare; the message
            names the file and the key.
    """
    paths = [
        path
        for folder in settings.takedown.packs_folders
        for path in sorted(folder.glob("*.toml"))
    ]
    packs = {path.stem: read_pack(path) for path in paths}
    return dict(sorted(packs.items()))


def read_pack(path: Path) -> Pack:
    """The rule pack in this file; `digest` is that of the file's bytes.

    Raises:
        InputError: It does not fit; the message names the file and the key.
    """
    try:
        digest = sha256_of(path.read_bytes())
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror}).", where=str(path)) from exc
    return _parsed(path, digest)


def pack_on(pack: Pack, day: date) -> Pack:
    """The pack as it stands on this day: without rules that are over, or that begin later.

    Rules without a day of their own are left as they are; that a whole pack is too young is for
    preflight to say.
    """
    dated: dict[str, Any] = {
        place.name: tuple(rule for rule in found if _stands(rule, pack, day))
        for place in fields(pack)
        if isinstance(found := getattr(pack, place.name), tuple)
    }
    return replace(pack, **dated)


def read_laws(path: Path = LAWS_FILE) -> Laws:
    """The articles of law that grounds are chosen from.

    Raises:
        InputError: The file does not fit; the message names the key.
    """
    return _checked(TypeAdapter(Laws), read_toml(path), path)


def rules_of(record: object) -> Iterator[Rule]:
    """Every rule in a pack or in the laws, at any depth."""
    if isinstance(record, Rule):
        yield record
    elif isinstance(record, tuple):
        for one in record:
            yield from rules_of(one)
    elif is_dataclass(record):
        for place in fields(record):
            yield from rules_of(getattr(record, place.name))


@functools.lru_cache(maxsize=128)
def _parsed(path: Path, digest: Sha256) -> Pack:
    """The pack; one that did not change since is not read anew."""
    pack = _checked(_packs(), {**read_toml(path), "digest": digest}, path)
    if pack.slug != path.stem:
        raise InputError(f"slug: {pack.slug!r} is not the file's name.", where=str(path))
    return cast(Pack, _told(pack, pack))


def _told(record: object, pack: Pack) -> object:
    """The record with its rules' days and checkers filled in from the pack."""
    if isinstance(record, tuple):
        return tuple(_told(one, pack) for one in record)
    if isinstance(record, Rule):
        return replace(
            record,
            checked_by=record.checked_by or pack.checked_by,
            valid_from=record.valid_from or pack.valid_from,
        )
    if isinstance(record, Pack):
        changed: dict[str, Any] = {
            one.name: _told(getattr(record, one.name), pack) for one in fields(record)
        }
        return replace(record, **changed)
    return record


def _stands(rule: object, pack: Pack, day: date) -> bool:
    if not isinstance(rule, Rule):
        return True
    own = replace(rule, valid_from=None) if rule.valid_from == pack.valid_from else rule
    return in_force(own, day)


@functools.cache
def _packs() -> TypeAdapter[Pack]:
    """Made once: building it costs more than reading a pack."""
    return TypeAdapter(Pack)


def _checked(kind: TypeAdapter[Sourced], table: Mapping[str, Any], path: Path) -> Sourced:
    try:
        built = kind.validate_python(table)
    except ValidationError as exc:
        error = exc.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in error["loc"])
        raise InputError(f"{key}: {error['msg']}.", where=str(path)) from exc
    _refuse_unknown_sources(rules_of(built), built.sources, path)
    return built


def _refuse_unknown_sources(
    rules: Iterable[Rule], sources: Mapping[str, Source], path: Path
) -> None:
    for rule in rules:
        for source in rule.sources:
            if source not in sources:
                raise InputError(
                    f"sources: {source!r} is used by the rule {rule.fact!r} but not declared.",
                    where=str(path),
                    mend=f"Add [sources.{source}] with a title and a kind.",
                )

"""What a row may say of an exhibit, checked before its file is taken in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, cast

from domain.ownership import ExhibitKind
from domain.rights import AgentSlug, HolderSlug, RightSlug
from rights.cells import (
    EXHIBIT_ANSWERS,
    EXHIBIT_COLUMNS,
    EXHIBIT_DAYS,
    EXHIBIT_LISTS,
    EXHIBIT_TEXTS,
    HOLDER,
)
from rights.checks import Problem
from rights.proof.authority import SCOPES

MAY_HAVE_ENDED = {
    *("employment", "commission", "assignment", "licence", "power_of_attorney"),
}
"""Papers that are taken in though they have run out: what that means is said in the proof."""

AGENTS_OWN = {"identity", "agent_identity", "power_of_attorney"}
EXHIBIT_KEYS = {*EXHIBIT_COLUMNS} - {"of"}


def exhibit_problems(plain: Mapping[str, object], today: date) -> Iterator[Problem]:
    """Everything that is wrong with what is written of one exhibit."""
    if unknown := sorted(set(plain) - EXHIBIT_KEYS):
        yield f"an exhibit has the key {unknown[0]!r}", f"Known are: {sorted(EXHIBIT_KEYS)}."
    for key in ("kind", "file", "described"):
        value = plain.get(key)
        if not isinstance(value, str) or not value.strip():
            yield f"{key} of an exhibit is missing", f'Add {key} = "…".'
    if isinstance(plain.get("kind"), str) and plain["kind"] not in set(ExhibitKind):
        yield f"no exhibit is of kind {plain.get('kind')!r}", f"Use {', '.join(ExhibitKind)}."
    yield from _exhibit_dates(plain, today)
    yield from _told_problems(plain)


def _told_problems(plain: Mapping[str, object]) -> Iterator[Problem]:
    for key in EXHIBIT_TEXTS:
        if not isinstance(plain.get(key, "-"), str) or not str(plain.get(key, "-")).strip():
            yield f"{key} of an exhibit is {plain[key]!r}", f'Write {key} = "…".'
    for key in EXHIBIT_LISTS:
        value = plain.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            yield f"{key} of an exhibit is {value!r}", f'Write {key} = ["…"].'
    stamps = plain.get("stamps")
    if isinstance(stamps, str) and not re.fullmatch(r"[0-9a-f]{64}", stamps.strip()):
        yield f"stamps of an exhibit is {stamps!r}", "Write the SHA-256 of the stamped file."
    for key in EXHIBIT_ANSWERS:
        if not isinstance(plain.get(key, False), bool):
            yield f"{key} of an exhibit is {plain[key]!r}", "Write true or false."


def told(plain: Mapping[str, object]) -> dict[str, Any]:
    """What is told of an exhibit beside its file, as far as it is told."""
    keys = (*EXHIBIT_DAYS, *EXHIBIT_TEXTS, *EXHIBIT_ANSWERS)
    lists = {key: tuple(cast(list[str], plain[key])) for key in EXHIBIT_LISTS if key in plain}
    return {key: plain[key] for key in keys if key in plain} | lists


def _exhibit_dates(plain: Mapping[str, object], today: date) -> Iterator[Problem]:
    for key in EXHIBIT_DAYS:
        if plain.get(key) is not None and type(plain[key]) is not date:
            yield f"{key} of an exhibit is {plain[key]!r}", "Write a date (2026-11-23)."
    begin, end = plain.get("term_from"), plain.get("term_until")
    if type(begin) is date and type(end) is date and begin > end:
        yield f"term_from {begin} of an exhibit comes after term_until {end}", "Check both dates."
    name, dated, until = plain.get("file"), plain.get("dated"), plain.get("valid_until")
    if type(dated) is date and dated > today:
        yield f"the exhibit {name!r} is dated {dated}, in the future", "Check the date."
    if type(until) is date and until < today and plain.get("kind") not in MAY_HAVE_ENDED:
        yield f"the exhibit {name!r} ran out on {until}", "Give a current paper."


def belongs(
    noun: str, values: Mapping[str, object], plain: Mapping[str, object]
) -> dict[str, Any]:
    """Whose exhibit it is, and of what kind: by the entry it stands under.

    An agent's identity paper is told apart from a holder's; a power of attorney under its agent
    names its holder, and becomes the holder's paper.
    """
    slug, kind = str(values["slug"]), ExhibitKind(str(plain["kind"]))
    if noun == "agents":
        if kind is ExhibitKind.IDENTITY:
            kind = ExhibitKind.AGENT_IDENTITY
        holder = HolderSlug(str(plain[HOLDER])) if HOLDER in plain else None
        return {"right": None, "holder": holder, "agent": AgentSlug(slug), "kind": kind}
    if noun == "holders":
        return {"right": None, "holder": HolderSlug(slug), "kind": kind}
    return {"right": RightSlug(slug), "holder": HolderSlug(str(values["holder"])), "kind": kind}


def names_in(noun: str, values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Every slug that an entry names, with the table it must stand in."""
    if noun not in ("holders", "agents") and isinstance(values.get(HOLDER), str):
        yield "holders", str(values[HOLDER])
    if noun == "products":
        yield from (("rights", str(one)) for one in _listed(values.get("rights")))
    for plain in _listed(values.get("exhibits")):
        if isinstance(plain, Mapping):
            yield from ((f"{key}s", str(plain[key])) for key in (HOLDER, "agent") if key in plain)
            yield from (("rights", str(one)) for one in _scoped(plain))


def place_problems(noun: str, plain: Mapping[str, object]) -> Iterator[Problem]:
    """What an exhibit may not say where it stands."""
    power = plain.get("kind") == ExhibitKind.POWER_OF_ATTORNEY
    if HOLDER in plain and not (noun == "agents" and power):
        yield "holder of an exhibit is told", "Only a power of attorney under its agent has one."
    if noun == "agents" and power and HOLDER not in plain:
        yield "the power of attorney names no holder", 'Add holder = "…", or put it under it.'
    if "agent" in plain and not (noun == "holders" and power):
        yield "agent of an exhibit is told", "Only a holder's power of attorney names one."
    if noun == "agents" and not power and plain.get("kind") not in AGENTS_OWN:
        yield f"an agent has no {plain.get('kind')}", f"Use {', '.join(sorted(AGENTS_OWN))}."
    if plain.get("scope") and not power:
        yield "scope of an exhibit is told", "Only a power of attorney has one."


def _scoped(plain: Mapping[str, object]) -> list[object]:
    """The slugs of rights in a scope; the other words of it are kinds of rights."""
    return [one for one in _listed(plain.get("scope")) if one not in SCOPES]


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []

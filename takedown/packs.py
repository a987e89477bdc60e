"""Rule packs as a reader wants them: what is known of each channel, how old, what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.records import Plain, to_plain
from takedown.cells import printable
from takedown.checks.channel import CHECKED_WITHIN
from takedown.rules import Confidence, Pack, Rule, rules_of

HEADS = (
    "slug",
    "names",
    "country",
    "valid_from",
    "checked_on",
    "checked_by",
    "unregistered_works",
)


@dataclass(frozen=True, slots=True)
class PackLine:
    """One channel in the list: how much is known, how surely, and how long ago it was checked."""

    slug: str
    zh: str
    en: str
    ja: str
    country: str
    portal: str | None
    valid_from: date
    checked_on: date
    checked_by: str
    stale: bool
    rules: int
    low_confidence: int
    unknown: int
    unregistered_works: str | None
    links_per_complaint: int | None
    regimes: tuple[str, ...]
    standing: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class PackChange:
    """One rule or key that differs between two packs; None where it is not there."""

    place: str
    before: str | None
    after: str | None


def pack_line(pack: Pack, on: date) -> PackLine:
    """What the list says of a pack on this day."""
    sure = Counter(rule.confidence for rule in rules_of(pack))
    return PackLine(
        slug=pack.slug,
        zh=pack.names.zh,
        en=pack.names.en,
        ja=pack.names.ja,
        country=pack.country,
        portal=pack.portal.url,
        valid_from=pack.valid_from,
        checked_on=pack.checked_on,
        checked_by=pack.checked_by,
        stale=is_stale(pack, on),
        rules=sure.total(),
        low_confidence=sure[Confidence.LOW],
        unknown=len(pack.unknown),
        unregistered_works=pack.unregistered_works,
        links_per_complaint=pack.links_per_complaint.value,
        regimes=pack.regimes,
        standing=tuple(rule.code for rule in pack.standing),
        digest=pack.digest,
    )


def is_stale(pack: Pack, on: date) -> bool:
    """Whether nobody compared the pack with its portal for ninety days."""
    return on - pack.checked_on > CHECKED_WITHIN


def rules_mark(pack: Pack, on: date) -> str:
    """What every bundle made with a pack says of its age; a pack left unchecked is marked."""
    checked = printable(f"{pack.slug}, checked on {pack.checked_on} by {pack.checked_by}")
    if not is_stale(pack, on):
        return checked
    return (
        f"UNCHECKED for more than {CHECKED_WITHIN.days} days: {checked}; "
        "the channel may ask otherwise by now"
    )


def pack_rules(pack: Pack) -> Iterator[tuple[str, Rule]]:
    """Every rule of a pack with the section it stands in, in the order of the file's form."""
    for section in pack.__dataclass_fields__:
        for rule in rules_of(getattr(pack, section)):
            yield section, rule


def remarks_on(pack: Pack, on: date) -> Iterator[str]:
    """What a reader should know before relying on a pack: its age, its gaps, its weak rules."""
    line = pack_line(pack, on)
    if line.stale:
        yield f"checked on {pack.checked_on}, more than {CHECKED_WITHIN.days} days ago"
    if line.portal is None:
        yield "the address of the portal is not known"
    if not pack.reasons:
        yield "the channel's list of reasons is not known: no notice can be made"
    for section, rule in pack_rules(pack):
        if rule.confidence is Confidence.LOW:
            yield f"hardly known: {section}: {rule.fact}"
    yield from (f"not known: {one}" for one in pack.unknown)


def changes_between(before: Pack, after: Pack) -> Iterator[PackChange]:
    """What differs, by section and code; the order of the rules does not matter."""
    old, new = _flat(before), _flat(after)
    for place in dict.fromkeys([*old, *new]):
        if old.get(place) != new.get(place):
            yield PackChange(place, old.get(place), new.get(place))


def packs_in(folders: tuple[Path, ...]) -> list[Path]:
    """The files that hold packs, the later folder's in place of an earlier one's."""
    paths = {path.stem: path for folder in folders for path in sorted(folder.glob("*.toml"))}
    return [paths[name] for name in sorted(paths)]


def _flat(pack: Pack) -> dict[str, str]:
    flat = {head: _shown(to_plain(getattr(pack, head))) for head in HEADS}
    flat["columns"] = ", ".join(pack.columns)
    flat["blocking_gaps"] = ", ".join(pack.blocking_gaps)
    flat |= {f"unknown: {one}": one for one in pack.unknown}
    counted = Counter[str]()
    for section, rule in pack_rules(pack):
        name = f"{section}.{getattr(rule, 'code', '')}".rstrip(".")
        counted[name] += 1
        place = name if counted[name] == 1 else f"{name} ({counted[name]})"
        flat[place] = _shown(to_plain(rule))
    return flat


def _shown(value: Plain) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    return "; ".join(f"{key}: {one}" for key, one in value.items() if one not in (None, [], {}))

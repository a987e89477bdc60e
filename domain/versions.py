"""Versions: what was said of a record at one time, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.digests import Sha256


@dataclass(frozen=True, slots=True)
class Version:
    """A record as it once was, by its plain form; when and by whom it was kept, where told."""

    number: int
    digest: Sha256
    record: Mapping[str, object]
    kept_at: datetime | None = None
    kept_by: str | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that two versions tell differently; None where one does not tell it."""

    field: str
    before: object
    after: object


def changes_of(before: Version, after: Version) -> tuple[FieldChange, ...]:
    """Every field that differs, by name."""
    fields = sorted({*before.record, *after.record})
    pairs = ((name, before.record.get(name), after.record.get(name)) for name in fields)
    return tuple(FieldChange(*pair) for pair in pairs if pair[1] != pair[2])

"""Terms: until when a work is protected, and when a mark may be renewed."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from config.load import read_toml
from domain.errors import InputError
from domain.rights import Mark, RightsHolder, Work
from rights.proof.claim import Claim
from rights.proof.protection import protection_of

RENEWAL_FILE = Path(__file__).with_name("renewal.toml")
STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How many months before its end an office renews a mark, and how many after it still."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    opens_months: int
    grace_months: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """The renewal windows of the offices, dated."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    valid_from: date
    checked_on: date
    checked_by: str
    offices: Mapping[str, Window]


@cache
def read_renewal(path: Path = RENEWAL_FILE) -> Renewal:
    """The renewal windows in this file.

    Raises:
        InputError: The file does not fit.
    """
    try:
        return TypeAdapter(Renewal).validate_python(read_toml(path))
    except ValidationError as exc:
        error = exc.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in error["loc"])
        raise InputError(f"{key}: {error['msg']}.", where=str(path)) from exc


def renewal_of(mark: Mark) -> tuple[date, date, str] | None:
    """First and last day of a mark's renewal with the source; None for an unknown office."""
    window = read_renewal().offices.get(mark.office)
    if window is None:
        return None
    opens = months_after(mark.expires_on, -window.opens_months)
    return opens, months_after(mark.expires_on, window.grace_months), window.source


def protection_ends(work: Work, holder: RightsHolder) -> tuple[date, str] | None:
    """The last day of a work's protection in China with the source, as far as it is known."""
    claim = Claim(right=work, holder=holder, papers=(), today=date.min)
    known = protection_of(claim)
    return (known.ends_on, known.source) if known else None


def months_after(day: date, months: int) -> date:
    """The same day so many months later (earlier where negative), or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))

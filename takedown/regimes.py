"""Laws of notices: what a notice must hold under each, and which hold for a channel and a site."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from pydantic import ConfigDict, TypeAdapter

from config.load import read_toml
from config.profiles import PlatformProfile
from domain.cases import Case
from domain.errors import InputError
from domain.languages import Sentence
from domain.rights import RightKind
from takedown.rules import CodedRule, Pack, Source, in_force

REGIMES_FILE = Path(__file__).with_name("regimes.toml")


@dataclass(frozen=True, slots=True)
class Element:
    """One part of a notice; `fields` are the codes of form fields that take it.

    A part that is `said` is a sentence the signer stands by, and nothing else; without one that is
    there `always` nobody could act on a notice, whatever the law.
    """

    code: str
    zh: str
    en: str
    ja: str
    fields: tuple[str, ...] = ()
    said: bool = False
    always: bool = False

    @property
    def name(self) -> Sentence:
        """What it is called."""
        return Sentence(self.zh, self.en, self.ja)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime(CodedRule):
    """A law of notices: for which rights, and what it requires or sees asked for."""

    country: str
    zh: str
    en: str
    ja: str
    rights: tuple[RightKind, ...]
    required: tuple[str, ...]
    on_request: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Regimes:
    """Every law of notices, and the superset of elements in the order of a letter.

    `eu_members` are the countries whose sites answer to the European Union's law; `requests` are
    what a platform is asked to do, by its country.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    eu_members: frozenset[str]
    sources: Mapping[str, Source]
    elements: tuple[Element, ...]
    regimes: tuple[Regime, ...]
    requests: Mapping[str, Sentence]

    def request_in(self, country: str) -> Sentence:
        """What a platform that answers to the law of this country is asked to do."""
        return self.requests.get(country, self.requests["elsewhere"])


@functools.cache
def known_regimes() -> Regimes:
    """The laws of notices as they are shipped."""
    return TypeAdapter(Regimes).validate_python(read_toml(REGIMES_FILE))


def regimes_of(
    pack: Pack, profile: PlatformProfile, cases: Iterable[Case], right: RightKind, day: date
) -> tuple[Regime, ...]:
    """The laws of notices for these listings at this channel on this day.

    Those of the channel everywhere, and the European Union's where a listing stands on a site for
    one of its members.

    Raises:
        InputError: The pack names a law of notices that is not known.
    """
    further = ("eu_dsa",) if _in_eu(profile, cases) else ()
    return channel_regimes(pack, right, day, further)


def channel_regimes(
    pack: Pack, right: RightKind, day: date, further: Iterable[str] = ()
) -> tuple[Regime, ...]:
    """The laws of notices of a channel wherever the listing stands, and some further ones.

    Raises:
        InputError: The pack names a law of notices that is not known.
    """
    check_regimes(pack)
    wanted = {*pack.regimes, *further}
    return tuple(
        one
        for one in known_regimes().regimes
        if one.code in wanted and right in one.rights and in_force(one, day)
    )


def check_regimes(pack: Pack) -> None:
    """Refuse a pack that names a law of notices that is not known.

    Raises:
        InputError: It does; the message names those there are.
    """
    known = {one.code for one in known_regimes().regimes}
    if unknown := sorted(set(pack.regimes) - known):
        raise InputError(
            f"regimes: {unknown[0]!r} is not known.",
            where=pack.slug,
            mend=f"Use {', '.join(sorted(known))}.",
        )


def host_of(url: str) -> str | None:
    """The host of a web address; None where there is none to read."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _in_eu(profile: PlatformProfile, cases: Iterable[Case]) -> bool:
    hosts = (host_of(case.sighting.facts.url or "") or "" for case in cases)
    ends = {host.rsplit(".", 1)[-1].upper() for host in hosts}
    return bool((ends | {profile.country or ""}) & known_regimes().eu_members)

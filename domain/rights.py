"""Rights: who owns which marks and works, and who may sell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from domain.digests import Sha256
from domain.policies import MarkPolicy

RightSlug = NewType("RightSlug", str)
HolderSlug = NewType("HolderSlug", str)
AgentSlug = NewType("AgentSlug", str)


class RightKind(StrEnum):
    """A registered mark, or a work protected by copyright."""

    MARK = "mark"
    WORK = "work"


class Script(StrEnum):
    """The script a name is written in."""

    LATIN = "latin"
    CHINESE = "zh"
    KANA = "kana"


class NameKind(StrEnum):
    """How a name came to stand for the mark."""

    REGISTERED = "registered"
    TRANSLITERATION = "transliteration"
    SHORT = "short"
    NICKNAME = "nickname"


class MarkKind(StrEnum):
    """A mark of letters, or a drawing."""

    WORD = "word"
    FIGURATIVE = "figurative"


@dataclass(frozen=True, slots=True)
class RightsHolder:
    """The owner, under the names that stand on its papers, by language."""

    slug: HolderSlug
    names: Mapping[str, str]
    country: str
    address: str | None = None
    contact_person: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class MarkName:
    """One spelling of a mark."""

    text: str
    script: Script
    kind: NameKind = NameKind.REGISTERED


@dataclass(frozen=True, slots=True)
class ReferencePicture:
    """A picture of a work or a figurative mark, known by its bytes.

    One that is `licensed_to_many` (a stock or a manufacturer's picture) never accuses alone.
    """

    sha256: Sha256
    file_name: str
    media_type: str
    width: int
    height: int
    caption: str | None = None
    licensed_to_many: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A registered mark: names, register entry, classes of goods, territory and term."""

    slug: RightSlug
    holder: HolderSlug
    kind: MarkKind
    names: tuple[MarkName, ...]
    registration_number: str
    office: str
    territory: tuple[str, ...]
    nice_classes: tuple[int, ...]
    registered_on: date | None
    expires_on: date
    goods_words: tuple[str, ...] = ()
    pictures: tuple[ReferencePicture, ...] = ()
    policy: MarkPolicy | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A work under copyright: what it is, who made it and when, and its reference pictures.

    A design or trade dress is a work of that kind; where it is registered too, the register's
    number, office and last day stand with it.
    """

    slug: RightSlug
    holder: HolderSlug
    title: str
    kind: str
    pictures: tuple[ReferencePicture, ...]
    author: str | None = None
    title_basis: str | None = None
    created_on: date | None = None
    first_published_on: date | None = None
    first_published_at: str | None = None
    employer: str | None = None
    commissioner: str | None = None
    registration_number: str | None = None
    office: str | None = None
    expires_on: date | None = None


Right = Mark | Work


@dataclass(frozen=True, slots=True)
class AuthorisedSeller:
    """A shop that may sell the holder's goods on a platform, for a time and in a territory.

    No territory told means that none is known, not that every one is allowed.
    """

    holder: HolderSlug
    platform: str
    seller: str
    valid_from: date | None = None
    valid_until: date | None = None
    territory: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agent:
    """Who acts for owners, such as a law firm; what it may do stands in the powers of attorney.

    A power is an exhibit of its owner that names the agent, with scope, term and platforms.
    """

    slug: AgentSlug
    names: Mapping[str, str]
    country: str
    address: str | None = None
    contact_person: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """A genuine product: under which rights it is sold, by what it is told, and for how much.

    `features` are what a genuine piece has and an analyst can look for; `nice_classes` those of
    its goods; `codes` its GTINs or article numbers; a buyer pays from `price_lowest` to
    `price_highest`, in a currency named by ISO 4217.
    """

    slug: str
    holder: HolderSlug
    name: str
    rights: tuple[RightSlug, ...] = ()
    nice_classes: tuple[int, ...] = ()
    features: tuple[str, ...] = ()
    price_lowest: Decimal | None = None
    price_highest: Decimal | None = None
    currency: str | None = None
    codes: tuple[str, ...] = ()
    pictures: tuple[ReferencePicture, ...] = ()


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All that one import brought: holders, agents, rights, products and sellers, each once."""

    holders: tuple[RightsHolder, ...] = ()
    marks: tuple[Mark, ...] = ()
    works: tuple[Work, ...] = ()
    sellers: tuple[AuthorisedSeller, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    agents: tuple[Agent, ...] = ()
    products: tuple[Product, ...] = ()

    def rights(self) -> tuple[Right, ...]:
        """Marks, then works, by slug."""
        return (
            *sorted(self.marks, key=lambda mark: mark.slug),
            *sorted(self.works, key=lambda work: work.slug),
        )


def kind_of(right: Right) -> RightKind:
    """Whether this right is a mark or a work."""
    return RightKind.MARK if isinstance(right, Mark) else RightKind.WORK


def label_of(right: Right) -> str:
    """The name a person knows this right by."""
    if isinstance(right, Mark):
        # a figurative mark may have no name
        return (
            right.names[0].text if right.names else f"{right.office} {right.registration_number}"
        )
    return right.title

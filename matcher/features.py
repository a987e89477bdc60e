"""What is prepared once of a sighting and of the rights, so that signals only read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from domain.aliases import Alias
from domain.digests import Sha256
from domain.listings import Sighting
from domain.rights import AuthorisedSeller, Mark, Portfolio, Right, RightSlug
from matcher.images import Prints
from matcher.reference import Nearby, ReferenceIndex
from matcher.text.folding import fold
from matcher.text.mention import Field, Mention
from matcher.words import FieldReader, sought_marks

ALL_FIELDS: Mapping[str, float] = MappingProxyType({field.value: 1.0 for field in Field})
"""Every field read, and each counted whole."""


@dataclass(frozen=True, slots=True)
class SeenNearby:
    """A picture of the listing and the reference picture it lies near."""

    picture: Sha256
    nearby: Nearby


@dataclass(frozen=True, slots=True)
class Pair:
    """A sighting beside one right, with all that the signals read."""

    right: Right
    sighting: Sighting
    mentions: tuple[Mention, ...] = ()
    pictures: tuple[SeenNearby, ...] = ()
    seller: AuthorisedSeller | None = None


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights in force, laid out for the search."""

    by_slug: Mapping[RightSlug, Right]
    sellers: tuple[AuthorisedSeller, ...]
    reader: FieldReader
    index: ReferenceIndex


def rights_in_force(
    portfolio: Portfolio,
    index: ReferenceIndex,
    day: date,
    weights: Mapping[str, float] = ALL_FIELDS,
    aliases: Mapping[RightSlug, Sequence[Alias]] = MappingProxyType({}),
) -> Rights:
    """The rights of the portfolio that stand on this day, with their names laid out.

    A mark whose registration ran out is left out: nothing can be asked for in its name.
    `weights` say how much each field of a listing counts; those not named are not read.
    `aliases` are what a person approved, by mark.
    """
    marks = [mark for mark in portfolio.marks if mark.expires_on >= day]
    rights: tuple[Right, ...] = (*marks, *portfolio.works)
    by_slug = {right.slug: right for right in rights}
    reader = FieldReader(sought_marks(marks, aliases), weights)
    return Rights(by_slug, portfolio.sellers, reader, index)


def pairs_of(
    sighting: Sighting,
    prints: Mapping[Sha256, Prints],
    rights: Rights,
    within_bits: Mapping[str, int],
    picture_text: Mapping[Sha256, str] = MappingProxyType({}),
) -> list[Pair]:
    """The sighting beside every right it touches in words or pictures, by slug.

    `picture_text` is what was read in pictures, by picture.
    """
    read = [picture_text[one] for one in _digests(sighting) if one in picture_text]
    mentions = rights.reader.mentions_of(sighting, read)
    pictures = _pictures(sighting, prints, rights.index, within_bits)
    return [
        Pair(
            right=rights.by_slug[slug],
            sighting=sighting,
            mentions=mentions.get(slug, ()),
            pictures=tuple(pictures.get(slug, ())),
            seller=_authorised(sighting, rights.by_slug[slug], rights.sellers),
        )
        for slug in sorted(mentions.keys() | pictures.keys())
        if slug in rights.by_slug
    ]


def has_goods_word(mark: Mark, text: str) -> str | None:
    """The first of the mark's goods words that stands in the text."""
    folded = fold(text).chars
    words = ((word, fold(word).chars) for word in mark.goods_words)
    return next((word for word, chars in words if chars and chars in folded), None)


def _pictures(
    sighting: Sighting,
    prints: Mapping[Sha256, Prints],
    index: ReferenceIndex,
    within_bits: Mapping[str, int],
) -> dict[RightSlug, list[SeenNearby]]:
    found: dict[RightSlug, list[SeenNearby]] = defaultdict(list)
    for digest in _digests(sighting):
        for nearby in index.near(prints.get(digest, Prints()), within_bits):
            found[nearby.reference.right].append(SeenNearby(digest, nearby))
    return found


def _digests(sighting: Sighting) -> Sequence[Sha256]:
    return list(dict.fromkeys(one.sha256 for one in sighting.pictures if one.sha256))


def _authorised(
    sighting: Sighting, right: Right, sellers: Iterable[AuthorisedSeller]
) -> AuthorisedSeller | None:
    """The entry that lets this seller sell the holder's goods on the day it was seen."""
    day = sighting.seen_at.date()
    names = {
        fold(name).chars for name in (sighting.facts.seller, sighting.facts.seller_id) if name
    }
    for seller in sellers:
        same_shop = seller.platform == sighting.key.platform and fold(seller.seller).chars in names
        begun = seller.valid_from is None or seller.valid_from <= day
        ended = seller.valid_until is not None and seller.valid_until < day
        if seller.holder == right.holder and same_shop and begun and not ended:
            return seller
    return None

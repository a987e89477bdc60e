"""What is prepared once of a sighting and of the rights, so that signals only read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from domain.aliases import Alias
from domain.digests import Sha256
from domain.listings import Sighting
from domain.rights import AuthorisedSeller, Mark, Portfolio, Right, RightSlug
from matcher.images import Prints
from matcher.on_pictures import NOTHING, SEEN_NOTHING, OnPictures, SeenPictures, on_pictures
from matcher.reference import Nearby, Reference, ReferenceIndex
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
    on_pictures: OnPictures = NOTHING


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights in force, laid out for the search; `owners` by their reference pictures."""

    by_slug: Mapping[RightSlug, Right]
    sellers: tuple[AuthorisedSeller, ...]
    reader: FieldReader
    index: ReferenceIndex
    owners: Mapping[Sha256, Sequence[Reference]]


def rights_in_force(
    portfolio: Portfolio,
    index: ReferenceIndex,
    day: date,
    weights: Mapping[str, float] = ALL_FIELDS,
    aliases: Mapping[RightSlug, Sequence[Alias]] = MappingProxyType({}),
    off: Collection[tuple[RightSlug, Sha256]] = (),
) -> Rights:
    """The rights of the portfolio that stand on this day, with their names laid out.

    A mark whose registration ran out is left out: nothing can be asked for in its name.
    `weights` say how much each field of a listing counts; those not named are not read.
    `aliases` are what a person approved, by mark. The reference pictures that are switched
    `off` are left out too.
    """
    marks = [mark for mark in portfolio.marks if mark.expires_on >= day]
    rights: tuple[Right, ...] = (*marks, *portfolio.works)
    by_slug = {right.slug: right for right in rights}
    reader = FieldReader(sought_marks(marks, aliases), weights)
    owners: dict[Sha256, list[Reference]] = defaultdict(list)
    for reference in references_of(rights):
        if (reference.right, reference.picture) not in off:
            owners[reference.picture].append(reference)
    return Rights(by_slug, portfolio.sellers, reader, index, owners)


def references_of(rights: Iterable[Right]) -> list[Reference]:
    """Every reference picture of these rights."""
    return [
        Reference(right.slug, picture.sha256, picture.licensed_to_many)
        for right in rights
        for picture in right.pictures
    ]


def pairs_of(
    sighting: Sighting,
    prints: Mapping[Sha256, Prints],
    rights: Rights,
    within_bits: Mapping[str, int],
    seen: SeenPictures = SEEN_NOTHING,
) -> list[Pair]:
    """The sighting beside every right it touches in words or pictures, by slug."""
    digests = digests_of(sighting)
    read = [seen.texts[one] for one in digests if one in seen.texts]
    mentions = rights.reader.mentions_of(sighting, read)
    pictures = _pictures(sighting, prints, rights.index, within_bits)
    found = on_pictures(digests, prints, seen, rights.index, rights.owners)
    return [
        Pair(
            right=rights.by_slug[slug],
            sighting=sighting,
            mentions=mentions.get(slug, ()),
            pictures=tuple(pictures.get(slug, ())),
            seller=_authorised(sighting, rights.by_slug[slug], rights.sellers),
            on_pictures=found.get(slug, NOTHING),
        )
        for slug in sorted(mentions.keys() | pictures.keys() | found.keys())
        if slug in rights.by_slug
    ]


def has_goods_word(mark: Mark, text: str) -> str | None:
    """The first of the mark's goods words that stands in the text."""
    folded = fold(text).chars
    words = ((word, fold(word).chars) for word in mark.goods_words)
    return next((word for word, chars in words if chars and chars in folded), None)


def digests_of(sighting: Sighting) -> Sequence[Sha256]:
    """The pictures of a sighting whose bytes are kept, each once."""
    return list(dict.fromkeys(one.sha256 for one in sighting.pictures if one.sha256))


def _pictures(
    sighting: Sighting,
    prints: Mapping[Sha256, Prints],
    index: ReferenceIndex,
    within_bits: Mapping[str, int],
) -> dict[RightSlug, list[SeenNearby]]:
    found: dict[RightSlug, list[SeenNearby]] = defaultdict(list)
    for digest in digests_of(sighting):
        for nearby in index.near(prints.get(digest, Prints()), within_bits):
            # what many may use is told by its own signal
            if not nearby.reference.licensed:
                found[nearby.reference.right].append(SeenNearby(digest, nearby))
    return found


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

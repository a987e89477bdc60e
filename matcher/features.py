"""What is prepared once of a sighting and of the rights, so that signals only read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.digests import Sha256
from domain.listings import Sighting
from domain.rights import AuthorisedSeller, Mark, Portfolio, Right, RightSlug
from matcher.images import Prints
from matcher.on_pictures import NOTHING, OnPictures, SeenPictures, on_pictures
from matcher.reference import Nearby, Reference, ReferenceIndex
from matcher.text.folding import fold
from matcher.text.mentions import Mention, MentionFinder

READ_FIELDS = ("title", "brand")
"""The fields of a listing in which marks are looked for."""


@dataclass(frozen=True, slots=True)
class FieldMention:
    """A mention, and the field of the listing it stands in."""

    field: str
    mention: Mention


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
    mentions: tuple[FieldMention, ...] = ()
    pictures: tuple[SeenNearby, ...] = ()
    seller: AuthorisedSeller | None = None
    on_pictures: OnPictures = NOTHING


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights in force, laid out for the search; `owners` by their reference pictures."""

    by_slug: Mapping[RightSlug, Right]
    sellers: tuple[AuthorisedSeller, ...]
    finder: MentionFinder
    index: ReferenceIndex
    owners: Mapping[Sha256, Sequence[Reference]]


def rights_in_force(
    portfolio: Portfolio,
    index: ReferenceIndex,
    day: date,
    off: Collection[tuple[RightSlug, Sha256]] = (),
) -> Rights:
    """The rights of the portfolio that stand on this day, with their names laid out.

    A mark whose registration ran out is left out: nothing can be asked for in its name. So are
    the reference pictures that are switched `off`.
    """
    marks = [mark for mark in portfolio.marks if mark.expires_on >= day]
    rights: tuple[Right, ...] = (*marks, *portfolio.works)
    by_slug = {right.slug: right for right in rights}
    owners: dict[Sha256, list[Reference]] = defaultdict(list)
    for reference in references_of(rights):
        if (reference.right, reference.picture) not in off:
            owners[reference.picture].append(reference)
    return Rights(by_slug, portfolio.sellers, MentionFinder(marks), index, owners)


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
    seen: SeenPictures | None = None,
) -> list[Pair]:
    """The sighting beside every right it touches in words or pictures, by slug."""
    mentions = _mentions(sighting, rights.finder)
    pictures = _pictures(sighting, prints, rights.index, within_bits)
    found = on_pictures(
        digests_of(sighting),
        prints,
        seen or SeenPictures(),
        rights.index,
        rights.owners,
        rights.finder,
    )
    return [
        Pair(
            right=rights.by_slug[slug],
            sighting=sighting,
            mentions=tuple(mentions.get(slug, ())),
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


def _mentions(sighting: Sighting, finder: MentionFinder) -> dict[RightSlug, list[FieldMention]]:
    found: dict[RightSlug, list[FieldMention]] = defaultdict(list)
    for field in READ_FIELDS:
        text = getattr(sighting.facts, field)
        for mention in finder.find(text) if text else ():
            found[mention.mark].append(FieldMention(field, mention))
    return found


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

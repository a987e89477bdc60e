"""Retention: which fields tell of a person, how long each class is kept, and when it is due."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.listings import ListingFacts, ListingId, Sighting


class FieldClass(StrEnum):
    """What a kept value tells of."""

    PUBLIC_LISTING = "public_listing"
    """What is offered: title, price, pictures, description."""
    SELLER_IDENTITY = "seller_identity"
    """Who offers it: the shop's name and account."""
    CONTACT = "contact"
    """How to reach a person: telephone, mail, messenger; the kept pages, for they may show it."""


CLASS_OF: Mapping[str, FieldClass | None] = {
    "platform": None,
    "site": None,
    "item_id": None,
    "url": FieldClass.PUBLIC_LISTING,
    "title": FieldClass.PUBLIC_LISTING,
    "price": FieldClass.PUBLIC_LISTING,
    "price_max": FieldClass.PUBLIC_LISTING,
    "list_price": FieldClass.PUBLIC_LISTING,
    "seller": FieldClass.SELLER_IDENTITY,
    "seller_id": FieldClass.SELLER_IDENTITY,
    "brand": FieldClass.PUBLIC_LISTING,
    "description": FieldClass.PUBLIC_LISTING,
    "availability": FieldClass.PUBLIC_LISTING,
    "images": FieldClass.PUBLIC_LISTING,
    "attributes": FieldClass.PUBLIC_LISTING,
    "aliases": FieldClass.PUBLIC_LISTING,
    "sources": None,
    "missing": None,
    "warnings": FieldClass.PUBLIC_LISTING,
}
"""The class of each fact of a listing; None is the listing's number and how it was read."""

ERASED = "erased"
GONE = "［已删除 erased］"
"""What stands in a text where a value was erased."""

CONTACTS = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:微信|薇信|vx|wx|v信|wechat|weixin|qq|line|telegram|whatsapp)(?:号|號|id)?\s*[:：]?\s*"
    r"\+?[A-Za-z0-9_-]{5,24}"
    r"|(?<![\w.])\+\d[\d\s().-]{7,18}\d(?!\w)"
    r"|(?<!\d)1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)"
    r"|(?<!\d)\(?0\d{1,3}\)?[\s-]\d{3,4}[\s-]?\d{4}(?!\d)",
    re.IGNORECASE,
)
"""Telephone numbers, mail addresses and names at messengers, as sellers write them in texts."""

SHORTEST_NAME = 2
"""Characters; a shorter name is erased where it stands as the seller's and not inside texts."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Days for which each class is kept after a listing was last seen or decided on.

    `case_days` runs from the end of a case, for all its classes: the period in which a court may
    still be asked.
    """

    contact_days: int
    seller_days: int
    listing_days: int
    case_days: int


@dataclass(frozen=True, slots=True)
class ListingAge:
    """What decides how long a listing is kept.

    `since` is when it was last seen, decided on, or when its notice last moved. `in_case` says
    that a person found infringement or is not sure; `open` that its notice is not at its end.
    """

    listing: ListingId
    name: str
    since: datetime
    in_case: bool
    open: bool
    held: bool
    erased: frozenset[FieldClass] = frozenset()


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold: what is not to be erased, why, since when and by whom."""

    id: int
    subject: str
    reason: str
    who: str
    at: datetime


def due_classes(age: ListingAge, terms: Terms, now: datetime) -> tuple[FieldClass, ...]:
    """The classes of a listing whose term has run; none while a case is open or a hold is on."""
    if age.held or age.open:
        return ()
    days = {
        FieldClass.PUBLIC_LISTING: terms.listing_days,
        FieldClass.SELLER_IDENTITY: terms.seller_days,
        FieldClass.CONTACT: terms.contact_days,
    }
    return tuple(
        one
        for one, plain in days.items()
        if one not in age.erased
        and now - age.since >= timedelta(days=terms.case_days if age.in_case else plain)
    )


def contacts_in(texts: Iterable[str | None]) -> frozenset[str]:
    """Every telephone number, mail address and messenger name in these texts."""
    return frozenset(one[0].strip() for text in texts if text for one in CONTACTS.finditer(text))


def personal_values(facts: ListingFacts, classes: Iterable[FieldClass]) -> tuple[str, ...]:
    """The values of these classes that may also stand inside texts, the longest first."""
    wanted, found = set(classes), set[str]()
    if FieldClass.SELLER_IDENTITY in wanted:
        names = (facts.seller, facts.seller_id)
        found |= {one for one in names if one and len(one) >= SHORTEST_NAME}
    if FieldClass.CONTACT in wanted:
        found |= contacts_in((facts.title, facts.description, facts.brand))
        found |= contacts_in((*facts.attributes.values(), *facts.warnings))
    return tuple(sorted(found, key=lambda one: (-len(one), one)))


def without(sighting: Sighting, classes: Iterable[FieldClass]) -> Sighting:
    """The sighting as it is kept once these classes are erased; its number and times stay.

    The kept pages go with the first class that is erased, for they show every class.
    """
    wanted = set(classes)
    if not wanted:
        return sighting
    facts, left = sighting.facts, replace(sighting, captures=())
    if FieldClass.PUBLIC_LISTING in wanted:
        bare = ListingFacts(facts.platform, facts.site, facts.item_id)
        told = {name: ERASED for name, one in CLASS_OF.items() if one is not None}
        return replace(left, facts=replace(bare, missing=told), pictures=())
    values = personal_values(facts, wanted)
    kept = replace(
        facts,
        title=struck(facts.title, values),
        brand=struck(facts.brand, values),
        description=struck(facts.description, values),
        url=struck(facts.url, values),
        attributes={name: struck(one, values) or "" for name, one in facts.attributes.items()},
        warnings=tuple(struck(one, values) or "" for one in facts.warnings),
    )
    if FieldClass.SELLER_IDENTITY in wanted:
        missing = {**kept.missing, "seller": ERASED, "seller_id": ERASED}
        kept = replace(kept, seller=None, seller_id=None, missing=missing)
    return replace(left, facts=kept)


def struck(text: str | None, values: Iterable[str], by: str = GONE) -> str | None:
    """The text with each of these values replaced, whatever its capitals."""
    if text is None:
        return None
    for value in values:
        text = re.sub(re.escape(value), by, text, flags=re.IGNORECASE)
    return text

"""What differs between two looks at the same listing, as an analyst would see it."""

from __future__ import annotations

from dataclasses import dataclass

from domain.listings import Money, Sighting


@dataclass(frozen=True, slots=True)
class Change:
    """One thing about a listing that is no longer as it was seen; None is not known."""

    what: str
    before: str | None
    now: str | None


def changes_between(seen: Sighting, latest: Sighting) -> tuple[Change, ...]:
    """What the later look shows otherwise; nothing where nothing of weight differs."""
    before, now = _offered(seen), _offered(latest)
    return tuple(
        Change(what, before[what], now[what]) for what in before if before[what] != now[what]
    )


def _offered(sighting: Sighting) -> dict[str, str | None]:
    facts = sighting.facts
    return {
        "offer_title": facts.title,
        "price": _money(facts.price),
        "price_max": _money(facts.price_max),
        "seller": facts.seller,
        "availability": facts.availability,
        "link": facts.url,
        "offer_text": facts.description,
        "pictures": " ".join((one.sha256 or one.key)[:12] for one in sighting.pictures) or None,
    }


def _money(money: Money | None) -> str | None:
    return None if money is None else f"{money.amount} {money.currency}"

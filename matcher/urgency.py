"""How urgent a pair is beside its score: the harm of such goods, and how low the price lies."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.candidates import Score
from domain.digests import Sha256
from domain.errors import InputError
from domain.listings import ListingFacts, Money, Sighting
from domain.prices import PriceRange
from domain.queue import Urgency
from domain.rights import Mark, Right, RightSlug
from matcher.text.folding import fold
from matcher.text.goods import goods_in

Share = Annotated[float, Field(ge=0, le=1)]


class HarmTable(BaseModel):
    """How much harm copies do, 0 to 1, by class of the Nice Classification."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    checked_on: date
    otherwise: Share
    classes: Mapping[int, Share] = {}

    def of(self, classes: Iterable[int]) -> float:
        """The most harm that goods of any of these classes do."""
        return max(
            (self.classes.get(one, self.otherwise) for one in classes), default=self.otherwise
        )


@dataclass(frozen=True, slots=True)
class UrgencyTable:
    """What urgency is told from: harm by class, and genuine prices by right."""

    harm: HarmTable
    prices: Mapping[RightSlug, tuple[PriceRange, ...]]

    def of_pairs(
        self,
        sighting: Sighting,
        scored: Iterable[tuple[RightSlug, Score]],
        rights: Mapping[RightSlug, Right],
        thumbnail: Callable[[Sha256], Sha256 | None],
    ) -> dict[RightSlug, Urgency]:
        """The urgency of a sighting beside each right, with a small copy of the picture found."""
        pictures = [one.sha256 for one in sighting.pictures if one.sha256]
        found: dict[RightSlug, Urgency] = {}
        for slug, score in scored:
            pairs = [one.pictures.listing_picture for one in score.readings if one.pictures]
            first = next(iter((*pairs, *pictures)), None)
            thumb = None if first is None else thumbnail(first)
            if slug in rights:
                found[slug] = self.of(sighting.facts, rights[slug], thumb)
        return found

    def of(self, facts: ListingFacts, right: Right, thumb: Sha256 | None) -> Urgency:
        """The urgency of a listing beside a right.

        The goods are those that the title names, else those of the mark's classes. A price in a
        currency of which no genuine one is known tells nothing: it is not converted.
        """
        named = goods_in(fold(facts.title)) if facts.title else {}
        classes = named or (right.nice_classes if isinstance(right, Mark) else ())
        gap = price_gap(facts.price, self.prices.get(right.slug, ()))
        return Urgency(self.harm.of(classes), gap, thumb)


def read_harm(path: Path) -> HarmTable:
    """The table in this file.

    Raises:
        InputError: It cannot be read, or a value does not fit.
    """
    try:
        return HarmTable.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror}).", where=str(path)) from exc
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{key}: {first['msg']}.", where=str(path)) from exc
    except ValueError as exc:
        raise InputError(f"is not TOML: {exc}.", where=str(path)) from exc


def price_gap(price: Money | None, genuine: Iterable[PriceRange]) -> float | None:
    """How far a price lies below the least genuine one, 0 to 1; None where that is not known."""
    if price is None:
        return None
    for one in genuine:
        if one.currency == price.currency and one.least > 0:
            return float(max(Decimal(0), 1 - price.amount / one.least))
    return None

"""Prices of genuine goods, as their owner says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.rights import RightSlug


@dataclass(frozen=True, slots=True)
class PriceRange:
    """What genuine goods under a right cost, from the least to the most, in one currency.

    Raises:
        ValueError: The range is empty or negative, or the currency is not three letters.
    """

    right: RightSlug
    currency: str
    least: Decimal
    most: Decimal
    set_by: str
    set_at: datetime

    def __post_init__(self) -> None:
        """Refuse what cannot be a range of prices."""
        if not (self.least.is_finite() and self.most.is_finite() and 0 < self.least <= self.most):
            raise ValueError(f"{self.least} to {self.most} is no range of prices.")
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise ValueError(f"{self.currency!r} is no ISO 4217 code.")

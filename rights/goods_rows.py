"""Classes of goods, prices and products as their owner writes them, checked before kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

Problem = tuple[str, str]
"""What is wrong, and how to mend it."""

PRICES = ("price_lowest", "price_highest")


def class_problems(numbers: object) -> Iterator[Problem]:
    """What is wrong with a list of classes of goods (Nice Agreement)."""
    for number in numbers:  # type: ignore[attr-defined]
        if type(number) is not int or not 1 <= number <= 45:
            yield f"nice_classes holds {number!r}", "Nice classes are 1 to 45."


def product_problems(values: Mapping[str, object], _today: date) -> Iterator[Problem]:
    """What is wrong with a product: its classes, texts and prices."""
    yield from class_problems(values.get("nice_classes", []))
    for key in ("rights", "features", "codes"):
        for value in values.get(key, []):  # type: ignore[attr-defined]
            if not (isinstance(value, str) and value.strip() and value.isprintable()):
                yield f"{key} holds {value!r}", "Write each as text."
    yield from _prices(values)


def _prices(values: Mapping[str, object]) -> Iterator[Problem]:
    prices = [price_of(values.get(key)) for key in PRICES]
    for key, price in zip(PRICES, prices, strict=True):
        if values.get(key) is not None and price is None:
            yield f"{key} is {values[key]!r}", "Write an amount such as 199.00."
    lowest, highest = prices
    if lowest is not None and highest is not None and lowest > highest:
        yield f"price_lowest {lowest} lies above price_highest {highest}", "Check both prices."
    currency = values.get("currency")
    if any(price is not None for price in prices) and currency is None:
        yield "the price has no currency", 'Add currency = "CNY" (ISO 4217).'
    if currency is not None and not re.fullmatch(r"[A-Z]{3}", str(currency)):
        yield f"currency is {currency!r}", "Use three capital letters (ISO 4217), such as CNY."


def price_of(value: object) -> Decimal | None:
    """The amount that is written here; None where it is none."""
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,12}(\.\d{1,4})?", text):
        return None
    return Decimal(text)

"""Price texts as shops write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crawler.money import machine_money, range_in
from domain.listings import Money


@pytest.mark.parametrize(
    ("text", "site", "low", "high"),
    [
        ("US $0.99", None, "0.99 USD", None),
        ("€ 97,39 - 128,72", None, "97.39 EUR", "128.72 EUR"),
        ("EUR 12.00 to EUR 15,50", "USD", "12.00 EUR", "15.50 EUR"),
        ("1 349€ 96", None, "1349.96 EUR", None),
        ("20 639,-", "CZK", "20639 CZK", None),
        ("¥2,808", "JPY", "2808 JPY", None),
        ("¥3.80", "CNY", "3.80 CNY", None),
        ("2,160円", None, "2160 JPY", None),
        ("Rp187.000", None, "187000 IDR", None),
        ("IDR 1,614,898.07", None, "1614898.07 IDR", None),
        ("R$ 1.234,56", None, "1234.56 BRL", None),
        ("C $45.00", "USD", "45.00 CAD", None),
        ("1'299.00 CHF", None, "1299.00 CHF", None),
    ],
)
def test_a_price_is_read(text: str, site: str | None, low: str, high: str | None) -> None:
    assert range_in(text, site) == (money(low), money(high))


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("$10", "EUR"),
        ("$10", None),
        ("¥10", None),
        ("120 kr", None),
        ("19.99", None),
        ("$1,299.00 $1,500.00", "USD"),
        ("24,99 €/100 g", None),
        ("$0.00", "USD"),
        ("Free", "USD"),
        ("", "USD"),
        (None, "USD"),
        ("$20 - $10", "USD"),
    ],
)
def test_what_is_ambiguous_is_no_price(text: str | None, site: str | None) -> None:
    assert range_in(text, site) == (None, None)


@pytest.mark.parametrize(
    ("value", "currency", "amount"),
    [
        ("12.990", "USD", "12.990 USD"),
        (1299, "rmb", "1299 CNY"),
        ("1,299.00", "USD", "1299.00 USD"),
        ("9,50", "EUR", "9.50 EUR"),
        (0, "USD", None),
        ("12", None, None),
        ("12", "dollars", None),
        (True, "USD", None),
        ("NaN", "USD", None),
        ("8801234567890123", "USD", None),
    ],
)
def test_a_programs_number_is_read(value: object, currency: object, amount: str | None) -> None:
    assert machine_money(value, currency) == money(amount)


def money(text: str | None) -> Money | None:
    """`12.00 USD` as money."""
    return Money(Decimal(text.split()[0]), text.split()[1]) if text else None


def test_a_number_without_end_is_no_price_and_costs_nothing() -> None:
    # reading a hundred thousand digits would take minutes
    assert range_in("$" + "9" * 100_000, "USD") == (None, None)
    assert range_in("$" + "9," * 100_000 + "9", "USD") == (None, None)
    assert machine_money("9" * 100_000, "USD") is None

"""Price texts to money: the amount as written, the currency from symbol, then from the site."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from price_parser import Price

from config.profiles import PlatformProfile
from domain.listings import Money

LARGEST = Decimal(10) ** 12
"""Amounts from here up are identifiers or telephone numbers, not prices."""

LONGEST = 60
"""Characters of an amount; reading a longer one costs the square of its length."""

_ISO = re.compile(
    r"(?<![A-Za-z])(AED|ARS|AUD|BGN|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR"
    r"|JPY|KRW|KZT|MAD|MXN|MYR|NOK|NZD|PEN|PHP|PKR|PLN|QAR|RMB|RON|RSD|RUB|SAR|SEK|SGD|THB|TRY|TWD"
    r"|UAH|USD|VND|ZAR)(?![A-Za-z])"
)
_SYMBOLS = (
    # longer symbols before those that end them
    ("US$", "USD"), ("US $", "USD"), ("C $", "CAD"), ("CA$", "CAD"), ("AU $", "AUD"),
    ("AU$", "AUD"),
    ("A$", "AUD"), ("NZ$", "NZD"), ("HK$", "HKD"), ("NT$", "TWD"), ("MX$", "MXN"), ("S$", "SGD"),
    ("R$", "BRL"), ("CN¥", "CNY"), ("JP¥", "JPY"), ("€", "EUR"), ("£", "GBP"), ("₹", "INR"),
    ("₩", "KRW"), ("₺", "TRY"), ("₽", "RUB"), ("฿", "THB"), ("₱", "PHP"), ("₫", "VND"),
    ("₴", "UAH"),
    ("₪", "ILS"), ("zł", "PLN"), ("Kč", "CZK"), ("円", "JPY"), ("人民币", "CNY"), ("руб", "RUB"),
    ("Rp", "IDR"), ("Ft", "HUF"), ("RM", "MYR"), ("元", "CNY"),
)  # fmt: skip
_SHARED = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "BRL"),
    "¥": ("CNY", "JPY"),
    "￥": ("CNY", "JPY"),
    "kr": ("SEK", "NOK", "DKK"),
}
"""Symbols of several currencies: the site decides among them, nobody else."""

_NUMBER = re.compile(r"\d(?:[\d.,'’\s\u00a0\u202f]*\d)?")
_RANGE = re.compile(r"\s+(?:to|bis|à|a|до|—)\s+|\s*[-–~〜]\s*", re.IGNORECASE)
_HIDDEN = re.compile(r"\d\s*[?？*]|[?？*]\s*\d|\d\s*[万亿萬億]|^\D{0,4}-\s*\d")
"""Digits that a presale masks (4???), round thousands (1.2万), less than nothing: no price."""

_SPLIT_CENTS = re.compile(r"(\d)\s*€\s*(\d{2})(?=\s*(?:$|[-–/]|TTC))")
"""Cents behind the sign (1 349€ 96); what follows otherwise is another price."""


def money_in(text: str | None, fallback: str | None) -> Money | None:
    """The one price that this text states; None where it states none, several or in what currency.

    A range gives its lower end; see `range_in`.
    """
    low, _ = range_in(text, fallback)
    return low


def range_in(text: str | None, fallback: str | None) -> tuple[Money | None, Money | None]:
    """The lower and the upper end of the price that a text states; no upper end if one price."""
    clean = _SPLIT_CENTS.sub(r"\1,\2€", " ".join((text or "").split()))
    currency = None if _HIDDEN.search(clean) else currency_in(clean, fallback)
    ends = [part for part in _RANGE.split(clean) if _NUMBER.search(part)]
    if currency is None or not 1 <= len(ends) <= 2:
        return None, None
    amounts = [_amount(part, currency) for part in ends]
    low = amounts[0]
    high = amounts[-1] if len(amounts) == 2 else None
    if low is None or (high is not None and high < low):
        return None, None
    return Money(low, currency), Money(high, currency) if high and high != low else None


def currency_in(text: str, fallback: str | None) -> str | None:
    """The currency that a text names; a shared symbol only if `fallback` is of its own."""
    if found := _ISO.search(text):
        return "CNY" if found[1] == "RMB" else found[1]
    for symbol, currency in _SYMBOLS:
        if symbol in text:
            return currency
    for symbol, currencies in _SHARED.items():
        if symbol in text:
            return fallback if fallback in currencies else None
    return fallback


def machine_money(value: object, currency: object) -> Money | None:
    """Money from a program's number (`12.990`, `"1299.00"`): a point is the decimal point."""
    code = str(currency or "").strip().upper()
    code = "CNY" if code == "RMB" else code
    if isinstance(value, bool) or value is None or not (len(code) == 3 and code.isascii()):
        return None
    text = str(value).strip()
    if len(text) > LONGEST:
        return None
    try:
        amount = Decimal(text) if re.fullmatch(r"\d+(?:\.\d+)?", text) else _amount(text, code)
    except InvalidOperation:
        return None
    return Money(amount, code) if amount and amount < LARGEST and code.isalpha() else None


def site_currency(profile: PlatformProfile, host: str) -> str | None:
    """The currency of the site: that of the longest suffix of its host, else the profile's."""
    named = [
        (len(suffix), currency)
        for suffix, currency in profile.site_currencies.items()
        if host == suffix or host.endswith("." + suffix)
    ]
    return max(named)[1] if named else profile.currency


def _amount(text: str, currency: str) -> Decimal | None:
    numbers = _NUMBER.findall(text)
    if len(numbers) != 1 or len(numbers[0]) > LONGEST:
        return None
    amount = Price.fromstring(numbers[0]).amount
    if amount is None or not 0 < amount < LARGEST:
        return None
    whole_only = currency in ("JPY", "KRW", "VND", "IDR", "CLP")
    tail = re.split(r"[.,]", numbers[0])[-1]
    if whole_only and amount != amount.to_integral_value() and len(tail) == 3:
        return Decimal(re.sub(r"\D", "", numbers[0]))
    return Decimal(amount)

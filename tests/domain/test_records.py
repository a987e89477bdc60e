from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.candidates import Band
from domain.digests import canonical_json, digest_of
from domain.errors import InputError
from domain.listings import ListingFacts, Money, PictureLink, PlatformSlug
from domain.records import from_plain, to_plain


@dataclass(frozen=True)
class Sample:
    name: str
    day: date | None
    seen: datetime
    band: Band
    prices: tuple[Money, ...]
    beside: Mapping[str, int]
    share: float = 0.5


money = st.builds(
    Money, st.decimals(0, 10**9, allow_nan=False, places=2), st.sampled_from(["CNY", "USD", "JPY"])
)
samples = st.builds(
    Sample,
    name=st.text(),
    day=st.none() | st.dates(),
    seen=st.datetimes(timezones=st.just(UTC)),
    band=st.sampled_from(Band),
    prices=st.lists(money).map(tuple),
    beside=st.dictionaries(st.text(), st.integers()),
    share=st.floats(0, 1),
)


@given(samples)
def test_a_record_comes_back_from_its_plain_form_unchanged(sample: Sample) -> None:
    assert from_plain(Sample, json.loads(json.dumps(to_plain(sample)))) == sample


@given(st.text(), st.text())
def test_facts_with_any_text_come_back_unchanged(title: str, key: str) -> None:
    facts = ListingFacts(
        PlatformSlug("bazaar"),
        "cn",
        title=title,
        images=(PictureLink("u", key),),
        sources={key: title},
    )
    assert from_plain(ListingFacts, to_plain(facts)) == facts


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"band": "loud"}, "loud"),
        ({"day": "2026-13-01"}, "2026-13-01"),
        ({"name": 7}, "7 is not str"),
        ({"prices": "many"}, "not a list"),
        ({"colour": "red"}, "no field 'colour'"),
        ({"prices": [{"amount": "-1", "currency": "CNY"}]}, "no price"),
    ],
)
def test_a_value_that_does_not_fit_is_named(change: dict[str, object], said: str) -> None:
    seen = datetime(2026, 11, 23, tzinfo=UTC)
    plain = to_plain(Sample("n", None, seen, Band.LOG, (), {})) | change
    with pytest.raises(InputError, match=said):
        from_plain(Sample, plain)


def test_a_missing_field_is_named() -> None:
    with pytest.raises(InputError, match="amount"):
        from_plain(Money, {"currency": "CNY"})


def test_the_canonical_form_does_not_depend_on_the_order_of_keys() -> None:
    assert digest_of({"a": 1, "b": [2]}) == digest_of({"b": [2], "a": 1})


def test_a_float_has_no_canonical_form() -> None:
    with pytest.raises(TypeError, match="float"):
        canonical_json({"share": [0.1]})


def test_a_lone_surrogate_has_a_digest() -> None:
    assert len(digest_of("\ud800")) == 64


@pytest.mark.parametrize("amount", ["-1", "NaN", "Infinity"])
def test_what_is_no_price_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="no price"):
        Money(Decimal(amount), "CNY")


@pytest.mark.parametrize("currency", ["", "cny", "¥", "CNYX"])
def test_what_is_no_currency_is_refused(currency: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(Decimal(1), currency)

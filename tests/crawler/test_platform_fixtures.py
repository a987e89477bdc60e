"""Every platform's page object on its own small pages: one test a fixture and field."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from config.load import load_profiles, load_settings
from crawler.pages import EXPLAINED, Answer
from crawler.reading import read_page
from domain.listings import Availability, ListingFacts, Money, PageReading

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "platforms"
MONEY = ("price", "price_max", "list_price")
PROFILES = load_profiles(load_settings({}))
CASES = sorted(
    path.parent.relative_to(FIXTURES).as_posix() for path in FIXTURES.glob("*/*/expected.json")
)


@functools.cache
def expected_of(case: str) -> dict[str, Any]:
    """What a person wrote down of this page."""
    told: dict[str, Any] = json.loads((FIXTURES / case / "expected.json").read_text("utf-8"))
    return told


@functools.cache
def reading_of(case: str) -> PageReading:
    """What the page object reads of this page."""
    folder = FIXTURES / case
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    page = next(path for path in folder.iterdir() if path.stem == "page")
    captured = datetime.fromisoformat(meta["captured_at"])
    answer = Answer(meta["url"], page.read_bytes(), captured_at=captured)
    return read_page(answer, PROFILES)


def fields() -> Iterator[tuple[str, int, str]]:
    """Every field that a fixture compares."""
    for case in CASES:
        for place, listing in enumerate(expected_of(case)["listings"]):
            for name in listing:
                yield case, place, name


def page_fields() -> Iterator[tuple[str, str]]:
    """Every further value of the page itself that a fixture compares."""
    for case in CASES:
        for name in expected_of(case):
            if name not in ("state", "kind", "count", "listings"):
                yield case, name


@pytest.mark.parametrize("case", CASES)
def test_the_page_is_of_the_platform(case: str) -> None:
    assert reading_of(case).platform == case.split("/", maxsplit=1)[0]


@pytest.mark.parametrize("case", CASES)
def test_the_state_is_named(case: str) -> None:
    reading = reading_of(case)
    assert reading.state == expected_of(case)["state"], reading.signs
    assert reading.signs


@pytest.mark.parametrize("case", CASES)
def test_the_kind_is_told(case: str) -> None:
    assert reading_of(case).kind == expected_of(case)["kind"]


@pytest.mark.parametrize("case", CASES)
def test_all_listings_and_no_others_are_found(case: str) -> None:
    found = [facts.title for facts in reading_of(case).listings]
    assert len(found) == expected_of(case)["count"], found


@pytest.mark.parametrize(("case", "place", "name"), list(fields()))
def test_the_field_is_read(case: str, place: int, name: str) -> None:
    facts = reading_of(case).listings[place]
    assert given(facts, name) == wanted(expected_of(case)["listings"][place][name], name)


@pytest.mark.parametrize(("case", "name"), list(page_fields()))
def test_the_page_tells_more(case: str, name: str) -> None:
    told = getattr(reading_of(case), name)
    assert (list(told) if isinstance(told, tuple) else told) == expected_of(case)[name]


@pytest.mark.parametrize("case", CASES)
def test_every_value_has_a_source_and_every_gap_a_reason(case: str) -> None:
    for facts in reading_of(case).listings:
        for name in EXPLAINED:
            known = getattr(facts, name) not in (None, ())
            assert (name in facts.sources) is known
            assert (name in facts.missing) is not known


def given(facts: ListingFacts, name: str) -> object:
    """The field as fixtures write it."""
    if name == "image_keys":
        return [picture.key for picture in facts.images]
    if name == "image_key":
        return facts.images[0].key if facts.images else None
    if name == "warned":
        return bool(facts.warnings)
    value = getattr(facts, name)
    return list(value) if isinstance(value, tuple) else value


def wanted(plain: Any, name: str) -> object:
    """What a fixture wrote, as the field's own kind."""
    if name in MONEY:
        return Money(Decimal(plain["amount"]), plain["currency"]) if plain else None
    if name == "availability":
        return Availability(plain) if plain else None
    return plain

"""How the page benchmark counts: what is right, what is missing and what is wrong."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bench.pages import LabelledPage, Score, score_page
from domain.listings import (
    ListingFacts,
    Money,
    PageKind,
    PageReading,
    PageState,
    PictureLink,
    PlatformSlug,
)


def reading_of(**values: Any) -> PageReading:
    """A reading of one listing with these values."""
    facts = ListingFacts(PlatformSlug("bazaar"), "bazaar.test", **values)
    return PageReading(
        PlatformSlug("bazaar"),
        "https://bazaar.test/1",
        PageKind.ITEM,
        PageState.OK,
        ("a",),
        (facts,),
    )


def outcome(expected: dict[str, Any], reading: PageReading, name: str) -> str | None:
    """How this field was counted."""
    page = LabelledPage("bazaar", Path("page.html"), {"kind": "item", **expected})
    score = Score()
    score_page(page, reading, score)
    return next((kind for field, kind in score.counts if field == name), None)


PRICE = Money(Decimal("15.980"), "USD")


@pytest.mark.parametrize(
    ("expected", "values", "name", "kind"),
    [
        ({"title": "Fox  cup"}, {"title": "Fox cup"}, "title", "right"),
        ({"title": "Fox cup"}, {"title": "Fox cups"}, "title", "wrong"),
        ({"title": "Fox cup"}, {}, "title", "missing"),
        ({"title": "Fox &amp; cup"}, {"title": "Fox & cup"}, "title", "right"),
        ({"seller": None}, {"seller": "Someone"}, "seller", "wrong"),
        ({"seller": None}, {}, "seller", None),
        ({}, {"seller": "Someone"}, "seller", None),
        ({"price": "15.98", "currency": "EUR"}, {"price": PRICE}, "price", "right"),
        ({"price": "15.98", "currency": "EUR"}, {"price": PRICE}, "currency", "wrong"),
        ({"price": "1", "price_alternatives": ["15.98"]}, {"price": PRICE}, "price", "right"),
        ({"image_key": "abc"}, {"images": (PictureLink("https://i/abc.jpg", "k"),)},
         "image_key", "right"),
    ],
)  # fmt: skip
def test_a_value_is_counted(
    expected: dict[str, Any], values: dict[str, Any], name: str, kind: str | None
) -> None:
    assert outcome(expected, reading_of(**values), name) == kind


def test_cards_that_are_not_there_are_missing() -> None:
    expected = {
        "kind": "listing",
        "item_count": 2,
        "first_items": [{"title": "a"}, {"title": "b"}],
    }
    score = Score()
    score_page(LabelledPage("bazaar", Path("p"), expected), reading_of(title="a"), score)
    assert score.counts["title", "right"] == 1
    assert score.counts["title", "missing"] == 1
    assert score.counts["count", "missing"] == 1
    assert score.share("right", ["title"]) == 0.5

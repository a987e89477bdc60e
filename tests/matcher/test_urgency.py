from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from config.settings import Settings
from domain.errors import InputError
from domain.listings import Money
from domain.prices import PriceRange
from domain.rights import RightSlug
from matcher.registry import SIGNALS
from matcher.scorecard import Bands, read_scorecard
from matcher.urgency import UrgencyTable, price_gap, read_harm
from tests.factories import a_mark, a_sighting, a_work, digest


def genuine(now: datetime, least: str = "100", currency: str = "CNY") -> PriceRange:
    return PriceRange(RightSlug("r"), currency, Decimal(least), Decimal(300), "李", now)


@pytest.mark.parametrize(
    ("amount", "currency", "gap"),
    [
        ("25", "CNY", 0.75),
        ("100", "CNY", 0.0),
        ("250", "CNY", 0.0),
        ("25", "USD", None),
        (None, "CNY", None),
    ],
)
def test_a_price_is_told_from_genuine_ones_of_its_own_currency_only(
    now: datetime, amount: str | None, currency: str, gap: float | None
) -> None:
    price = None if amount is None else Money(Decimal(amount), currency)
    assert price_gap(price, [genuine(now)]) == gap


def test_the_goods_that_the_title_names_tell_the_harm_before_the_marks_classes(
    settings: Settings,
) -> None:
    table = UrgencyTable(read_harm(settings.queue.harm), {})
    facts = a_sighting().facts
    formula = replace(facts, title="LUMORI 婴儿奶粉 900g")
    assert table.of(formula, a_mark(), None).harm == 1.0
    assert table.of(replace(facts, title="LUMORI"), a_mark(nice_classes=(3,)), None).harm == 0.9
    assert table.of(replace(facts, title=None), a_work(), digest("t")).harm == 0.5


@pytest.mark.parametrize("text", ["classes = 3", "checked_on = 1", "[classes]\n3 = 2.0", "x ="])
def test_a_table_of_harm_that_does_not_fit_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "harm.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="harm"):
        read_harm(path)


def test_accepted_thresholds_stand_in_the_scorecards_version(settings: Settings) -> None:
    plain = read_scorecard(settings.match.scorecard, SIGNALS)
    accepted = plain.within(Bands(suggest=0.8, review=0.7))
    assert (accepted.bands.suggest, accepted.bands.review) == (0.8, 0.7)
    assert accepted.version.startswith(f"{plain.version}-")
    assert accepted.version != plain.within(Bands(suggest=0.9, review=0.7)).version

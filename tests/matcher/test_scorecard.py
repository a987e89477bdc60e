"""The scorecard: readings become one score and a band."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.load import load_settings
from domain.candidates import Band, Reading
from domain.errors import InputError
from domain.languages import Sentence
from matcher.registry import SIGNALS
from matcher.scorecard import Scorecard, read_scorecard, score

SHIPPED = load_settings({}).match.scorecard
SMALL = """
[bands]
suggest = 0.74
review = 0.66
[signals.one]
state = "live"
weight = 0.8
[signals.two]
state = "live"
weight = 0.5
[signals.fair]
state = "live"
factor = 0.5
[signals.new]
state = "shadow"
weight = 0.9
"""
NAMES = ("one", "two", "fair", "new")


def a_reading(signal: str, value: float = 1.0) -> Reading:
    return Reading(signal, value, Sentence("一", "one", "一"))


@pytest.fixture
def card(tmp_path: Path) -> Scorecard:
    path = tmp_path / "card.toml"
    path.write_text(SMALL, encoding="utf-8")
    return read_scorecard(path, NAMES)


@pytest.mark.parametrize(
    ("readings", "value", "band"),
    [
        ([], 0.0, Band.LOG),
        ([("one", 1.0)], 0.8, Band.SUGGEST),
        ([("one", 0.85)], 0.68, Band.REVIEW),
        ([("one", 0.5), ("two", 0.5)], 0.55, Band.LOG),
        ([("one", 1.0), ("two", 1.0)], 0.9, Band.SUGGEST),
        ([("one", 1.0), ("fair", 1.0)], 0.4, Band.LOG),
        ([("one", 1.0), ("fair", 0.5)], 0.6, Band.LOG),
        ([("fair", 1.0)], 0.0, Band.LOG),
        ([("new", 1.0)], 0.0, Band.LOG),
        ([("one", 1.0), ("new", 1.0)], 0.8, Band.SUGGEST),
    ],
)
def test_readings_are_joined(
    card: Scorecard, readings: list[tuple[str, float]], value: float, band: Band
) -> None:
    scored = score([a_reading(*one) for one in readings], card)
    assert (scored.value, scored.band) == (value, band)


def test_every_reading_is_kept_and_the_version_named(card: Scorecard) -> None:
    readings = (a_reading("one"), a_reading("new"), a_reading("fair"))
    scored = score(readings, card)
    assert scored.readings == readings
    assert scored.scorecard == card.version


def test_another_file_is_another_version(card: Scorecard, tmp_path: Path) -> None:
    path = tmp_path / "other.toml"
    path.write_text(SMALL + "# looked at again\n", encoding="utf-8")
    assert read_scorecard(path, NAMES).version != card.version


def test_the_shipped_scorecard_names_every_signal_and_no_other() -> None:
    assert set(read_scorecard(SHIPPED, SIGNALS).signals) == set(SIGNALS)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('state = "shadow"', 'state = "off"'), "signals.new.state"),
        (("weight = 0.8", "weight = 1.8"), "signals.one.weight"),
        (("weight = 0.8", "weight = 0.8\nfactor = 0.5"), "either a weight"),
        (("weight = 0.8", ""), "either a weight"),
        (("review = 0.66", "review = 0.9"), "review must not"),
        (("[signals.two]", "[signals.too]"), "'too' is no signal"),
        (("[signals.two]", "[signals.two"), "is not TOML"),
        (('[signals.two]\nstate = "live"\nweight = 0.5\n', ""), "'two' has no entry"),
    ],
)
def test_a_scorecard_that_does_not_fit_is_refused(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    path = tmp_path / "card.toml"
    path.write_text(SMALL.replace(*change, 1), encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_scorecard(path, NAMES)


def test_a_scorecard_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.toml"):
        read_scorecard(tmp_path / "gone.toml", NAMES)

"""Ninety days: no day of ours goes by unsaid, nothing is said twice, nothing after the end."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from config.settings import Settings
from store.unit_of_work import Store
from tests.takedown.simulated import Days, run_days

START = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
DAYS, NOTICES = 90, 60
OUTAGES = frozenset({10, 11, 40})


@pytest.fixture
def days(store: Store, settings: Settings) -> Days:
    return run_days(store, settings, START, days=DAYS, notices=NOTICES, outages=OUTAGES)


def test_no_day_of_ours_goes_by_unsaid(days: Days) -> None:
    last = (START + timedelta(days=DAYS - 1)).date()
    ran_out = [clock for clock in days.ours.values() if clock.due <= last]
    assert len(ran_out) > 20
    assert days.missed(last) == []
    _no_letter_went_twice(days)


def _no_letter_went_twice(days: Days) -> None:
    assert [letter for letter, count in Counter(days.letters).items() if count > 1] == []


def test_a_simulation_in_which_nothing_is_sent_misses_days(
    store: Store, settings: Settings
) -> None:
    silent = run_days(
        store, settings, START, days=40, notices=20, outages=frozenset(range(40)), seed=7
    )
    assert silent.missed(date(2026, 10, 10)) != []

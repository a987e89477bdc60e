from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.settings import Settings, TimeAuthority
from domain.runs import Step
from scheduler.clock import is_owed, last_due, often, trigger
from store.unit_of_work import Store


@pytest.mark.parametrize(
    ("now", "due"),
    [
        # 02:00 in Shanghai is 18:00 UTC of the day before
        (datetime(2026, 11, 23, 17, 59, tzinfo=UTC), datetime(2026, 11, 22, 18, tzinfo=UTC)),
        (datetime(2026, 11, 23, 18, 0, tzinfo=UTC), datetime(2026, 11, 23, 18, tzinfo=UTC)),
        (datetime(2026, 11, 24, 3, 0, tzinfo=UTC), datetime(2026, 11, 23, 18, tzinfo=UTC)),
    ],
)
def test_the_night_is_due_at_its_hour_in_its_own_zone(
    settings: Settings, now: datetime, due: datetime
) -> None:
    assert last_due(settings.schedule, now) == due


def test_the_clock_rings_at_the_time_that_is_due(settings: Settings) -> None:
    before = datetime(2026, 11, 23, 12, tzinfo=UTC)
    rings = trigger(settings.schedule).get_next_fire_time(None, before)
    assert rings == last_due(settings.schedule, rings + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("started", "owed"),
    [
        (None, False),
        (datetime(2026, 11, 20, 18, tzinfo=UTC), True),
        (datetime(2026, 11, 23, 18, 0, 1, tzinfo=UTC), False),
    ],
)
def test_a_missed_night_is_owed_once(
    store: Store, settings: Settings, started: datetime | None, *, owed: bool
) -> None:
    now = datetime(2026, 11, 24, 3, tzinfo=UTC)
    with store.begin() as work:
        if started:
            work.runs.start(Step("night"), started)
    assert is_owed(store, settings.schedule, now) is owed
    with store.begin() as work:
        work.runs.start(Step("night"), now)
    assert not is_owed(store, settings.schedule, now)


def test_captures_run_all_day_and_stamps_where_an_authority_is_named(settings: Settings) -> None:
    assert often(settings) == {"capture": 15}
    one = TimeAuthority(name="one", url="https://x", roots=Path("x"), policy="1.2")
    stamping = settings.stamping.model_copy(update={"authorities": (one,)})
    assert often(settings.model_copy(update={"stamping": stamping})) == {"capture": 15, "stamp": 5}

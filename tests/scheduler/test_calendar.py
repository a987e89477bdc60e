from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from config.calendar import Season, load_calendar
from config.profiles import PlatformProfile
from config.settings import Settings
from domain.errors import InputError
from domain.rights import Portfolio
from scheduler.calendar import Plan, PlannedScan, PlanTrigger, crontab, planned_scans, season_days
from tests.factories import a_mark

ORDINARY, SALE = date(2026, 8, 3), date(2026, 11, 11)


def _profile(**given: object) -> PlatformProfile:
    names = {"zh": "甲", "en": "A", "ja": "A"}
    permission = {"method": "test", "basis": "invented"}
    return PlatformProfile.model_validate(
        {"slug": "a", "names": names, "domains": ["a.example"], "lane": "http", "enabled": True,
         "country": "CN", "permission": permission, **given}
    )  # fmt: skip


def _planned(
    settings: Settings, day: date, classes: tuple[int, ...] = (), **given: object
) -> list[PlannedScan]:
    rights = Portfolio(marks=(a_mark(nice_classes=classes),))
    calendar = load_calendar(settings.schedule)
    profiles = {"a": _profile(**given)}
    return planned_scans(settings.schedule, calendar, profiles, rights, (day, 1))


@pytest.mark.parametrize(
    ("day", "classes", "given", "count"),
    [
        (ORDINARY, (), {}, 1),
        (ORDINARY, (), {"enabled": False}, 0),
        (ORDINARY, (), {"cron": "0 2,14 * * *"}, 2),
        (ORDINARY, (), {"cron": "0 2 * * tue"}, 0),
        (ORDINARY, (25,), {"cron": "0 2,14 * * *"}, 3),
        (SALE, (), {}, 2),
        (SALE, (), {"country": "JP"}, 1),
        (SALE, (25, 1), {}, 3),
        (SALE, (25,), {"cron": "0 2,8,14 * * *"}, 4),
        (date(2026, 6, 18), (), {}, 2),
        # the Spring Festival of 2027 begins on 6 February; before it copies are on offer
        (date(2027, 1, 20), (), {}, 2),
        (date(2027, 2, 28), (), {}, 1),
        # 25 September 2026 is the Mid-Autumn Festival
        (date(2026, 9, 24), (), {}, 2),
    ],
)
def test_a_day_has_as_many_scans_as_season_and_goods_ask_for(
    settings: Settings, day: date, classes: tuple[int, ...], given: dict[str, object], count: int
) -> None:
    assert len(_planned(settings, day, classes, **given)) == count


def test_further_scans_are_spread_over_the_day_and_say_why(settings: Settings) -> None:
    night, further = _planned(settings, SALE)
    assert night.nightly
    assert not further.nightly
    assert further.at - night.at == timedelta(hours=12)
    assert "11·11" in " ".join(further.reasons)


def test_the_clock_rings_at_the_next_scan_beside_the_night(settings: Settings) -> None:
    calendar = load_calendar(settings.schedule)
    plan = Plan(settings.schedule, calendar, {"a": _profile()}, Portfolio())
    night, further = _planned(settings, SALE)
    trigger = PlanTrigger(plan)
    assert trigger.get_next_fire_time(None, night.at) == further.at
    after = trigger.get_next_fire_time(further.at, further.at)
    assert after == further.at + timedelta(days=1)


def test_a_season_may_span_the_turn_of_the_year() -> None:
    names = {"zh": "甲", "en": "A", "ja": "A"}
    season = Season.model_validate(
        {"slug": "a", "names": names, "first_day": "12-20", "last_day": "01-05", "factor": 2}
    )
    days = season_days(season, 2026)
    assert days == ((date(2026, 1, 1), date(2026, 1, 5)), (date(2026, 12, 20), date(2026, 12, 31)))


def test_every_festival_of_the_shipped_calendar_is_found(settings: Settings) -> None:
    for season in load_calendar(settings.schedule).seasons:
        assert all(season_days(season, year) for year in range(2026, 2031)), season.slug


@pytest.mark.parametrize("text", ["", "0 2 * *", "61 2 * * *", "0 2 * * 1", "@daily"])
def test_what_is_no_cron_line_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no cron line"):
        crontab(text, "Asia/Shanghai")


def test_a_cron_line_is_in_the_schedules_own_zone() -> None:
    rings = crontab("30 2 * * *", "Asia/Shanghai").get_next_fire_time(
        None, datetime.fromisoformat("2026-11-23T00:00:00+00:00")
    )
    assert rings.isoformat() == "2026-11-24T02:30:00+08:00"

"""Days are counted as the law counts them; the PRC's are held to another people's calendar."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from domain.notices import NoticeState
from takedown.clocks import (
    add_working_days,
    clocks_of,
    due_day,
    is_sure,
    is_working_day,
)
from takedown.rules import DayUnit
from tests.takedown.drafts import a_pack
from tests.takedown.test_rules import PACKS

CALENDAR, WORKING, BUSINESS = DayUnit.CALENDAR, DayUnit.WORKING, DayUnit.BUSINESS

CASES = [
    # the 15 days after a seller's statement (E-Commerce Law art. 43); ends on a day off: the next
    ("CN", CALENDAR, 15, "2026-11-02", "2026-11-17"),
    ("CN", CALENDAR, 15, "2026-09-16", "2026-10-08"),  # 1 October: National Day, to the 8th
    ("CN", CALENDAR, 15, "2026-02-01", "2026-02-24"),  # 16 February: Spring Festival to the 23rd
    ("CN", CALENDAR, 15, "2026-01-20", "2026-02-04"),
    ("CN", CALENDAR, 15, "2026-01-30", "2026-02-14"),  # a Saturday that is a make-up day
    ("CN", CALENDAR, 15, "2026-04-17", "2026-05-06"),  # 2 May: Labour Day, to the 6th
    ("CN", CALENDAR, 15, "2025-09-16", "2025-10-09"),  # National Day and Mid-Autumn to the 8th
    ("CN", CALENDAR, 15, "2024-09-27", "2024-10-12"),  # a Saturday that is a make-up day
    ("CN", CALENDAR, 15, "2024-06-01", "2024-06-17"),  # 16 June: a Sunday
    # working days with make-up days
    ("CN", WORKING, 3, "2024-09-27", "2024-10-08"),
    ("CN", WORKING, 1, "2024-09-13", "2024-09-14"),
    ("CN", WORKING, 7, "2025-01-24", "2025-02-10"),
    ("CN", WORKING, 20, "2026-09-14", "2026-10-16"),
    ("CN", WORKING, 5, "2026-02-13", "2026-02-27"),
    # US business days: no federal holidays
    ("US", BUSINESS, 10, "2026-06-18", "2026-07-06"),  # Juneteenth, and 3 July for the 4th
    ("US", BUSINESS, 10, "2026-12-23", "2027-01-08"),  # Christmas, New Year
    ("US", BUSINESS, 14, "2026-11-12", "2026-12-03"),  # Thanksgiving
    ("US", BUSINESS, 10, "2025-01-10", "2025-01-27"),  # Martin Luther King day
    # Japan
    ("JP", CALENDAR, 7, "2026-04-28", "2026-05-07"),  # Golden Week
    ("JP", CALENDAR, 7, "2026-09-14", "2026-09-24"),  # three days off in a row
]  # fmt: skip


@pytest.mark.parametrize(("country", "unit", "days", "began", "ends"), CASES)
def test_a_period_ends_on_its_day(
    country: str, unit: DayUnit, days: int, began: str, ends: str
) -> None:
    assert due_day(date.fromisoformat(began), days, unit, country) == date.fromisoformat(ends)


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_prc_working_days_are_those_of_the_state_councils_notices(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=one) for one in range(365))
    unlike = [day for day in days if is_working_day(day, "CN") != chinese_calendar.is_workday(day)]
    assert unlike == []


@pytest.mark.parametrize("year", [2024, 2025, 2026])
@pytest.mark.parametrize("count", [1, 3, 7, 20])
def test_working_days_are_counted_like_one_after_the_other(year: int, count: int) -> None:
    for start in range(0, 330, 5):
        began = date(year, 1, 1) + timedelta(days=start)
        ends = add_working_days(began, count, "CN")
        between = [began + timedelta(days=one) for one in range(1, (ends - began).days + 1)]
        if ends.year == year:
            assert sum(chinese_calendar.is_workday(day) for day in between) == count
        assert chinese_calendar.is_workday(ends) or ends.year > 2026


@pytest.mark.parametrize("day", ["2027-01-01", "2027-02-06", "2027-05-01", "2027-10-01"])
def test_days_off_that_the_law_names_count_before_the_year_is_announced(day: str) -> None:
    assert not is_working_day(date.fromisoformat(day), "CN")
    assert not is_sure([date.fromisoformat(day)], "CN")
    assert is_sure([date.fromisoformat(day)], "US")


def test_a_seller_statement_starts_the_fifteen_days_and_what_may_follow() -> None:
    happened = {NoticeState.SUBMITTED: date(2026, 9, 1), NoticeState.COUNTERED: date(2026, 9, 16)}
    clocks = clocks_of("n", a_pack("alibaba_taotian"), NoticeState.COUNTERED, happened)
    assert [(one.code, one.due.isoformat(), one.ours) for one in clocks] == [
        ("answer_after_statement", "2026-10-08", True),
        ("answer_with_notarisation", "2026-11-04", True),
    ]


def test_our_day_is_the_earliest_a_range_can_mean_and_theirs_the_latest() -> None:
    happened = {
        NoticeState.COUNTERED: date(2026, 11, 12),
        NoticeState.SUBMITTED: date(2026, 11, 2),
    }
    pack = a_pack("shopify_standalone")
    (ours,) = clocks_of("n", pack, NoticeState.COUNTERED, happened)
    assert (ours.code, ours.due.isoformat()) == ("put_back", "2026-11-27")
    pack = a_pack("alibaba_taotian")
    theirs = clocks_of("n", pack, NoticeState.SUBMITTED, happened)
    assert ("processing", "2026-11-11") in [(one.code, one.due.isoformat()) for one in theirs]


@pytest.mark.parametrize("slug", PACKS)
def test_a_notice_that_ended_has_no_clock(slug: str) -> None:
    happened = dict.fromkeys(NoticeState, date(2026, 11, 2))
    for state in (NoticeState.REMOVED, NoticeState.REFUSED, NoticeState.WITHDRAWN):
        assert clocks_of("n", a_pack(slug), state, happened) == ()

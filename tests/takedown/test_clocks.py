"""Days are counted as the law counts them; the PRC's are held to another people's calendar."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

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
from takedown.rules import DayUnit, WaitRule, rules_of
from tests.takedown.drafts import a_pack
from tests.takedown.official_days import (
    FIRST,
    LAST,
    after_calendar_days,
    after_working_days,
    working_days,
)
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


UNITS = {"working days": WORKING, "business days": BUSINESS}


def two_hundred() -> list[tuple[str, str, int, date, date]]:
    path = Path(__file__).with_name("clock_cases.csv")
    with path.open(encoding="utf-8") as file:
        return [
            (
                row["country"],
                row["unit"],
                int(row["days"]),
                date.fromisoformat(row["began"]),
                date.fromisoformat(row["ends"]),
            )
            for row in csv.DictReader(file)
        ]


def test_two_hundred_dated_cases_end_on_their_days() -> None:
    cases = two_hundred()
    assert len(cases) == 200
    assert {began.year for _, _, _, began, _ in cases} == {2024, 2025, 2026, 2027}
    wrong = [
        case
        for case in cases
        if due_day(
            case[3], case[2], UNITS.get(case[1], CALENDAR), case[0], rolls=case[1] != "plain days"
        )
        != case[4]
    ]
    assert wrong == []


def test_the_two_hundred_cases_are_those_of_the_official_notices() -> None:
    for country, unit, days, began, ends in two_hundred():
        if unit in UNITS:
            assert after_working_days(began, days, country) == ends
        else:
            rolls = unit == "calendar days"
            assert after_calendar_days(began, days, country, rolls=rolls) == ends


@pytest.mark.parametrize("country", ["CN", "US", "JP"])
def test_every_day_of_four_years_is_what_the_official_notices_say(country: str) -> None:
    official = set(working_days(country))
    days = (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1))
    assert [day for day in days if is_working_day(day, country) is not (day in official)] == []


CHANNELS = [
    # channel, state, the day of it, code, the day it ends; counted by hand
    ("alibaba_taotian", "countered", "2026-09-16", "answer_after_statement", "2026-10-08"),
    ("alibaba_taotian", "countered", "2026-02-01", "answer_with_notarisation", "2026-03-23"),
    ("alibaba_taotian", "submitted", "2026-02-13", "processing", "2026-03-02"),
    ("alibaba_international", "submitted", "2026-11-24", "seller_answer", "2026-11-30"),
    ("alibaba_international", "submitted", "2026-11-02", "seller_further_answers", "2026-12-11"),
    ("jd", "submitted", "2026-04-30", "seller_answer", "2026-05-08"),
    ("jd", "submitted", "2026-09-30", "appeal_closes", "2026-10-15"),
    ("jd", "countered", "2026-09-20", "evidence_after_appeal", "2026-10-05"),
    ("jd", "countered", "2026-09-20", "answer_after_statement", "2026-10-08"),
    ("mercado_libre", "submitted", "2026-11-02", "seller_answer", "2026-11-06"),
    ("mercado_libre", "countered", "2026-11-25", "answer_after_statement", "2026-11-29"),
    ("tiktok_shop", "submitted", "2026-11-02", "seller_appeal", "2026-12-02"),
    ("xiaohongshu", "submitted", "2026-09-24", "seller_answer", "2026-10-09"),
    ("kuaishou", "submitted", "2026-09-26", "seller_answer", "2026-10-08"),
    ("amazon", "countered", "2026-11-20", "put_back", "2026-12-07"),
    ("amazon", "countered", "2026-11-20", "sue_in_ten_days", "2026-11-30"),
    ("shopify_standalone", "countered", "2025-12-19", "put_back", "2026-01-06"),
    ("rakuten", "submitted", "2026-04-28", "sender_inquiry", "2026-05-07"),
    ("pinduoduo", "submitted", "2024-09-29", "processing", "2024-10-17"),
    ("wechat", "submitted", "2025-01-20", "processing", "2025-02-14"),
    ("wildberries_ozon", "submitted", "2026-11-02", "seller_answer", "2026-11-12"),
    ("alibaba_international", "submitted", "2026-11-25", "right_review", "2026-12-01"),
]  # fmt: skip


@pytest.mark.parametrize(("channel", "state", "day", "code", "ends"), CHANNELS)
def test_a_channels_period_ends_on_its_day(
    channel: str, state: str, day: str, code: str, ends: str
) -> None:
    reached = NoticeState(state)
    clocks = clocks_of("n", a_pack(channel), reached, {reached: date.fromisoformat(day)})
    assert {one.code: one.due.isoformat() for one in clocks}[code] == ends


def test_a_wait_that_ended_before_the_event_does_not_run() -> None:
    old = replace(a_pack().waits[0], valid_until=date(2026, 11, 30))
    new = replace(old, code="new", valid_from=date(2026, 12, 1), valid_until=None)
    pack = a_pack(waits=(old, new))
    for day, code in ((date(2026, 11, 30), old.code), (date(2026, 12, 1), "new")):
        (clock,) = clocks_of("n", pack, NoticeState.COUNTERED, {NoticeState.COUNTERED: day})
        assert clock.code == code


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
        left = {one.code for one in clocks_of("n", a_pack(slug), state, happened)}
        assert left <= {rule.code for rule in a_pack(slug).waits if rule.came_from}


def test_a_second_appeal_runs_only_after_a_first_one_was_refused() -> None:
    pack, removed, day = a_pack("tiktok_shop"), NoticeState.REMOVED, date(2026, 12, 1)
    assert clocks_of("n", pack, removed, {removed: day}) == ()
    late = {NoticeState.COUNTERED: day + timedelta(days=1), removed: day}
    assert clocks_of("n", pack, removed, late) == ()
    (clock,) = clocks_of(
        "n", pack, removed, {NoticeState.COUNTERED: date(2026, 11, 20), removed: day}
    )
    assert (clock.code, clock.due, clock.ours) == (
        "seller_second_appeal",
        date(2026, 12, 16),
        False,
    )


PERIOD = re.compile(
    r"\b(\d+|one|two|three|few|some)([ -]*(to|–|-|or|/|\+) ?\d+)?[ -](more )?"
    r"(calendar |working |business |full )?(day|hour|week|month|year)s?\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("slug", PACKS)
def test_every_fact_that_names_a_period_is_a_clock_or_says_why_it_is_none(slug: str) -> None:
    pack = a_pack(slug)
    waits = {rule.code for rule in pack.waits}
    for rule in rules_of(pack):
        assert set(rule.clocks) <= waits
        if not isinstance(rule, WaitRule) and PERIOD.search(rule.fact):
            assert bool(rule.clocks) is not bool(rule.no_clock), rule.fact


def test_facts_that_name_periods_are_found() -> None:
    told = [one for slug in PACKS for one in rules_of(a_pack(slug)) if PERIOD.search(one.fact)]
    assert len([one for one in told if not isinstance(one, WaitRule)]) >= 50
    assert PERIOD.search("seller: first appeal in 30 calendar days")
    assert not PERIOD.search("nothing was found")

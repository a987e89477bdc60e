from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.deadlines import Ending, Stage
from domain.ownership import Exhibit, ExhibitKind
from domain.rights import AuthorisedSeller, HolderSlug, Portfolio
from rights.due import due, stage_of
from rights.terms import months_after, protection_ends, read_renewal, renewal_of
from tests.factories import a_holder, a_mark, a_work, an_exhibit, digest

TODAY = date(2026, 11, 23)
K = ExhibitKind


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (-1, Stage.OVER),
        (0, Stage.WITHIN_30),
        (30, Stage.WITHIN_30),
        (31, Stage.WITHIN_90),
        (90, Stage.WITHIN_90),
        (91, Stage.WITHIN_180),
        (180, Stage.WITHIN_180),
        (181, None),
    ],
)
def test_an_end_is_told_at_180_90_and_30_days_and_when_it_is_over(
    days: int, stage: Stage | None
) -> None:
    assert stage_of(days) is stage
    found = due(Portfolio((a_holder(),), (a_mark(expires_on=in_days(days)),)), (), TODAY)
    assert [(one.days, one.stage) for one in found] == ([(days, stage)] if stage else [])


def a_paper(kind: ExhibitKind, days: int | None, **changes: object) -> Exhibit:
    ends_on = None if days is None else in_days(days)
    values = {"giver": "甲", "taker": "乙", "term_until": ends_on, **changes}
    return replace(an_exhibit(), kind=kind, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "ending"),
    [
        (K.POWER_OF_ATTORNEY, Ending.POWER_OF_ATTORNEY),
        (K.LICENCE, Ending.CONTRACT),
        (K.ASSIGNMENT, Ending.CONTRACT),
        (K.IDENTITY, Ending.PAPER),
    ],
)
def test_a_paper_that_runs_out_is_told_as_what_it_is(kind: ExhibitKind, ending: Ending) -> None:
    (found,) = due(Portfolio(), [a_paper(kind, 20)], TODAY)
    assert (found.ending, found.days) == (ending, 20)


@pytest.mark.parametrize("kind", [K.EMPLOYMENT, K.COMMISSION])
def test_a_contract_that_covered_the_creation_may_end(kind: ExhibitKind) -> None:
    assert due(Portfolio(), [a_paper(kind, -400)], TODAY) == ()


def test_the_earlier_day_ends_a_paper() -> None:
    paper = a_paper(K.LICENCE, 100, valid_until=in_days(10))
    assert [one.days for one in due(Portfolio(), [paper], TODAY)] == [10]


@pytest.mark.parametrize("later", [500, None])
def test_a_paper_that_was_replaced_is_left_out(later: int | None) -> None:
    papers = [
        a_paper(K.POWER_OF_ATTORNEY, -20, sha256=digest("old")),
        a_paper(K.POWER_OF_ATTORNEY, later, sha256=digest("new")),
    ]
    assert due(Portfolio(), papers, TODAY) == ()
    assert due(Portfolio(), papers[::-1], TODAY) == ()


def test_a_paper_without_parties_replaces_none() -> None:
    nobody = {"giver": None, "taker": None}
    papers = [
        a_paper(K.LICENCE, -20, sha256=digest("old"), **nobody),
        a_paper(K.LICENCE, 500, sha256=digest("new"), **nobody),
    ]
    assert [one.days for one in due(Portfolio(), papers, TODAY)] == [-20]


def test_a_seller_is_told_when_its_leave_ends() -> None:
    sellers = tuple(
        AuthorisedSeller(HolderSlug("hoshikawa"), "taobao", name, valid_until=until)
        for name, until in (("ends", in_days(45)), ("endless", None), ("far", in_days(300)))
    )
    (found,) = due(Portfolio(sellers=sellers), (), TODAY)
    assert (found.ending, found.name, found.stage) == (
        Ending.SELLER,
        "ends (taobao)",
        Stage.WITHIN_90,
    )


def test_a_registered_design_is_told_when_its_registration_ends() -> None:
    registered = {"office": "CN", "registration_number": "ZL202130000000", "created_on": None}
    work = a_work(kind="design", expires_on=in_days(80), author="Other", **registered)
    (found,) = due(Portfolio((a_holder(),), works=(work,)), (), TODAY)
    assert (found.ending, found.stage, found.right) == (Ending.DESIGN, Stage.WITHIN_90, work.slug)
    assert "ZL202130000000" in found.name


@pytest.mark.parametrize(
    ("changes", "country", "ends"),
    [
        ({"kind": "applied_art", "created_on": date(2001, 12, 31)}, "JP", date(2026, 12, 31)),
        ({"kind": "design", "created_on": date(2001, 1, 1)}, "JP", date(2026, 12, 31)),
        ({"kind": "applied_art", "created_on": date(2001, 5, 1)}, "CN", None),
        ({"first_published_on": date(1976, 3, 1), "author": None}, "JP", date(2026, 12, 31)),
        ({"first_published_on": date(1976, 3, 1), "author": "Other"}, "JP", None),
        ({"author": None, "created_on": None, "first_published_on": None}, "JP", None),
    ],
)
def test_a_term_of_protection_ends_with_its_last_year(
    changes: dict[str, object], country: str, ends: date | None
) -> None:
    plain = {"title_basis": None, "created_on": None, "first_published_on": None}
    work, holder = a_work(**(plain | changes)), a_holder(country=country)
    found = protection_ends(work, holder)
    assert (found[0] if found else None) == ends
    told = due(Portfolio((holder,), works=(work,)), (), TODAY)
    assert [one.ends_on for one in told] == ([ends] if ends else [])


def test_the_nearest_end_stands_first() -> None:
    marks = tuple(
        a_mark(slug=f"mark-{days}", expires_on=in_days(days)) for days in (170, -5, 3, 60)
    )
    found = due(Portfolio((a_holder(),), marks), (), TODAY)
    assert [one.days for one in found] == [-5, 3, 60, 170]


def test_only_what_ends_within_the_days_asked_for_is_told() -> None:
    marks = tuple(a_mark(slug=f"mark-{days}", expires_on=in_days(days)) for days in (-5, 30, 31))
    found = due(Portfolio((a_holder(),), marks), (), TODAY, within_days=30)
    assert [one.days for one in found] == [-5, 30]


def test_a_chinese_mark_is_renewed_in_its_last_year_with_six_months_of_grace() -> None:
    mark = a_mark(office="CN", expires_on=date(2027, 2, 28))
    opens, last, source = renewal_of(mark) or pytest.fail("no window")
    assert (opens, last) == (date(2026, 2, 28), date(2027, 8, 28))
    assert "40" in source


def test_an_office_without_a_known_window_is_told_without_one() -> None:
    mark = a_mark(office="BX", expires_on=in_days(10))
    assert renewal_of(mark) is None
    (found,) = due(Portfolio((a_holder(),), (mark,)), (), TODAY)
    assert found.what_to_do.en == "Renew it."


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), -12, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_every_window_names_its_source() -> None:
    assert all(window.source for window in read_renewal().offices.values())

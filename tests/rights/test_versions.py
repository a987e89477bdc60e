from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from domain.errors import NotFound
from domain.rights import Mark, Portfolio, RightSlug
from domain.versions import FieldChange
from review.history import right_page
from store.unit_of_work import Store
from tests.factories import a_holder, a_mark


def keep(store: Store, mark: Mark, who: str, at: datetime) -> None:
    with store.begin() as work:
        work.rights.keep_portfolio(Portfolio((a_holder(),), (mark,)), who=who, now=at)


@pytest.fixture
def changed(store: Store, now: datetime) -> Store:
    """A store with a mark that was kept, kept again unchanged, and renewed."""
    later = now + timedelta(days=1)
    keep(store, a_mark(expires_on=date(2028, 2, 29)), "王小明", now)
    keep(store, a_mark(expires_on=date(2028, 2, 29)), "nobody", later)
    keep(store, a_mark(expires_on=date(2038, 2, 28)), "李", later)
    return store


def test_a_change_is_a_version_with_who_and_when(changed: Store, now: datetime) -> None:
    page = right_page(changed, a_mark().slug)
    told = [(one.number, one.kept_by, one.kept_at) for one in page.versions]
    assert told == [(1, "王小明", now), (2, "李", now + timedelta(days=1))]


def test_a_change_names_the_field_with_both_values(changed: Store) -> None:
    ((version, changes),) = right_page(changed, a_mark().slug).changes()
    assert version.number == 2
    assert changes == (FieldChange("expires_on", "2028-02-29", "2038-02-28"),)


def test_the_last_version_is_what_holds(changed: Store) -> None:
    page = right_page(changed, a_mark().slug)
    assert page.versions[-1].record["expires_on"] == "2038-02-28"
    assert isinstance(page.right, Mark)
    assert page.right.expires_on == date(2038, 2, 28)


def test_a_return_to_what_was_said_before_is_a_version_of_its_own(
    changed: Store, now: datetime
) -> None:
    keep(changed, a_mark(expires_on=date(2028, 2, 29)), "王小明", now + timedelta(days=2))
    page = right_page(changed, a_mark().slug)
    assert [one.number for one in page.versions] == [1, 2, 3]
    assert page.versions[0].digest == page.versions[2].digest


@pytest.mark.parametrize("deed", ["UPDATE versions SET kept_by = 'x'", "DELETE FROM versions"])
def test_a_version_is_never_written_over(changed: Store, deed: str) -> None:
    with (
        pytest.raises(sa.exc.DatabaseError, match="append only"),
        changed.engine.begin() as connection,
    ):
        connection.execute(sa.text(deed))


def test_a_right_that_is_not_there_has_no_history(store: Store) -> None:
    with pytest.raises(NotFound):
        right_page(store, RightSlug("mark-nothing"))

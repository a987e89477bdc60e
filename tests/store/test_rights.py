from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from domain.errors import NotFound
from domain.ownership import OwnershipProof
from domain.rights import AuthorisedSeller, Portfolio, RightSlug
from store import tables
from store.unit_of_work import Store
from tests.factories import a_holder, a_mark, a_work, an_exhibit


def _portfolio() -> Portfolio:
    holder = a_holder()
    seller = AuthorisedSeller(holder.slug, "bazaar", "星川官方店")
    return Portfolio((holder,), (a_mark(),), (a_work(),), (seller,))


def test_a_portfolio_comes_back_as_it_was_kept(store: Store) -> None:
    with store.begin() as work:
        work.rights.keep_portfolio(_portfolio())
    with store.reading() as work:
        assert work.rights.portfolio() == _portfolio()


def test_keeping_a_portfolio_again_changes_nothing(store: Store) -> None:
    for expected in (
        {"new": 4, "changed": 0, "unchanged": 0},
        {"new": 0, "changed": 0, "unchanged": 4},
    ):
        with store.begin() as work:
            assert work.rights.keep_portfolio(_portfolio()) == expected


def test_a_changed_entry_leaves_its_earlier_version_behind(store: Store) -> None:
    changed = replace(_portfolio(), works=(replace(a_work(), title="新题"),))
    with store.begin() as work:
        work.rights.keep_portfolio(_portfolio())
        counts = work.rights.keep_portfolio(changed)
    assert counts["changed"] == 1
    with store.engine.connect() as connection:
        query = sa.select(tables.versions).where(tables.versions.c.slug == a_work().slug)
        titles = [row.record["title"] for row in connection.execute(query)]
    assert titles == [a_work().title, "新题"]


def test_an_exhibit_is_kept_once(store: Store) -> None:
    with store.begin() as work:
        work.rights.keep_portfolio(_portfolio())
        assert work.rights.keep_exhibit(an_exhibit())
        assert not work.rights.keep_exhibit(an_exhibit())
        assert work.rights.exhibits(right=an_exhibit().right) == (an_exhibit(),)


def test_what_is_said_of_an_exhibit_can_be_corrected(store: Store, now: datetime) -> None:
    later = an_exhibit(dated=date(2020, 1, 1), taken_in_at=now + timedelta(days=1))
    with store.begin() as work:
        work.rights.keep_portfolio(_portfolio())
        work.rights.keep_exhibit(an_exhibit())
        assert work.rights.keep_exhibit(later)
        (kept,) = work.rights.exhibits(right=an_exhibit().right)
    assert kept.dated == date(2020, 1, 1)
    assert kept.taken_in_at == an_exhibit().taken_in_at


def test_the_latest_proof_stands_for_a_right(store: Store, now: datetime) -> None:
    proof = OwnershipProof(a_work().slug, (), ())
    with store.begin() as work:
        work.rights.keep_portfolio(_portfolio())
        assert work.rights.proof(a_work().slug) is None
        work.rights.keep_proof(proof, now)
        work.rights.keep_proof(proof, now)
        assert work.rights.proof(a_work().slug) == proof


def test_an_unknown_right_is_named_with_where_to_look(store: Store) -> None:
    with store.reading() as work, pytest.raises(NotFound, match="rights list"):
        work.rights.right(RightSlug("nobody"))

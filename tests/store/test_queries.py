from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from domain.queries import Query, Tier
from store.unit_of_work import Store
from tests.factories import a_sighting

QUERY = Query("lumoli", Tier.DISGUISES)


def test_a_search_comes_back_with_what_it_found(store: Store, now: datetime) -> None:
    _seen(store)
    with store.begin() as work:
        listing = work.listings.find(a_sighting().key)
        assert listing is not None
        before = a_sighting().seen_at - timedelta(hours=1)
        work.queries.keep("shop", QUERY, [listing, listing], asked_at=before)
        work.queries.keep("shop", QUERY, [listing], asked_at=now + timedelta(days=9))
        later, first = work.queries.asked("shop")
    assert (first.text, first.tier, first.found, first.new) == ("lumoli", Tier.DISGUISES, 1, 1)
    assert (later.found, later.new, later.dry) == (1, 0, True)


def test_searches_of_other_platforms_are_left_out(store: Store, now: datetime) -> None:
    with store.begin() as work:
        work.queries.keep("shop", QUERY, [], asked_at=now)
        assert work.queries.asked("market") == ()
        assert len(work.queries.asked()) == 1


def test_what_was_asked_is_never_changed(store: Store, now: datetime) -> None:
    with store.begin() as work:
        work.queries.keep("shop", QUERY, [], asked_at=now)
    with pytest.raises(sa.exc.DBAPIError), store.begin() as work:
        work.queries._connection.exec_driver_sql("update queries set found = 9")


def _seen(store: Store) -> None:
    with store.begin() as work:
        work.listings.keep_sighting(a_sighting())

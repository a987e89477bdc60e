"""What each search brought, at the command line."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from domain.queries import Query, Tier
from review.searches import search_lines
from store.unit_of_work import Store
from tests.factories import a_sighting
from tests.review.conftest import Run

NAME, SLANG = Query("狐狸", Tier.NAMES), Query("狐小茶", Tier.CODE_WORDS)


def asked(store: Store, now: datetime) -> None:
    """The name once with a new listing; a code word three times with none."""
    with store.begin() as work:
        listing = work.listings.keep_sighting(a_sighting()).listing
        work.queries.keep("bazaar", NAME, [listing], asked_at=now - timedelta(days=400))
        for days in (3, 2, 1):
            work.queries.keep("bazaar", SLANG, [], asked_at=now - timedelta(days=days))


def test_a_search_is_told_with_all_that_it_brought(store: Store, now: datetime) -> None:
    asked(store, now)
    name, slang = search_lines(store, "bazaar", now)
    assert (name.text, name.times, name.found, name.new, name.rests_until) == (
        "狐狸", 1, 1, 1, None,
    )  # fmt: skip
    assert (slang.text, slang.times, slang.new) == ("狐小茶", 3, 0)
    assert slang.rests_until == now + timedelta(days=13)


def test_a_search_whose_rest_is_over_rests_no_more(store: Store, now: datetime) -> None:
    asked(store, now)
    later = search_lines(store, "bazaar", now + timedelta(days=14))
    assert [one.rests_until for one in later] == [None, None]


def test_the_command_prints_a_table_and_json(store: Store, run: Run, now: datetime) -> None:
    asked(store, now)
    shown = run("searches", "bazaar")
    assert shown.exit_code == 0
    assert "狐小茶" in shown.output
    told = json.loads(run("searches", "--json").output)
    assert [one["text"] for one in told] == ["狐狸", "狐小茶"]
    assert json.loads(run("searches", "elsewhere", "--json").output) == []

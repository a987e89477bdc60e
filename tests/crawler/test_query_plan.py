from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from crawler.query_plan import DRY_AFTER, REST, found_by, planned
from domain.listings import ListingKey, PlatformSlug
from domain.queries import Asked, Query, Tier

NAME, DISGUISE = Query("露茉莉", Tier.NAMES), Query("lumoli", Tier.DISGUISES)


def _asked(query: Query, at: datetime, *, new: int = 0, candidates: int = 0) -> Asked:
    return Asked("shop", query.text, query.tier, at, 10, new, candidates)


def _dry(query: Query, now: datetime) -> list[Asked]:
    return [_asked(query, now - timedelta(days=day)) for day in range(1, DRY_AFTER + 1)]


def test_a_search_that_brings_nothing_rests(now: datetime) -> None:
    assert planned([NAME, DISGUISE], _dry(DISGUISE, now), 10, now) == (NAME,)


def test_a_rested_search_is_asked_again(now: datetime) -> None:
    past = _dry(DISGUISE, now - REST)
    assert planned([NAME, DISGUISE], past, 10, now) == (NAME, DISGUISE)


def test_a_registered_name_never_rests(now: datetime) -> None:
    assert planned([NAME], _dry(NAME, now), 10, now) == (NAME,)


@pytest.mark.parametrize("brought", [{"new": 1}, {"candidates": 1}])
def test_one_search_that_brought_something_keeps_it_awake(
    brought: dict[str, int], now: datetime
) -> None:
    last = _asked(DISGUISE, now - timedelta(hours=1), **brought)
    assert DISGUISE in planned([DISGUISE], [last, *_dry(DISGUISE, now)], 10, now)


def test_no_tier_takes_the_budget_of_the_others(now: datetime) -> None:
    queries = [Query(f"{tier.name}{at}", tier) for tier in Tier for at in range(100)]
    counts = Counter(query.tier for query in planned(queries, [], 40, now))
    assert counts == {
        Tier.NAMES: 20,
        Tier.ALIASES: 8,
        Tier.CODE_WORDS: 6,
        Tier.DISGUISES: 4,
        Tier.GOODS: 2,
    }


def test_what_one_tier_leaves_goes_to_the_others(now: datetime) -> None:
    queries = [NAME, *(Query(f"word{at}", Tier.CODE_WORDS) for at in range(100))]
    assert len(planned(queries, [], 40, now)) == 40


def test_what_was_asked_longest_ago_comes_first(now: datetime) -> None:
    other = Query("lumoly", Tier.DISGUISES)
    past = [_asked(DISGUISE, now - timedelta(days=1), new=1)]
    assert planned([DISGUISE, other], past, 1, now) == (other,)


def test_the_same_words_are_asked_in_the_nearest_tier_alone(now: datetime) -> None:
    again = Query(NAME.text, Tier.DISGUISES)
    assert planned([again, NAME], [], 10, now) == (NAME,)


@pytest.mark.parametrize("limit", [-1, 0])
def test_no_budget_asks_nothing(limit: int, now: datetime) -> None:
    assert planned([NAME], [], limit, now) == ()


def test_a_listing_counts_for_the_longest_search_of_its_address() -> None:
    key = ListingKey(PlatformSlug("shop"), "cn", "1")
    url = "https://shop.example/s?q=lumori+cup&page=2"
    found = found_by([(key, [url])], ["lumori", "lumori cup"])
    assert found == {"lumori": set(), "lumori cup": {key}}


def test_a_listing_whose_address_tells_no_search_counts_for_none() -> None:
    key = ListingKey(PlatformSlug("shop"), "cn", "1")
    assert found_by([(key, ["https://shop.example/item/1"])], ["露茉莉"]) == {"露茉莉": set()}

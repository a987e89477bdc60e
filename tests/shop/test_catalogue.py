from __future__ import annotations

from collections import Counter

import pytest

from tests.shop.catalogue import LIVE, OFFERS, STREET, TRUTH, WRONG, find_offers
from tests.shop.facts import MARKS, SELLERS, WORKS
from tests.shop.works import work_names

KINDS = (*WRONG, "authorised", "lookalike", "compatible", "unrelated")


def test_there_are_enough_listings_by_enough_sellers() -> None:
    assert len(OFFERS) >= 110
    assert len({(offer.shop, offer.seller) for offer in OFFERS.values()}) >= 12


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shop", [STREET, LIVE])
def test_each_storefront_has_listings_of_each_kind(shop: str, kind: str) -> None:
    kinds = Counter(truth.kind for (of, _), truth in TRUTH.items() if of == shop)
    assert kinds[kind] >= 2


def test_the_truth_table_knows_every_listing_and_no_other_kind() -> None:
    assert set(TRUTH) == set(OFFERS)
    assert {truth.kind for truth in TRUTH.values()} == set(KINDS)


def test_every_work_is_copied_as_it_is_and_edited() -> None:
    copied = {(truth.about, truth.kind) for truth in TRUTH.values() if truth.kind in WRONG[:2]}
    works = {f"work-{name}" for name in work_names()}
    assert copied == {(work, kind) for work in works for kind in WRONG[:2]}


def test_what_a_truth_is_about_is_in_the_portfolio() -> None:
    slugs = [str(mark["slug"]) for mark, _ in MARKS] + [f"work-{work.name}" for work in WORKS]
    for truth in TRUTH.values():
        assert truth.about is None or any(slug.startswith(truth.about) for slug in slugs)


def test_evasive_mentions_come_in_many_classes_and_never_spell_the_mark_out() -> None:
    evasive = [offer for offer in OFFERS.values() if offer.truth.kind == "mark_evasive"]
    assert len({offer.truth.detail for offer in evasive}) >= 10
    names = ("mokureli", "tobinello", "沐珂丽", "陶贝诺", "モクレリ", "トビネロ")
    for offer in evasive:
        assert not any(name in offer.title.casefold() for name in names), offer.title


def test_an_authorised_listing_is_sold_by_a_seller_of_the_portfolio() -> None:
    allowed = {(entry["platform"], entry["seller"]) for entry in SELLERS}
    sold = {(o.shop, o.seller) for o in OFFERS.values() if o.truth.kind == "authorised"}
    assert sold == allowed


def test_some_goods_are_sold_out_and_one_on_each_storefront_has_no_price() -> None:
    assert sum(offer.sold_out for offer in OFFERS.values()) >= 3
    unpriced = Counter(offer.shop for offer in OFFERS.values() if offer.price is None)
    assert unpriced == {STREET: 1, LIVE: 1}


@pytest.mark.parametrize("shop", [STREET, LIVE])
def test_all_that_is_wrong_can_be_reached_through_goods_words(shop: str) -> None:
    words = [str(word) for mark, _ in MARKS for word in _goods_words(mark)]
    reached = {offer.item_id for word in words for offer in find_offers(shop, word)}
    wrong = {item for (of, item), truth in TRUTH.items() if of == shop and truth.kind in WRONG}
    assert wrong <= reached


def _goods_words(mark: dict[str, object]) -> list[object]:
    words = mark["goods_words"]
    assert isinstance(words, list)
    return words


def test_a_query_folds_letters_naively() -> None:
    assert find_offers(LIVE, "mokureli MUG") == find_offers(LIVE, "MOKURELI mug") != ()
    assert all("ＭＯＫ" not in offer.title for offer in find_offers(LIVE, "mokureli"))

from __future__ import annotations

import pytest

from domain.aliases import AliasOrigin, AliasProposal
from matcher.text.proposals import Witnesses, propose
from tests.factories import a_mark

MARK = a_mark()
BACKGROUND = tuple(f"普通保温杯第{number}款" for number in range(60))
BESIDE = ("LUMORI 月狐杯 新款", "露茉莉 月狐杯 大容量", "LUMORI 月狐杯 礼盒")


def proposed(
    titles: tuple[str, ...] = (), witnesses: Witnesses | None = None
) -> dict[str, AliasProposal]:
    found = propose([MARK], titles, {MARK.slug: witnesses or Witnesses()})
    return {one.text: one for one in found}


def test_short_forms_of_the_names_are_proposed_with_their_frequency() -> None:
    found = proposed((*BACKGROUND, "露茉 小众杯"))["露茉"]
    assert (found.origin, found.rule, found.source) == (AliasOrigin.NAME, "beginning", "露茉莉")
    assert (found.frequency.titles, found.frequency.examples) == (1, ("露茉 小众杯",))


def test_a_short_form_that_is_an_ordinary_word_is_not_proposed() -> None:
    common = tuple(f"茉莉花茶 {number}" for number in range(10))
    assert "茉莉" in proposed(BACKGROUND)
    assert "茉莉" not in proposed((*BACKGROUND, *common))


@pytest.mark.parametrize(
    ("witnesses", "origin"),
    [
        (Witnesses(crawl=BESIDE), AliasOrigin.CRAWL),
        (Witnesses(cases=BESIDE[:2]), AliasOrigin.CASE),
    ],
)
def test_a_token_that_stands_beside_the_mark_is_proposed(
    witnesses: Witnesses, origin: AliasOrigin
) -> None:
    found = proposed((*BACKGROUND, *BESIDE), witnesses)
    beside = {text: one for text, one in found.items() if one.rule == "beside"}
    assert {one.origin for one in beside.values()} == {origin}
    assert any("月狐" in text for text in beside)


def test_a_token_that_stands_as_often_elsewhere_is_not_proposed() -> None:
    elsewhere = tuple(title.replace("LUMORI", "无牌") for title in BESIDE) * 3
    found = proposed((*BACKGROUND, *BESIDE, *elsewhere), Witnesses(crawl=BESIDE))
    assert not [one for one in found.values() if one.rule == "beside"]


def test_one_listing_put_up_many_times_is_one_witness() -> None:
    found = proposed((*BACKGROUND, *BESIDE), Witnesses(crawl=BESIDE[:1] * 9))
    assert not [one for one in found.values() if one.rule == "beside"]


def test_goods_and_names_of_the_mark_are_no_aliases() -> None:
    titles = tuple(f"LUMORI 保温杯 {number}" for number in range(5))
    found = proposed((*BACKGROUND[:3], *titles), Witnesses(crawl=titles))
    assert not {"保温杯", "LUMORI"} & found.keys()


def test_hostile_titles_do_no_harm() -> None:
    titles = ("\ud800" * 50, "́" * 5000, "")
    proposed(titles, Witnesses(titles, titles))

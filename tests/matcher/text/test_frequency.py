from __future__ import annotations

import pytest

from domain.aliases import Frequency
from matcher.text.frequency import EXAMPLES, frequencies

TITLES = ("LUMORI 保温杯", "lumorix 杯子", "露 茉莉花茶", "露茉莉水杯", "修身连衣裙", "维修工具")


@pytest.mark.parametrize(
    ("name", "titles"),
    [("LUMORI", 1), ("ＬＵＭＯＲＩ", 1), ("露茉莉", 1), ("修", 2), ("狐狸", 0), ("", 0)],
)
def test_a_name_is_counted_in_the_titles_it_stands_in(name: str, titles: int) -> None:
    found = frequencies([name], TITLES)[name]
    assert (found.titles, found.of) == (titles, len(TITLES))


def test_a_disguise_does_not_count() -> None:
    assert frequencies(["LUMORI"], ["LUM0RI", "lvmori"])["LUMORI"].titles == 0


def test_a_title_that_names_it_twice_counts_once() -> None:
    assert frequencies(["杯子"], ["杯子杯子"])["杯子"] == Frequency(1, 1, ("杯子杯子",))


def test_a_few_titles_are_kept_and_none_is_endless() -> None:
    found = frequencies(["杯子"], ["杯子" + "啊" * 1000] * 9)["杯子"]
    assert (found.titles, len(found.examples)) == (9, EXAMPLES)
    assert max(map(len, found.examples)) < 200


def test_without_titles_nothing_is_known() -> None:
    assert frequencies(["LUMORI"], [])["LUMORI"].per_ten_thousand is None


def test_lone_surrogates_do_no_harm() -> None:
    assert frequencies(["LUMORI"], ["\ud800 LUMORI"])["LUMORI"].titles == 1

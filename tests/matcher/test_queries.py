from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.aliases import Alias, AliasId, AliasOrigin, AliasProposal, AliasState, Frequency
from domain.queries import Query, Tier
from domain.rights import MarkName, NameKind, RightSlug, Script
from matcher.queries import HOMOPHONES, SHAPES, expanded
from tests.factories import a_mark

CHINESE = a_mark(names=(MarkName("露茉莉", Script.CHINESE),))
ALIAS = AliasProposal(
    mark=CHINESE.slug,
    text="露茉",
    kind=NameKind.SHORT,
    origin=AliasOrigin.NAME,
    rule="beginning",
    source="露茉莉",
    frequency=Frequency(3, 1000, ()),
)
APPROVED: Mapping[RightSlug, tuple[Alias, ...]] = {
    CHINESE.slug: (
        Alias(AliasId(1), ALIAS, AliasState.APPROVED, datetime(2026, 11, 1, tzinfo=UTC)),
    )
}


def test_an_approved_short_form_is_asked_for_in_the_second_tier() -> None:
    assert Query("露茉", Tier.ALIASES) in expanded([CHINESE], APPROVED, ())
    assert Query("露茉", Tier.ALIASES) not in expanded([CHINESE], {}, ())


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("露茉莉 高仿", Tier.CODE_WORDS),
        ("lumoli", Tier.DISGUISES),
        ("保温杯 高仿", Tier.GOODS),
        ("bottle replica", Tier.GOODS),
    ],
)
def test_each_tier_goes_further_from_the_name(text: str, tier: Tier) -> None:
    assert Query(text, tier) in expanded([CHINESE], {}, ())


def test_a_disguise_that_stands_in_titles_comes_before_others_of_its_kind() -> None:
    before = _disguises(())
    rare = next(text for text in _all_homophones() if text not in before)
    assert rare in _disguises([f"{rare} 杯", f"{rare} 壶"])


def test_there_are_no_more_disguises_than_the_budget_of_a_name() -> None:
    assert len(_disguises(())) <= 1 + HOMOPHONES + SHAPES


def test_only_registered_names_are_disguised() -> None:
    nickname = MarkName("露茉莉", Script.CHINESE, NameKind.NICKNAME)
    found = expanded([replace(CHINESE, names=(nickname,))], {}, ())
    assert {query.tier for query in found} == {Tier.GOODS}


def _disguises(titles: tuple[str, ...] | list[str]) -> list[str]:
    found = expanded([CHINESE], {}, titles)
    return [query.text for query in found if query.tier is Tier.DISGUISES]


def _all_homophones() -> list[str]:
    return ["露茉" + char for char in "里理利力立丽历例离李礼黎粒荔吏栗厉"]

"""The ground follows from the right, the decision, the channel's country and the day."""

from __future__ import annotations

from datetime import date

import pytest

from domain.cases import Case
from domain.decisions import Reason
from takedown.grounds import ground_of
from takedown.rules import read_laws
from tests.factories import a_case, a_decision
from tests.takedown.drafts import a_mark_case, a_pack

DAY = date(2026, 11, 23)
ARTWORK = a_case(decision=a_decision(reason=Reason.COPIED_ARTWORK))
SEEN = Reason.COUNTERFEIT_SEEN

REASONS = [
    ("alibaba_taotian", a_case(), "copyright_improper_image_theft"),
    ("alibaba_taotian", ARTWORK, "copyright_improper_art_text"),
    ("alibaba_taotian", a_mark_case(), "trademark_improper_use"),
    ("alibaba_taotian", a_mark_case(Reason.MARK_ON_GOODS), "trademark_improper_use"),
    ("alibaba_taotian", a_mark_case(SEEN), "trademark_counterfeit_no_purchase"),
    ("shopify_standalone", a_case(), "copyright"),
    ("shopify_standalone", a_mark_case(), "trademark"),
]


@pytest.mark.parametrize(("channel", "case", "code"), REASONS)
def test_the_decision_leads_to_the_channels_own_reason(
    channel: str, case: Case, code: str
) -> None:
    ground = ground_of(case, a_pack(channel), read_laws(), DAY)
    assert ground.code == code


def test_picture_theft_is_called_by_the_channels_chinese_name() -> None:
    ground = ground_of(a_case(), a_pack(), read_laws(), DAY)
    assert ground.reason is not None
    assert ground.reason.zh == "著作权-不当-盗图"


@pytest.mark.parametrize(
    ("day", "article"),
    [
        (date(2026, 12, 31), "prc_trademark_law_57"),
        (date(2027, 1, 1), "prc_trademark_law_72"),
    ],
)
def test_the_trademark_article_moves_with_the_new_year_2027(day: date, article: str) -> None:
    laws = [law.code for law in ground_of(a_mark_case(), a_pack(), read_laws(), day).laws]
    assert laws == ["prc_ecommerce_law_42", "prc_civil_code_1195", article]


def test_a_work_in_china_rests_on_copyright_law() -> None:
    laws = [law.code for law in ground_of(a_case(), a_pack(), read_laws(), DAY).laws]
    assert laws == ["prc_ecommerce_law_42", "prc_civil_code_1195", "prc_copyright_law_10_53"]


def test_a_work_at_a_us_host_rests_on_the_dmca_alone() -> None:
    ground = ground_of(a_case(), a_pack("shopify_standalone"), read_laws(), DAY)
    assert [law.code for law in ground.laws] == ["us_dmca_512c3"]


def test_a_mark_at_a_us_host_does_not_rest_on_the_dmca() -> None:
    ground = ground_of(a_mark_case(), a_pack("shopify_standalone"), read_laws(), DAY)
    assert [law.code for law in ground.laws] == ["us_host_mark_policy"]


def test_a_mark_decision_on_a_work_has_no_ground() -> None:
    case = a_case(decision=a_decision(reason=Reason.MARK_IN_TITLE))
    assert ground_of(case, a_pack(), read_laws(), DAY).reason is None


def test_before_the_laws_there_is_none() -> None:
    assert ground_of(a_mark_case(), a_pack(), read_laws(), date(2018, 1, 1)).laws == ()


@pytest.mark.parametrize("channel", ["lazada", "shopee", "mercado_libre", "wildberries_ozon"])
@pytest.mark.parametrize("case", [a_case(), a_mark_case()], ids=["work", "mark"])
def test_where_no_law_was_read_what_holds_everywhere_is_cited(channel: str, case: Case) -> None:
    laws = [law.code for law in ground_of(case, a_pack(channel), read_laws(), DAY).laws]
    assert laws in (["berne_5_15"], ["channel_mark_rules"])


def test_a_content_service_in_china_also_answers_to_the_network_regulation() -> None:
    laws = [law.code for law in ground_of(a_case(), a_pack("wechat"), read_laws(), DAY).laws]
    assert "prc_network_regulation_14" in laws

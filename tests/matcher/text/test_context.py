"""What a mention is used for."""

from __future__ import annotations

import pytest

from matcher.text.context import UseContext, use_context


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("LUMORI 保温杯", "brand"),
        ("适用LUMORI杯盖", "compatible"),
        ("适用于 LUMORI 杯盖", "compatible"),
        ("LUMORI通用杯盖", "compatible"),
        ("lid for LUMORI bottle", "compatible"),
        ("straw compatible with LUMORI", "compatible"),
        ("LUMORI 対応 フタ", "compatible"),
        ("LUMORI用フタ", "compatible"),
        ("LUMORI case blue", "compatible"),
        ("适用 原装LUMORI 杯盖", "brand"),
        ("lid for genuine LUMORI", "brand"),
        ("LUMORI家用加湿器", "brand"),
        ("平替LUMORI杯", "comparison"),
        ("LUMORI用户推荐", "brand"),
        ("LUMORI casein powder", "brand"),
        ("platform LUMORI", "brand"),
        ("a LUMORI", "brand"),
        ("LUMORI风格", "comparison"),
        ("LUMORI简约", "word"),
    ],
)
def test_use_of_a_mention(text: str, context: str) -> None:
    start = text.index("LUMORI")
    assert use_context(text, start, start + 6) is UseContext(context)


def test_a_lower_case_name_after_an_article_is_a_word() -> None:
    assert use_context("for the horse and a coach", 20, 25) is not UseContext.BRAND


def test_only_a_marker_before_it_excuses_a_disguised_name() -> None:
    assert use_context("LUM0RI通用杯盖", 0, 6, disguised=True) is UseContext.BRAND
    assert use_context("适用LUM0RI杯盖", 2, 8, disguised=True) is UseContext.COMPATIBLE


def test_three_makers_of_devices_are_a_list_of_what_fits() -> None:
    title = "手机壳 华为 oppo 三星 LUMORI 全系列"
    assert use_context(title, title.index("LUMORI"), 24) is UseContext.COMPATIBLE

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
        ("原装 适用LUMORI 杯盖", "brand"),
        ("genuine lid for LUMORI", "brand"),
        ("LUMORI用户推荐", "brand"),
        ("LUMORI casein powder", "brand"),
        ("platform LUMORI", "brand"),
        ("a LUMORI", "brand"),
        ("LUMORI风格", "word"),
    ],
)
def test_use_of_a_mention(text: str, context: str) -> None:
    start = text.index("LUMORI")
    assert use_context(text, start, start + 6) is UseContext(context)


def test_a_lower_case_name_after_an_article_is_a_word() -> None:
    assert use_context("for the horse and a coach", 20, 25) is not UseContext.BRAND

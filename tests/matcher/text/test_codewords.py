"""Code words of the trade, in the sense they have beside a mark."""

from __future__ import annotations

import pytest

from matcher.text.codewords import claim_in, code_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("高仿包包", [("高仿", "counterfeit")]),
        ("莆田 支持专柜验", [("莆田", "counterfeit"), ("支持专柜验", "counterfeit")]),
        ("纯原鞋", [("纯原", "counterfeit")]),
        ("1:1复刻", [("1:1", "counterfeit"), ("复刻", "counterfeit")]),
        ("外贸原单尾货", [("外贸", "grey"), ("原单", "grey"), ("尾货", "grey")]),
        ("尾单 精仿", [("精仿", "counterfeit"), ("尾单", "grey")]),
        ("A货包", [("A货", "counterfeit")]),
        ("replica watch", [("replica", "counterfeit")]),
        ("スーパーコピー 財布", [("スーパーコピー", "counterfeit")]),
        ("高仿真花", []),
        ("天然A货翡翠", []),
        ("柠檬水1:1兑水", []),
        ("外贸英语教材", []),
        ("replication study", []),
    ],
)  # fmt: skip
def test_code_words_are_told_by_sense_and_tier(text: str, found: list[tuple[str, str]]) -> None:
    assert [(one.text, one.tier.value) for one in code_words(text)] == found
    assert all(text[one.start : one.end] == one.text for one in code_words(text))


@pytest.mark.parametrize(
    ("text", "claim"), [("官方正品", "官方"), ("100% Genuine", "Genuine"), ("originally", None)]
)
def test_a_claim_to_be_genuine_is_told(text: str, claim: str | None) -> None:
    assert claim_in(text) == claim

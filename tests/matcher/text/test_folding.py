"""Folding: one letter for all its costumes, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.text.folding import LONGEST_TEXT, fold


@pytest.mark.parametrize(
    ("text", "chars"),
    [
        ("LUMORI", "lumori"),
        ("ＬＵＭＯＲＩ", "lumori"),
        ("𝗟𝘂𝗺𝗼𝗿𝗶", "lumori"),
        ("Lu\u200bmo\u2060ri", "lumori"),
        ("L.u·m-o r★i", "lumori"),
        ("Lümörí", "lumori"),
        ("Lu\u0308mo\u0301ri", "lumori"),
        ("İNAX", "inax"),
        ("straße", "strasse"),
        ("露茉莉禮盒", "露茉莉礼盒"),
        ("るもり", "ルモリ"),
        ("ﾙﾓﾘ", "ルモリ"),
        ("ﾊﾞｰﾊﾞﾙ", "バーバル"),
        ("キャット", "キヤツト"),
        ("⾦星", "金星"),
        ("星🔥川", "星川"),
        ("小丨露", "小露"),
        ("lu\ud800mori", "lumori"),
        ("loui$a", "loui$a"),
        ("only $ 5", "only5"),
        ("", ""),
    ],
)
def test_folded_characters(text: str, chars: str) -> None:
    assert fold(text).chars == chars


def test_a_voicing_mark_keeps_its_kana_apart() -> None:
    assert fold("バス").chars != fold("ハス").chars


def test_a_gap_remembers_what_was_dropped() -> None:
    assert fold("星🔥川").gaps == {1: "🔥"}


@pytest.mark.parametrize(("text", "parted"), [("a-b", True), ("a b", True), ("a\u200bb", False)])
def test_only_what_is_seen_parts_a_word(text: str, parted: bool) -> None:
    assert fold(text).parted(1) is parted


@pytest.mark.parametrize(
    ("text", "char", "place"),
    [("ﾊﾞｽ", "バ", (0, 2)), ("㎏x", "x", (1, 2)), ("e\u0301x", "e", (0, 2))],
)
def test_places_lead_back_to_the_original(text: str, char: str, place: tuple[int, int]) -> None:
    folded = fold(text)
    at = folded.chars.index(char)
    assert (folded.offsets[at], folded.ends[at]) == place


def test_a_title_of_a_megabyte_costs_no_more_than_a_long_one() -> None:
    assert len(fold("星" * 1_000_000).chars) == LONGEST_TEXT


@given(st.text())
def test_places_never_go_back_and_stay_within_the_text(text: str) -> None:
    folded = fold(text)
    assert len(folded.chars) == len(folded.offsets) == len(folded.ends)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(0 <= a < b <= len(text) for a, b in zip(folded.offsets, folded.ends, strict=True))


@given(st.text())
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    once = fold(text.replace("$", "").replace("@", "").replace("|", "").replace("!", "")).chars
    assert fold(once).chars == once

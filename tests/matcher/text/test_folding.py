"""Folding: one letter for all its costumes, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.text.folding import DROPPED, LONGEST_TEXT, fold


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
        ("loui$a", "louia"),
        ("Νоkіа", "nokia"),
        ("🅝🅘", "ni"),
        ("only $ 5", "only5"),
        ("", ""),
    ],
)
def test_folded_characters(text: str, chars: str) -> None:
    assert fold(text).chars == chars


def test_a_voicing_mark_keeps_its_kana_apart() -> None:
    assert fold("バス").chars != fold("ハス").chars


def test_what_is_dropped_keeps_its_place() -> None:
    assert fold("星🔥川").aligned == f"星{DROPPED}川"


@pytest.mark.parametrize(
    ("text", "char", "place"),
    [("ﾊﾞｽ", "バ", (0, 2)), ("㎏x", "x", (1, 2)), ("ﬁx", "i", (0, 1)), ("e\u0301x", "e", (0, 2))],
)
def test_places_lead_back_to_the_original(text: str, char: str, place: tuple[int, int]) -> None:
    folded = fold(text)
    at = folded.aligned.index(char)
    assert folded.span(at, at + 1) == place


def test_a_title_of_a_megabyte_costs_no_more_than_a_long_one() -> None:
    assert len(fold("星" * 1_000_000).chars) == LONGEST_TEXT


@settings(deadline=None)
@given(st.text())
def test_the_folded_text_is_as_long_as_the_text_and_stays_within_the_original(text: str) -> None:
    folded = fold(text)
    assert len(folded.aligned) == len(folded.text)
    for first in range(len(folded.text)):
        start, end = folded.span(first, first + 1)
        assert 0 <= start < end <= len(text)


@settings(deadline=None)
@given(st.text())
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    once = fold(text).chars
    assert fold(once).chars == once

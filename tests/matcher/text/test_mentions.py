"""Mentions: found where they are, in all their costumes, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rights import HolderSlug, Mark, MarkKind, MarkName, RightSlug, Script
from matcher.text.mentions import Channel, MentionFinder

NAMES = {
    "lumori": ("LUMORI", "露茉莉", "ルモリ"),
    "inax": ("ZAVO", "札沃"),
    "hk": ("HK",),
    "hoshikawa": ("Hoshikawa", "星川制作所"),
    "estel": ("Estel Loder",),
    "kirameki": ("キラメキノ",),
    "lumo": ("露茉",),
}


def a_mark(slug: str) -> Mark:
    return Mark(
        RightSlug(slug),
        HolderSlug("h"),
        MarkKind.WORD,
        tuple(MarkName(name, Script.LATIN) for name in NAMES[slug]),
        "1",
        "CN",
        ("CN",),
        (21,),
        None,
        date(2030, 1, 1),
    )


FINDER = MentionFinder([a_mark(slug) for slug in NAMES])


@pytest.mark.parametrize(
    ("title", "mark", "channel", "text"),
    [
        ("正品LUMORI保温杯", "lumori", "exact", "LUMORI"),
        ("ＬＵＭＯＲＩ cup", "lumori", "exact", "ＬＵＭＯＲＩ"),
        ("lumori2代", "lumori", "exact", "lumori"),
        ("新款露茉莉同款", "lumori", "exact", "露茉莉"),
        ("新款露茉莉禮盒", "lumori", "exact", "露茉莉"),
        ("るもり ボトル", "lumori", "exact", "るもり"),
        ("ﾙﾓﾘ ボトル", "lumori", "exact", "ﾙﾓﾘ"),
        ("ルモリのボトル", "lumori", "exact", "ルモリ"),
        ("Estel-Loder 面霜", "estel", "exact", "Estel-Loder"),
        ("hk 杯", "hk", "exact", "hk"),
        ("L.U.M.O.R.I cup", "lumori", "gapped", "L.U.M.O.R.I"),
        ("LUM ORI cup", "lumori", "gapped", "LUM ORI"),
        ("露🔥茉🔥莉", "lumori", "gapped", "露🔥茉🔥莉"),
        ("ル★モリ", "lumori", "gapped", "ル★モリ"),
        ("札·沃 杯", "inax", "gapped", "札·沃"),
        ("LUM0R1 cup", "lumori", "skeleton", "LUM0R1"),
        ("ZАVО cup", "inax", "skeleton", "ZАVО"),
        ("ho$hikawa", "hoshikawa", "skeleton", "ho$hikawa"),
        ("キラメ千ノ キラ〆キノ キラメキ丿", "kirameki", "skeleton", "キラメキ丿"),
        ("LUMURI cup", "lumori", "fuzzy", "LUMURI"),
        ("LUMRI cup", "lumori", "fuzzy", "LUMRI"),
        ("lumroi cup", "lumori", "fuzzy", "lumroi"),
        ("Hoshlkwa bottle", "hoshikawa", "fuzzy", "Hoshlkwa"),
        ("lu*ori cup", "lumori", "fuzzy", "lu*ori"),
        ("星川制做所", "hoshikawa", "fuzzy", "星川制做所"),
    ],
)
def test_a_mention_is_found_with_its_exact_place(
    title: str, mark: str, channel: str, text: str
) -> None:
    found = [(m.mark, m.channel, m.text, title[m.start : m.end]) for m in FINDER.find(title)]
    assert (mark, Channel(channel), text, text) in found


@pytest.mark.parametrize(
    "title",
    [
        "LUMORIAN cup",
        "ALUMORI cup",
        "hkd 100",
        "lumorian lumoris",
        "1HK",
        "HK47",
        "アルモリカ地方",
        "zav o",
        "BAVO ZAVE ZAAVO",
        "h k",
        "LUMXXI",
        "BUMORI",
        "1390 2450",
        "札,沃",
        "札 沃",
        "\ud800\udfff",
        "",
    ],
)
def test_what_is_no_mention_is_not_found(title: str) -> None:
    assert FINDER.find(title) == []


def test_a_name_within_a_longer_name_is_no_mention_of_its_own() -> None:
    assert [m.mark for m in FINDER.find("露茉莉保温杯")] == ["lumori"]


def test_every_mark_that_bears_the_name_is_told() -> None:
    twin = MentionFinder([a_mark("lumori"), replace(a_mark("lumori"), slug=RightSlug("us"))])
    assert [m.mark for m in twin.find("LUMORI")] == ["lumori", "us"]


def test_a_mark_of_one_character_is_never_searched() -> None:
    single = replace(a_mark("hk"), names=(MarkName("修", Script.CHINESE),))
    assert MentionFinder([single]).find("修理工具 修") == []


@given(st.text(alphabet="luLU0ori*·. 露茉莉ルモリﾓ\u200b\u0301"))
def test_every_place_is_that_of_its_text(title: str) -> None:
    for mention in FINDER.find(title):
        assert title[mention.start : mention.end] == mention.text != ""

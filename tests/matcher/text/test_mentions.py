"""Mentions: found where they are, in all their costumes, weighed, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.rights import NameKind, RightSlug
from matcher.text.lexicon import SoughtMark
from matcher.text.mention import Guard, Mention, SoughtName, Tier, UseContext
from matcher.text.mentions import MentionFinder

NAMES = {
    "lumori": ("LUMORI", "露茉莉", "ルモリ"),
    "zavo": ("ZAVO", "札沃"),
    "hk": ("HK",),
    "hoshikawa": ("Hoshikawa", "星川制作所"),
    "estel": ("Estel Loder",),
    "kirameki": ("キラメキノ",),
    "apple": ("苹果",),
}


def a_mark(slug: str, *names: str, **changes: object) -> SoughtMark:
    spelt = tuple(SoughtName(name) for name in names or NAMES[slug])
    return SoughtMark(RightSlug(slug), spelt, (21, 9), **changes)  # type: ignore[arg-type]


FINDER = MentionFinder([a_mark(slug) for slug in NAMES])


def suggested(finder: MentionFinder, title: str) -> list[Mention]:
    return [one for one in finder.find(title) if one.band == "suggest"]


@pytest.mark.parametrize(
    ("title", "mark", "channel", "text"),
    [
        ("正品LUMORI保温杯", "lumori", "exact", "LUMORI"),
        ("ＬＵＭＯＲＩ cup", "lumori", "exact", "ＬＵＭＯＲＩ"),
        ("lumori2代", "lumori", "exact", "lumori"),
        ("niceLUMORI", "lumori", "exact", "LUMORI"),
        ("新款露茉莉同款", "lumori", "exact", "露茉莉"),
        ("新款露茉莉禮盒", "lumori", "exact", "露茉莉"),
        ("るもり ボトル", "lumori", "exact", "るもり"),
        ("ﾙﾓﾘ ボトル", "lumori", "exact", "ﾙﾓﾘ"),
        ("ルモリのボトル", "lumori", "exact", "ルモリ"),
        ("Estel-Loder 面霜", "estel", "exact", "Estel-Loder"),
        ("hk 杯", "hk", "exact", "hk"),
        ("ZАVО cup", "zavo", "exact", "ZАVО"),
        ("L.U.M.O.R.I cup", "lumori", "gap", "L.U.M.O.R.I"),
        ("LUM ORI cup", "lumori", "gap", "LUM ORI"),
        ("露🔥茉🔥莉", "lumori", "gap", "露🔥茉🔥莉"),
        ("露の茉の莉", "lumori", "gap", "露の茉の莉"),
        ("ル★モリ", "lumori", "gap", "ル★モリ"),
        ("札·沃 杯", "zavo", "gap", "札·沃"),
        ("LUM0R1 cup", "lumori", "skeleton", "LUM0R1"),
        ("ho$hikawa", "hoshikawa", "skeleton", "ho$hikawa"),
        ("ZAVO!!! z4vo", "zavo", "skeleton", "z4vo"),
        ("キラメキ丿", "kirameki", "kana", "キラメキ丿"),
        ("キラーメキノ", "kirameki", "kana", "キラーメキノ"),
        ("LUMURI cup", "lumori", "typo", "LUMURI"),
        ("LUMRI cup", "lumori", "typo", "LUMRI"),
        ("lumroi cup", "lumori", "typo", "lumroi"),
        ("Hoshhkwa bottle", "hoshikawa", "typo", "Hoshhkwa"),
        ("lu*ori cup", "lumori", "mask", "lu*ori"),
        ("露x莉 保温杯", "lumori", "mask", "露x莉"),
        ("星川某作所", "hoshikawa", "mask", "星川某作所"),
        ("路茉莉保温杯", "lumori", "pinyin", "路茉莉"),
        ("LU茉莉保温杯", "lumori", "pinyin", "LU茉莉"),
        ("露末李保温杯", "lumori", "pinyin", "露末李"),
        ("怒茉莉保温杯", "lumori", "pinyin_fuzzy", "怒茉莉"),
        ("lumoli 保温杯", "lumori", "romanised", "lumoli"),
        ("zha wo 保温杯", "zavo", "romanised", "zha wo"),
        ("露艹末莉保温杯", "lumori", "split", "露艹末莉"),
        ("札妖 保温杯", "zavo", "shape", "札妖"),
        ("星川制做所", "hoshikawa", "pinyin", "星川制做所"),
        ("星川翻作所", "hoshikawa", "substituted", "星川翻作所"),
        ("星制川作所", "hoshikawa", "order", "星制川作所"),
    ],
)
def test_a_mention_is_found_with_its_exact_place(
    title: str, mark: str, channel: str, text: str
) -> None:
    found = [(m.mark, m.channel.value, m.text, title[m.start : m.end]) for m in FINDER.find(title)]
    assert (mark, channel, text, text) in found


@pytest.mark.parametrize(
    "title",
    [
        "LUMORIAN cup", "xlumoricup", "hkd 100", "1HK", "HK47", "アルモリカ地方", "h k",
        "1390 2450", "札,沃", "\ud800\udfff", "", "ZAVE ultra slim", "新茉莉花茶", "360札~380札",
    ],
)  # fmt: skip
def test_what_is_no_mention_is_not_suggested(title: str) -> None:
    assert suggested(FINDER, title) == []


@pytest.mark.parametrize(
    ("title", "context"),
    [
        ("现摘苹果新鲜", UseContext.WORD),
        ("山东苹果树苗", UseContext.WORD),
        ("苹果手机128g", UseContext.BRAND),
        ("二手苹果13pro", UseContext.BRAND),
    ],
)
def test_a_name_that_is_a_word_is_told_by_what_stands_around_it(
    title: str, context: UseContext
) -> None:
    assert [one.context for one in FINDER.find(title)] == [context]


def test_a_name_within_a_longer_name_is_no_mention_of_its_own() -> None:
    finder = MentionFinder([a_mark("lumori"), a_mark("lumo", "露茉")])
    assert [m.mark for m in finder.find("露茉莉保温杯")] == ["lumori"]


def test_every_mark_that_bears_the_name_is_told() -> None:
    twin = MentionFinder([a_mark("lumori"), a_mark("us", "LUMORI")])
    assert [m.mark for m in twin.find("LUMORI")] == ["lumori", "us"]


@pytest.mark.parametrize("name", ["修", "", " ", "\u200b", "🔥"])
def test_a_name_of_less_than_two_letters_is_never_searched(name: str) -> None:
    assert MentionFinder([a_mark("short", name)]).find("修理工具 修 🔥") == []


def test_a_mark_added_later_is_found_like_those_before() -> None:
    finder = MentionFinder([a_mark("hk")])
    assert finder.find("露茉莉 lumroi cup") == []
    finder.add(a_mark("lumori"))
    assert [m.channel.value for m in finder.find("露茉莉 lumroi cup")] == ["exact", "typo"]


def test_a_short_slip_needs_goods_or_a_code_word_beside_it() -> None:
    (bare,) = FINDER.find("zzvo 2024")
    assert (bare.band, bare.guards) == ("review", (Guard.NEEDS_EVIDENCE,))
    (goods,) = FINDER.find("zzvo 保温杯")
    assert (goods.band, goods.goods) == ("suggest", "保温杯")
    (code,) = FINDER.find("zzvo 高仿")
    assert code.band == "suggest"
    assert code.code_word is not None
    assert code.code_word.tier is Tier.COUNTERFEIT


def test_an_approved_alias_needs_evidence_even_where_it_is_plain() -> None:
    nickname = SoughtName("水星杯", NameKind.NICKNAME)
    finder = MentionFinder([SoughtMark(RightSlug("l"), (nickname,), (25,))])
    assert [m.band for m in finder.find("水星杯 特价")] == ["review"]
    assert [m.band for m in finder.find("水星杯 运动鞋")] == ["suggest"]


def test_a_word_of_the_trade_that_was_learned_is_not_suggested() -> None:
    finder = MentionFinder([a_mark("lumori")])
    assert [m.band for m in finder.find("lumroi cup")] == ["suggest"]
    finder.learn({"lumroi": 4})
    assert [m.band for m in finder.find("lumroi cup")] == ["review"]
    finder.learn({"lumroi": 40})
    assert [m.band for m in finder.find("lumroi cup")] == ["log"]


@pytest.mark.parametrize(
    ("wishes", "guard"),
    [
        ({"forbidden_words": ("二手",)}, Guard.FORBIDDEN_WORD),
        ({"required_words": ("盘",)}, Guard.REQUIRED_WORD_MISSING),
        ({"allowed_uses": frozenset({UseContext.BRAND})}, Guard.ALLOWED_USE),
    ],
)
def test_what_the_owner_does_not_want_to_see_is_only_logged(
    wishes: dict[str, object], guard: Guard
) -> None:
    (mention,) = MentionFinder([a_mark("lumori", **wishes)]).find("二手 LUMORI 保温杯")
    assert (mention.band, mention.guards) == ("log", (guard,))


def test_what_the_goods_fit_is_put_up_for_review_and_no_more() -> None:
    told = FINDER.find("适用LUMORI杯盖 LUMORI")
    assert {(m.band, m.context) for m in told} == {("review", UseContext.COMPATIBLE)}


@pytest.mark.parametrize(
    "title",
    [
        "星" * 1_000_000, "e\u0301" * 10_000, "\u202eLUMORI" * 2_000, "lu*" * 3_000,
        "a" * 10_000, "nai" * 3_000, "\ud800" * 10_000, "某" * 10_000, "露茉" * 5_000,
    ],
    ids=lambda title: f"{title[:3]!a}",
)  # fmt: skip
def test_a_hostile_title_comes_to_an_end(title: str) -> None:
    assert isinstance(FINDER.find(title), list)


@settings(deadline=None)
@given(st.text(alphabet="luLU0ori*·. 露茉莉ルモリﾓ\u200b\u0301㎏ﬁx"))
def test_every_place_is_that_of_its_text(title: str) -> None:
    for mention in FINDER.find(title):
        assert title[mention.start : mention.end] == mention.text != ""
        assert 0 <= mention.score <= 1


def test_what_was_garbled_on_its_way_is_no_substituted_character() -> None:
    finder = MentionFinder([a_mark("lumori", "露茉莉")])
    assert suggested(finder, "露茉某 杯")
    assert not suggested(finder, "露茉\uf880\x86某 杯")

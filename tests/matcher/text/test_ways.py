"""Every way of recognising a name gives what the plain answer gives, and what was disguised."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.text.folding import fold
from matcher.text.forms import Form, Found, Way
from matcher.text.mention import Channel
from matcher.text.readings import readings
from matcher.text.ways.characters import Characters
from matcher.text.ways.kana import Kana
from matcher.text.ways.masks import Masks
from matcher.text.ways.pinyin import Pinyin
from matcher.text.ways.plain import Plain
from matcher.text.ways.skeleton import Skeleton
from matcher.text.ways.splits import Splits, rows_of
from matcher.text.ways.typos import Typos
from tests.matcher.text import linear

CHINESE = linear.forms_of(("露茉莉", "札沃", "星川制作", "茉莉", "沃星川"))
LATIN = linear.forms_of(("lumori", "zavo", "hoshikawaya", "moriza", "estelloder"))
KANA = linear.forms_of(("ルモリノ", "キラメキノ", "モリノキ"))

# the first text of a run reads the tables
unhurried = settings(deadline=None, max_examples=80)
chinese = st.text(alphabet="露茉莉札沃星川制作路末丽扎禾艹末· a", max_size=12)
latin = st.text(alphabet="lumorizavo01 .h", max_size=16)
near_latin = st.builds(
    lambda name, at, new, tail: name[:at] + new + name[at + len(new) // 2 :] + tail,
    st.sampled_from([form.chars for form in LATIN]),
    st.integers(0, 11),
    st.text(alphabet="lumorizavh1", max_size=2),
    st.sampled_from(("", " cup", "星")),
)


def filled(way: Way, forms: Iterable[Form]) -> Way:
    for form in forms:
        way.add(form)
    return way


def places(found: Iterable[Found]) -> set[linear.Place]:
    return {(one.form.chars, one.first, one.beyond) for one in found}


@unhurried
@given(chinese)
def test_names_are_found_wherever_they_stand(text: str) -> None:
    found = places(filled(Plain(), CHINESE).find(fold(text)))
    assert found <= linear.plain(CHINESE, text) | swapped(text)
    whole = {one for one in linear.plain(CHINESE, text) if one[2] - one[1] == len(one[0])}
    assert whole <= found


def swapped(text: str) -> set[linear.Place]:
    view = fold(text).view
    return {
        (form.chars, *place)
        for form in CHINESE
        for at in range(len(form.chars) - 1)
        for place in linear.standing(
            view, form.chars[:at] + form.chars[at + 1] + form.chars[at] + form.chars[at + 2 :]
        )
    }


@unhurried
@given(chinese)
def test_one_replaced_character_is_found_as_by_comparing_all(text: str) -> None:
    found = places(filled(Characters(), CHINESE).find(fold(text)))
    assert found == linear.replaced(CHINESE, text)


@unhurried
@given(chinese)
def test_like_sounds_are_found_as_by_comparing_all(text: str) -> None:
    found = places(filled(Pinyin(), CHINESE).find(fold(text.replace("a", ""))))
    assert found <= linear.sounding(CHINESE, text.replace("a", ""))


@unhurried
@given(st.one_of(latin, near_latin))
def test_slips_are_found_as_by_measuring_all(text: str) -> None:
    way = filled(Typos(), LATIN)
    single = {
        one
        for one in places(way.find(fold(text)))
        if "\0" not in fold(text).aligned[one[1] : one[2]]
    }
    assert single == linear.misspelt(LATIN, text)


@unhurried
@given(st.text(alphabet="露茉莉札沃*○ ", max_size=10))
def test_signs_that_hide_are_found_as_by_comparing_all(text: str) -> None:
    found = places(filled(Masks(), CHINESE).find(fold(text)))
    assert linear.hidden(CHINESE, text) <= found


@unhurried
@given(st.text(alphabet="1uvm0rizao4 .", max_size=14))
def test_look_alikes_are_all_names_at_a_glance(text: str) -> None:
    found = places(filled(Skeleton(), LATIN).find(fold(text)))
    assert found <= linear.alike(LATIN, text)


@pytest.mark.parametrize("form", CHINESE, ids=lambda form: str(form.chars))
def test_every_split_of_every_character_is_found(form: Form) -> None:
    way = filled(Splits(), [form])
    for at, char in enumerate(form.chars):
        for row in rows_of().get(char, ()):
            text = "新款" + form.chars[:at] + row + form.chars[at + 1 :] + "女"
            beyond = len(text) - 1
            assert (form.chars, 2, beyond) in places(way.find(fold(text)))


@pytest.mark.parametrize("form", CHINESE, ids=lambda form: str(form.chars))
def test_every_character_may_be_spelt_in_pinyin(form: Form) -> None:
    way = filled(Pinyin(), [form])
    for at, syllable in enumerate(readings(form.chars)[0]):
        text = form.chars[:at] + syllable + form.chars[at + 1 :]
        found = list(way.find(fold(f"【{text}】")))
        assert [(one.channel, one.first, one.beyond) for one in found] == [
            (Channel.PINYIN, 1, 1 + len(text))
        ]


@pytest.mark.parametrize("written", ["ルモーリノ", "ルモリッノ", "ルモリ丿", "ルーモリノー"])
def test_kana_are_found_by_their_sound(written: str) -> None:
    found = list(filled(Kana(), KANA).find(fold(f"新品 {written} ボトル")))
    assert [(one.form.chars, one.first, one.beyond) for one in found] == [
        ("ルモリノ", 3, 3 + len(written))
    ]
    assert linear.sound_of_kana("ルモリノ") == "ルモリノ"

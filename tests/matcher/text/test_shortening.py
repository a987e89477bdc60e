from __future__ import annotations

import pytest

from domain.rights import MarkName, Script
from matcher.text.shortening import short_forms
from tests.factories import a_mark


def forms(*names: tuple[str, Script]) -> dict[str, str]:
    mark = a_mark(names=tuple(MarkName(text, script) for text, script in names))
    return {one.text: one.rule for one in short_forms(mark)}


@pytest.mark.parametrize(
    ("name", "script", "short", "rule"),
    [
        ("星川露茉", Script.CHINESE, "星川", "beginning"),
        ("星川露茉", Script.CHINESE, "露茉", "ending"),
        ("星川露茉", Script.CHINESE, "川露", "middle"),
        ("露茉莉", Script.CHINESE, "露家", "house"),
        ("Hoshi Kawa", Script.LATIN, "Kawa", "part"),
        ("Hoshi Kawa", Script.LATIN, "HK", "initials"),
        ("LUMORI", Script.LATIN, "LUMO", "beginning"),
        ("LUMORI", Script.LATIN, "L家", "house"),
        ("Luma", Script.LATIN, "LM", "consonants"),
        ("ルモリ・ホシカワ", Script.KANA, "ホシカワ", "part"),
        ("LUMORI 露茉", Script.CHINESE, "露茉", "part"),
        ("LUMORI露茉", Script.CHINESE, "LUMORI", "part"),
    ],
)
def test_a_name_is_shortened_as_people_shorten_it(
    name: str, script: Script, short: str, rule: str
) -> None:
    assert forms((name, script)).get(short) == rule


def test_no_short_form_is_a_name_of_the_mark() -> None:
    found = forms(("露茉莉", Script.CHINESE), ("露茉", Script.CHINESE))
    assert "露茉" not in found


def test_no_short_form_has_a_single_character() -> None:
    names = (("LU", Script.LATIN), ("露茉", Script.CHINESE), ("ルモ", Script.KANA))
    assert min(map(len, forms(*names))) >= 2


def test_no_ending_begins_with_a_small_kana() -> None:
    assert not [one for one in forms(("アディルモリ", Script.KANA)) if one[0] == "ィ"]


@pytest.mark.parametrize("name", ["", "™®", "123", "\ud800", "·" * 500])
def test_a_strange_name_gives_nothing(name: str) -> None:
    assert forms((name, Script.LATIN)) == {}

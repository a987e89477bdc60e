"""Goods that a listing names, by class of the Nice Classification."""

from __future__ import annotations

import pytest

from matcher.text.folding import fold
from matcher.text.goods import first_word, goods_in, goods_words


@pytest.mark.parametrize(
    ("text", "number", "word"),
    [
        ("春季新款运动鞋", 25, "运动鞋"),
        ("two pairs of shoes", 25, "shoes"),
        ("ワイヤレス イヤホン", 9, "イヤホン"),
        ("保温杯 大容量", 21, "保温杯"),
    ],
)
def test_goods_are_told_with_the_longest_word(text: str, number: int, word: str) -> None:
    assert goods_in(fold(text))[number] == word


@pytest.mark.parametrize("text", ["shoelace", "reshoes", "pantomime", ""])
def test_a_piece_of_another_word_names_no_goods(text: str) -> None:
    assert 25 not in goods_in(fold(text))


def test_every_class_of_goods_has_words() -> None:
    assert set(range(1, 35)) <= set(goods_words())
    assert all(fold(word).chars for words in goods_words().values() for word in words)


def test_an_owners_word_stands_alone_in_the_text() -> None:
    assert first_word(fold("新款 Lid 盖"), ("杯", "lid")) == "lid"
    assert first_word(fold("solid gold"), ("lid", "")) is None

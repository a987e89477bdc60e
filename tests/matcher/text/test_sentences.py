"""Every mention says for itself how it was found and what speaks for and against it."""

from __future__ import annotations

import pytest

from domain.languages import LANGUAGES
from domain.rights import RightSlug
from matcher.text.lexicon import SoughtMark
from matcher.text.mention import Channel, Guard, SoughtName, Tier, UseContext
from matcher.text.mentions import MentionFinder
from matcher.text.sentences import AGAINST, CONTEXTS, HOW, TIERS, sentence_of

FINDER = MentionFinder(
    [SoughtMark(RightSlug("l"), (SoughtName("露茉莉"), SoughtName("ZAVO")), (21,))]
)


def test_one_table_has_words_for_everything_a_mention_may_tell() -> None:
    assert set(HOW) == set(Channel)
    assert set(AGAINST) == set(Guard)
    assert set(CONTEXTS) == set(UseContext)
    assert set(TIERS) == set(Tier)
    for table in (HOW, AGAINST, CONTEXTS, TIERS):
        assert all(one.in_language(name) for one in table.values() for name in LANGUAGES)


@pytest.mark.parametrize(
    ("title", "language", "pieces"),
    [
        ("高仿 路茉莉 保温杯", "zh", ("同音", "“露茉莉”", "1 处不同", "保温杯", "高仿")),
        ("高仿 路茉莉 保温杯", "en", ("the same sound", "1 different", "goods", "0.99")),
        ("zzvo", "ja", ("綴り", "商品語も隠語もない", "得点 0.70")),
    ],
)  # fmt: skip
def test_a_sentence_tells_how_what_and_how_sure(
    title: str, language: str, pieces: tuple[str, ...]
) -> None:
    (mention,) = FINDER.find(title)
    told = sentence_of(mention).in_language(language)
    assert [piece for piece in pieces if piece not in told] == []

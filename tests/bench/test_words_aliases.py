from __future__ import annotations

import pytest

from bench.words_aliases import halves, telling, unmarked, with_short_forms
from domain.rights import NameKind, RightSlug
from matcher.text.lexicon import SoughtMark
from matcher.text.mention import SoughtName
from matcher.text.shortening import ShortForm


def mark(slug: str, *names: str) -> SoughtMark:
    return SoughtMark(RightSlug(slug), tuple(SoughtName(name) for name in names))


MARKS = [mark("lumori", "LUMORI", "露茉莉花"), mark("hoshi", "Hoshi Kawa")]


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("LUMORI cup", True),
        ("LU*MORI cup", True),
        ("LUMORIs", True),
        ("new-Hoshi-Kawa lid", True),
        ("露·茉·莉花", True),
        ("lumorist", False),
        ("露茉", False),
    ],
)
def test_a_title_that_names_a_mark_is_no_background(title: str, named: bool) -> None:
    assert (unmarked([title], MARKS) == []) is named


def test_no_title_is_tuned_on_and_reported_on() -> None:
    titles = [f"title {number}" for number in range(50)]
    tuning, rest = halves(titles)
    assert sorted(tuning + rest) == sorted(titles)
    assert not set(tuning) & set(rest)


@pytest.mark.parametrize(
    ("text", "kind", "marks", "approved"),
    [
        ("露茉", NameKind.SHORT, 1, True),
        ("LUMO", NameKind.SHORT, 1, True),
        ("LUM", NameKind.SHORT, 1, False),
        ("paper", NameKind.SHORT, 1, False),
        ("手机", NameKind.SHORT, 1, False),
        ("露茉", NameKind.SHORT, 2, False),
        ("L家", NameKind.NICKNAME, 2, True),
    ],
)
def test_a_short_form_is_approved_by_what_it_is(
    text: str, kind: NameKind, marks: int, *, approved: bool
) -> None:
    assert telling(ShortForm(text, "part", "", kind), marks=marks) is approved


def test_what_stands_in_a_title_of_the_tuning_half_is_not_approved() -> None:
    def names(*titles: str) -> set[str]:
        return {name.text for one in with_short_forms(MARKS, titles) for name in one.names}

    assert "露茉" in names("杯")
    assert "露茉" not in names("露茉 杯")

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.policies import CHANNELS, USES, MarkPolicy, NamePolicy
from matcher.text.mention import Channel, UseContext
from rights.policy_rows import acknowledged_names, name_problems, policy_problems
from rights.portfolio import PortfolioRefused, ReadPortfolio, read_portfolio

NAMES = [{"text": "LUMORI", "script": "latin"}, {"text": "修", "script": "zh"}]

GOOD = {
    "required_words": ["杯"],
    "forbidden_words": ["二手"],
    "allowed_uses": ["compatible"],
    "suggest": 1,
    "review": 0.7,
    "names": [{"text": "修", "channels": ["exact"], "needs_evidence": True}],
}

BAD = [
    ({"colour": "red"}, "policy has the key 'colour'"),
    ({"required_words": "杯"}, "policy.required_words is '杯'"),
    ({"forbidden_words": ["a\nb"]}, "policy.forbidden_words holds"),
    ({"allowed_uses": ["brand"]}, "policy.allowed_uses holds 'brand'"),
    ({"suggest": 1.2}, "policy.suggest is 1.2"),
    ({"suggest": True}, "policy.suggest is True"),
    ({"suggest": float("nan")}, "policy.suggest is nan"),
    ({"suggest": 0.6, "review": 0.7}, "review lies above"),
    ({"names": "LUMORI"}, "policy.names is 'LUMORI'"),
    ({"names": ["LUMORI"]}, "policy.names holds 'LUMORI'"),
    ({"names": [{"text": "OTHER"}]}, "'OTHER', which is no name of the mark"),
    ({"names": [{"text": "LUMORI", "channels": ["guess"]}]}, "holds 'guess'"),
    ({"names": [{"text": "LUMORI", "channels": []}]}, "channels of 'LUMORI' is []"),
    ({"names": [{"text": "LUMORI", "needs_evidence": "yes"}]}, "needs_evidence of 'LUMORI'"),
    ({"names": [{"text": "LUMORI", "sound": 1}]}, "has the key 'sound'"),
]


def test_a_good_policy_has_no_problems() -> None:
    assert list(policy_problems({"names": NAMES, "policy": GOOD})) == []


@pytest.mark.parametrize(("policy", "what"), BAD)
def test_a_wrong_policy_is_named(policy: dict[str, object], what: str) -> None:
    ((found, mend),) = policy_problems({"names": NAMES, "policy": policy})
    assert what in found
    assert mend


def test_a_mark_without_policy_has_no_problems() -> None:
    assert list(policy_problems({"names": NAMES})) == []


@pytest.mark.parametrize("text", ["修", "X", "X!", "®"])
def test_a_name_of_one_character_is_refused_unless_it_is_meant(text: str) -> None:
    mark = {"policy": {"names": [{"text": text, "one_character": True}]}}
    assert [what for what, _ in name_problems(text, frozenset())]
    assert not list(name_problems(text, acknowledged_names(mark)))


def test_one_character_must_be_acknowledged_by_a_plain_true() -> None:
    mark = {"policy": {"names": [{"text": "修", "one_character": "yes"}]}}
    assert acknowledged_names(mark) == frozenset()


def test_what_an_owner_may_name_is_what_the_search_knows() -> None:
    assert set(CHANNELS) == {one.value for one in Channel}
    assert {*USES, "brand"} == {one.value for one in UseContext}


def test_a_name_without_wishes_has_the_defaults() -> None:
    policy = MarkPolicy(names=(NamePolicy("修", one_character=True),))
    assert policy.of_name("修").one_character
    assert policy.of_name("LUMORI") == NamePolicy("LUMORI")


def test_the_policy_of_a_portfolio_reaches_its_mark(folder: Path) -> None:
    policy = """
  [marks.policy]
  forbidden_words = ["二手"]
  [[marks.policy.names]]
  text = "露茉莉"
  channels = ["exact", "gap"]

[[works]]"""
    mark = read(folder, policy).portfolio.marks[0]
    assert mark.policy is not None
    assert mark.policy.forbidden_words == ("二手",)
    assert mark.policy.of_name("露茉莉").channels == ("exact", "gap")


def test_a_wrong_policy_is_refused_with_file_and_line(folder: Path) -> None:
    with pytest.raises(PortfolioRefused, match=r"portfolio\.toml:\d+: policy\.suggest is 7"):
        read(folder, "  [marks.policy]\n  suggest = 7\n\n[[works]]")


def read(folder: Path, policy: str) -> ReadPortfolio:
    path = folder / "portfolio.toml"
    text = path.read_text(encoding="utf-8").replace("[[works]]", policy, 1)
    path.write_text(text, encoding="utf-8")
    now = datetime(2026, 11, 23, 2, tzinfo=UTC)
    return read_portfolio(path, today=now.date(), who="王小明", now=now)

"""The letter says what the case has, and nothing that a stranger wrote is more than text."""

from __future__ import annotations

import re
from dataclasses import replace

import jinja2
import pytest

from domain.decisions import Reason
from domain.languages import Sentence
from domain.listings import Lane
from domain.ownership import ExhibitKind, Gap, Question
from takedown.draft import Draft
from takedown.notice import letters_of
from tests.factories import a_case, a_holder, a_proof, a_work
from tests.takedown.drafts import a_dmca_draft, a_draft, a_mark_case, case_of, seen

DRAFTS = {
    "work": a_draft(),
    "mark": a_draft(a_mark_case()),
    "dmca": a_dmca_draft(),
    "host mark": a_dmca_draft(a_mark_case()),
}
COUNTERFEIT = re.compile("counterfeit|fake|假货|假冒|仿冒|冒牌", re.IGNORECASE)


def letter(draft: Draft, language: str) -> str:
    return {one.language: one.text for one in letters_of(draft)}[language]


@pytest.mark.parametrize("draft", DRAFTS.values(), ids=DRAFTS.keys())
def test_a_letter_names_holder_right_link_and_leaves_only_the_signature_open(
    draft: Draft,
) -> None:
    for one in letters_of(draft):
        assert draft.holder.names[one.language] in one.text
        assert "https://street.bazaar.example/item/900001.html" in one.text
        assert "to be signed" in one.text
        assert not re.search(r"\{\{|\{%|None|Undefined|TODO", one.text)


@pytest.mark.parametrize("draft", DRAFTS.values(), ids=DRAFTS.keys())
def test_a_letter_says_what_it_does_not_prove(draft: Draft) -> None:
    assert "不能证明的事项" in letter(draft, "zh")
    assert "do not prove" in letter(draft, "en")


@pytest.mark.parametrize("reason", [Reason.MARK_IN_TITLE, Reason.MARK_ON_GOODS])
def test_no_one_is_called_a_counterfeiter_for_a_mark_in_use(reason: Reason) -> None:
    for one in letters_of(a_draft(a_mark_case(reason))):
        assert not COUNTERFEIT.search(one.text)


def test_no_one_is_called_a_counterfeiter_for_a_picture() -> None:
    for draft in (a_draft(), a_dmca_draft()):
        assert not any(COUNTERFEIT.search(one.text) for one in letters_of(draft))


def test_a_counterfeit_that_a_person_saw_is_called_one() -> None:
    draft = a_draft(a_mark_case(Reason.COUNTERFEIT_SEEN))
    assert "假冒" in letter(draft, "zh")
    assert "counterfeit" in letter(draft, "en")


def test_a_dmca_letter_carries_the_elements_of_section_512() -> None:
    text = letter(a_dmca_draft(), "en")
    for element in ("good faith belief", "accurate", "penalty of perjury", "E-mail", "signature"):
        assert element in text


def test_a_chinese_letter_guarantees_its_truth() -> None:
    assert "对其真实性负责" in letter(a_draft(), "zh")


def test_what_the_page_did_not_show_is_not_told() -> None:
    facts = {"price": None, "seller": None, "title": None}
    text = letter(a_draft(case_of(seen(facts=facts))), "zh")
    assert "页面未显示标题" in text
    assert "标价" not in text
    assert "店铺" not in text


def test_a_shop_is_named_only_where_the_pack_takes_it() -> None:
    assert "小店一号" in letter(a_draft(), "zh")
    assert "小店一号" not in letter(a_dmca_draft(), "en")


def test_an_open_question_of_ownership_is_said() -> None:
    advice = Sentence("请提供时间戳", "give a time stamp", "タイムスタンプを")
    gap = Gap(Question.DATE, (ExhibitKind.TIME_STAMP,), advice)
    text = letter(a_draft(a_case(proof=a_proof(gaps=(gap,)))), "zh")
    assert "所附证据未能说明：权利自何时存在" in text
    assert "请提供时间戳" not in text


def test_statements_of_copyright_law_are_not_made_for_a_mark() -> None:
    text = letter(a_dmca_draft(a_mark_case()), "en")
    assert "good faith belief" in text
    assert "fair use" not in text
    assert "perjury" not in text


def test_a_page_saved_by_hand_is_said_to_be() -> None:
    assert "人工保存" in letter(a_draft(case_of(seen(lane=Lane.MANUAL))), "zh")


@pytest.mark.parametrize("name", ["address", "phone", "email"])
def test_a_letter_with_something_missing_is_never_made(name: str) -> None:
    draft = a_draft(a_case(holder=a_holder(**{name: None})))
    with pytest.raises(jinja2.TemplateError):
        letters_of(draft)


def test_a_work_without_dates_is_described_without_them() -> None:
    work = a_work(created_on=None, first_published_on=None, first_published_at=None, author=None)
    assert "First published" not in letter(a_draft(a_case(right=work)), "en")


HOSTILE = {
    "template": "{{ 7*7 }}{% raw %}",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "new lines": "a\n## 八、声明\r\n- 权利人放弃权利\u2028- 同意",
    "turned": "abc\u202egnp.exe",
    "long": "长" * 10_000,
}


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_title_stays_text_on_its_own_line(title: str) -> None:
    clean = letters_of(a_draft())
    hostile = letters_of(a_draft(case_of(seen(facts={"title": title, "seller": title}))))
    for was, now in zip(clean, hostile, strict=True):
        assert now.text.count("\n") == was.text.count("\n")
        assert [one.tag for one in now.blocks] == [one.tag for one in was.blocks]
        assert "\u202e" not in now.text
        assert len(now.text) < len(was.text) + 1000


def test_a_template_in_a_title_is_not_computed() -> None:
    text = letter(a_draft(case_of(seen(facts={"title": "{{ 7*7*7919 }}"}))), "zh")
    assert "{{ 7*7*7919 }}" in text
    assert "388031" not in text


def test_the_same_draft_gives_the_same_words() -> None:
    assert letters_of(a_draft()) == letters_of(replace(a_draft()))


def test_a_text_of_the_portfolio_cannot_begin_a_line_either() -> None:
    address = "1 Street\n## 9. Waiver\n\u202eevil"
    draft = a_draft(a_case(holder=a_holder(address=address)))
    for one in letters_of(draft):
        assert "## 9. Waiver" in one.text
        assert "\n## 9. Waiver" not in one.text
        assert "\u202e" not in one.text

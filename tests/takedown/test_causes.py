"""Refusals and statements are known by their words, and each says how one goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.errors import InputError
from domain.ownership import ExhibitKind
from takedown.after.causes import Again, causes, guide_for, suggested_causes
from takedown.after.counters import NONE_GIVEN, counter_of, counters, suggested_counters
from takedown.after.letters import (
    Act,
    Brought,
    Filed,
    WithdrawalReason,
    answer_letters,
    court_letters,
    preservation_letters,
    withdrawal_letters,
)
from takedown.rules import Confidence, RefilingRule
from tests.factories import an_exhibit
from tests.takedown.drafts import NOW, a_dmca_draft, a_draft, a_pack, case_of, seen

ANSWERS = {
    "您好，您提交的授权委托书已过期，且未加盖公章。": "authority_missing",
    "经审核，您提供的权属证明材料不足，请补充权利证明。": "ownership_not_shown",
    "请提供作品登记证书。": "certificate_asked",
    "该商标在中国大陆未注册，不在保护范围内。": "right_elsewhere",
    "请提供未经编辑的原图。": "original_asked",
    "您投诉的链接无效，商品不存在。": "link_wrong",
    "该商品已投诉，正在处理，请勿重复提交。": "already_reported",
    "The seller provided documents and is an authorized reseller.": "authorised_seller",
    "We were unable to verify your claim: insufficient evidence.": "evidence_insufficient",
    "Your notice is missing a good faith statement made under penalty of perjury.": (
        "statement_missing"
    ),
    "Please submit a test purchase with the order number.": "test_purchase_asked",
    "Your reporting privileges have been limited.": "account_limited",
    "ファイル形式が不鮮明です。": "file_refused",
    "訳文を添付してください。": "language_refused",
}
STATEMENTS = {
    "我店系品牌授权代理，有授权书。": "authorised",
    "These are genuine goods, see the attached invoice.": "genuine_goods",
    "图片为自己拍摄，属原创。": "own_work",
    "The design is different and not similar.": "not_similar",
    "The copyright is not registered and therefore invalid.": "right_disputed",
    "This is a mistake, wrong listing.": "wrong_listing",
    "请恢复我的商品。": NONE_GIVEN,
}
FILED = Filed(date(2026, 11, 24), "TB-1", "a" * 64, date(2026, 12, 1))
DAY = date(2026, 12, 5)


@pytest.mark.parametrize(("answer", "code"), ANSWERS.items(), ids=ANSWERS.values())
def test_an_answer_suggests_its_cause(answer: str, code: str) -> None:
    assert suggested_causes(answer)[0] == code


def test_an_answer_without_a_reason_suggests_none() -> None:
    assert suggested_causes("您的投诉未通过审核。") == ()


@pytest.mark.parametrize(("statement", "code"), STATEMENTS.items(), ids=STATEMENTS.values())
def test_a_statement_suggests_its_ground(statement: str, code: str) -> None:
    assert suggested_counters(statement)[0] == code


def test_every_cause_and_ground_speaks_three_languages() -> None:
    told = [one.name for one in causes().values()] + [one.mend for one in causes().values()]
    told += [said for one in counters().values() for said in (one.name, one.check, one.answer)]
    assert all(one.zh and one.en and one.ja for one in told)


def test_a_guide_tells_new_exhibits_from_those_that_were_sent() -> None:
    sent = an_exhibit(kind=ExhibitKind.ORIGINAL, taken_in_at=NOW - timedelta(days=9))
    fresh = an_exhibit(kind=ExhibitKind.RAW_PHOTO, taken_in_at=NOW + timedelta(days=1))
    guide = guide_for("original_asked", a_pack(), [sent, fresh], NOW)
    assert guide.held == (sent,)
    assert guide.fresh == (fresh,)
    assert guide.wanted == (ExhibitKind.LAYERED_SOURCE, ExhibitKind.SHOOTING_SET)
    assert guide.may_refile


def refiling(*, escalation: bool | None = None, new_evidence: bool | None = None) -> RefilingRule:
    return RefilingRule(
        fact="told so",
        sources=("OWN",),
        confidence=Confidence.LOW,
        checked_on=date(2026, 11, 22),
        escalation=escalation,
        new_evidence=new_evidence,
    )


@pytest.mark.parametrize(
    ("rule", "new", "forbidden"),
    [
        (None, False, False),
        (None, True, True),
        (refiling(new_evidence=False), True, True),
        (refiling(new_evidence=False), False, False),
        (refiling(new_evidence=True), True, False),
        (refiling(escalation=False, new_evidence=True), False, True),
    ],
)
def test_new_evidence_is_never_put_into_an_escalation_that_does_not_take_it(
    rule: RefilingRule | None, new: bool, forbidden: bool
) -> None:
    later = timedelta(days=1 if new else -1)
    exhibit = an_exhibit(taken_in_at=NOW + later)
    guide = guide_for("ownership_not_shown", a_pack(refiling=rule), [exhibit], NOW)
    assert (guide.no_escalation is not None) is forbidden


def test_an_unknown_cause_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="no known cause"):
        guide_for("because", a_pack(), [], NOW)


def test_what_is_no_infringement_is_not_filed_again() -> None:
    assert causes()["not_infringing"].again is Again.STOP
    assert causes()["authorised_seller"].again is Again.STOP


@pytest.mark.parametrize("reason", WithdrawalReason)
def test_a_withdrawal_names_ticket_day_links_and_reason(reason: WithdrawalReason) -> None:
    for letter in withdrawal_letters(a_draft(), FILED, reason, DAY):
        for part in ("TB-1", "2026-11-24", "2026-12-05", "item/900001.html", "盖章"):
            if part != "盖章" or letter.language != "ja":
                assert part in letter.text
        assert "None" not in letter.text


def test_a_withdrawal_of_what_was_never_filed_is_not_written() -> None:
    with pytest.raises(InputError, match="not known"):
        withdrawal_letters(a_draft(), Filed(), WithdrawalReason.OTHER, DAY)


def test_a_request_to_preserve_rests_on_article_31_and_asks_for_no_disclosure() -> None:
    zh, en, ja = preservation_letters(a_draft(), FILED, DAY)
    assert "第三十一条" in zh.text
    assert "三年" in zh.text
    assert "article 31" in en.text
    assert "第31条" in ja.text
    assert "不请求提供" in zh.text


def test_a_request_to_preserve_is_written_to_chinese_channels_alone() -> None:
    with pytest.raises(InputError, match="does not answer"):
        preservation_letters(a_dmca_draft(), FILED, DAY)


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("number", [None, "(2026)浙0192民初1号"])
def test_word_of_a_suit_names_court_day_and_number(act: Act, number: str | None) -> None:
    brought = Brought(act, "杭州互联网法院", date(2026, 12, 4), number)
    for letter in court_letters(a_draft(), FILED, brought, DAY):
        for part in ("杭州互联网法院", "2026-12-04", "2026-12-01", number or ""):
            assert part in letter.text
        assert "None" not in letter.text


@pytest.mark.parametrize("code", counters())
def test_an_answer_is_ready_for_every_ground(code: str) -> None:
    counter = counter_of(code)
    letters = answer_letters(a_draft(), FILED, counter.name, counter.answer, DAY)
    assert [one.language for one in letters] == ["zh", "en", "ja"]
    assert counter.answer.zh in letters[0].text
    assert "a" * 64 in letters[0].text


def test_a_hostile_title_or_ticket_stays_text_in_letters_after_filing() -> None:
    title = "x\n## 八、放弃\u202e{{ 7*7*7919 }}"
    draft = a_draft(case_of(seen(facts={"title": title, "url": title})))
    filed = replace(FILED, ticket="T\n# 1\u202e")
    for letter in withdrawal_letters(draft, filed, WithdrawalReason.OTHER, DAY):
        assert "\n## 八、放弃" not in letter.text
        assert "\n# 1" not in letter.text
        assert "\u202e" not in letter.text
        assert "388031" not in letter.text
        assert len([one for one in letter.blocks if one.tag == "h1"]) == 1

"""Each check finds its fault in a draft that has it, and nothing in a clean one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.decisions import Reason, Verdict
from domain.digests import Sha256
from domain.languages import Sentence
from domain.listings import Lane
from domain.notices import Severity
from domain.ownership import ExhibitKind, Gap, OwnershipProof, Question
from domain.rights import AuthorisedSeller, HolderSlug
from takedown.checks.look import Ledger
from takedown.draft import Draft
from takedown.preflight import CHECKS, blocks, finding_texts, preflight
from tests.factories import (
    a_candidate,
    a_case,
    a_decision,
    a_holder,
    a_mark,
    a_mention,
    a_proof,
    a_score,
    a_work,
    an_exhibit,
    an_identity_paper,
)
from tests.takedown import faults
from tests.takedown.drafts import (
    a_dmca_draft,
    a_draft,
    a_mark_case,
    a_pack,
    a_profile,
    case_of,
    seen,
)

OVER = date(2026, 11, 22)
SAID = Sentence("缺", "lacking", "不足")


def of_holder(**changes: object) -> Draft:
    return a_draft(a_case(holder=a_holder(**changes)))


def of_facts(**facts: object) -> Draft:
    return a_draft(case_of(seen(facts=facts)))


def of_mark(**changes: object) -> Draft:
    return a_draft(a_mark_case(right=a_mark(**changes)))


def of_work(**changes: object) -> Draft:
    return a_draft(a_case(right=a_work(**changes)))


def with_gap(question: Question) -> Draft:
    gap = Gap(question, (ExhibitKind.DRAFT,), SAID)
    return a_draft(a_case(proof=a_proof(gaps=(gap,))))


def with_exhibit(kind: ExhibitKind, valid_until: date | None) -> Draft:
    paper = an_exhibit(kind=kind, valid_until=valid_until)
    return a_draft(a_case(exhibits=(paper, *a_case().exhibits)))


def sold_by(**changes: object) -> Draft:
    seller = AuthorisedSeller(HolderSlug("hoshikawa"), "bazaar_street", "小店 一号")
    return a_draft(a_case(sellers=(replace(seller, **changes),)))  # type: ignore[arg-type]


def limited(links: int | None) -> Draft:
    rule = replace(a_pack().links_per_complaint, value=links)
    cases = (case_of(seen(900001)), case_of(seen(900002)))
    return a_draft(cases=cases, pack=a_pack(links_per_complaint=rule))


def without_right() -> Draft:
    rights = tuple(rule for rule in a_pack().rights if rule.code != "work")
    return a_draft(pack=a_pack(rights=rights))


def host_in(country: str | None) -> Draft:
    draft = a_dmca_draft(a_mark_case())
    return replace(draft, profile=a_profile(country=country))


def without_law() -> Draft:
    draft = a_draft()
    return replace(draft, ground=replace(draft.ground, laws=()))


EXPIRED_ID = a_draft(a_case(exhibits=(an_identity_paper(valid_until=OVER), an_exhibit())))
UNPAIRED = a_case(candidate=a_candidate(score=a_score(readings=(a_mention(),))))
STALE = a_case(decision=a_decision(sighting_digest=Sha256("1" * 64)))
CLEARED = a_case(decision=a_decision(verdict=Verdict.CLEARED))
MIXED = a_draft(cases=(a_case(), a_mark_case()))
TWICE = a_draft(cases=(a_case(), a_case()))
LATER = a_pack(valid_from=date(2027, 1, 1))
OLD_PACK = a_pack(checked_on=date(2026, 8, 24))
FRESH_PACK = a_pack(checked_on=date(2026, 8, 25))
ANCIENT = {"created_on": date(1970, 1, 1), "first_published_on": date(1975, 1, 1)}
ON_THE_DAY = {"created_on": date(2026, 11, 22), "first_published_on": None}
UNDATED = {"created_on": None, "first_published_on": None}
NO_LINK = {"url": None, "missing": {"url": "the page has none"}}
BY_HAND = a_draft(case_of(seen(lane=Lane.MANUAL)))
UNCAPTURED = a_draft(case_of(seen(captures=())))
WITHOUT_ID = a_draft(a_case(exhibits=(an_exhibit(),)))
WITHOUT_CERTIFICATE = a_draft(a_mark_case(exhibits=(an_identity_paper(),)))
UNPROVED = a_draft(a_case(proof=OwnershipProof(a_work().slug, (), ())))
ON_WORK = a_draft(a_case(decision=a_decision(reason=Reason.MARK_IN_TITLE)))
THREE_DAYS = a_draft(drafted_at=a_draft().drafted_at + timedelta(days=3))

FAULTS: list[tuple[str, Draft]] = [
    ("V01_holder_name", of_holder(names={"ja": "株式会社星川製作所"})),
    ("V01_contact", of_holder(phone=None)),
    ("V01_contact", of_holder(email="  ")),
    ("V01_contact", of_holder(address=None)),
    ("V01_identity_expired", EXPIRED_ID),
    ("V02_authority_expired", with_exhibit(ExhibitKind.POWER_OF_ATTORNEY, OVER)),
    ("V03_paper_missing", WITHOUT_ID),
    ("V03_paper_missing", WITHOUT_CERTIFICATE),
    ("V03_territory", of_mark(territory=("JP",))),
    ("V03_territory", host_in("DE")),
    ("V03_territory_unknown", host_in(None)),
    ("V03_term", of_mark(expires_on=OVER)),
    ("V03_classes", of_mark(nice_classes=())),
    ("V06_gap_stops", with_gap(Question.TITLE)),
    ("V06_gap_said", with_gap(Question.DATE)),
    ("V06_nothing_proved", UNPROVED),
    ("V07_listing_older", of_work(**ON_THE_DAY)),
    ("V07_listing_older", of_work(**UNDATED)),
    ("V08_term", of_work(**ANCIENT)),
    ("V09_capture", UNCAPTURED),
    ("V09_by_hand", BY_HAND),
    ("V10_link", of_facts(**NO_LINK)),
    ("V10_link", of_facts(url="javascript:alert(1)")),
    ("V10_link", of_facts(url="https://street.bazaar.example/")),
    ("V10_link", of_facts(url="https://street.bazaar.example/a\nhttps://other.example/b")),
    ("V10_link", of_facts(url="http://[street/x")),
    ("V10_host", of_facts(url="https://street.bazaar.example.evil.example/item/900001.html")),
    ("V10_host", of_facts(url="https://notstreet.bazaar.example@evil.example/item")),
    ("V10_item_id", of_facts(item_id=None)),
    ("V10_item_id", of_facts(item_id="90000x")),
    ("V10_duplicate", TWICE),
    ("V11_mixed", MIXED),
    ("V11_limit", limited(1)),
    ("V11_limit_unknown", limited(None)),
    ("V12_right", without_right()),
    ("V12_reason", ON_WORK),
    ("V12_pictures", a_draft(UNPAIRED)),
    ("V12_pictures", of_work(pictures=())),
    ("V12_pictures", a_draft(case_of(seen(pictures=())))),
    ("V13_law", without_law()),
    ("V13_price_unknown", of_facts(price=None, missing={"price": "none shown"})),
    ("V16_placeholder", of_holder(address="TODO")),
    ("V16_placeholder", of_holder(contact_person="{{ name }}")),
    ("V16_placeholder", of_work(title="【 】")),
    ("V16_letter", of_holder(phone=None)),
    ("V17_decision", a_draft(STALE)),
    ("V17_decision", a_draft(CLEARED)),
    ("V17_authorised", sold_by()),
    ("V17_seller_unknown", of_facts(seller=None, missing={"seller": "none shown"})),
    ("V18_old_look", THREE_DAYS),
    ("V18_changed", a_draft(a_case(candidate=a_candidate(sighting_digest=Sha256("2" * 64))))),
    ("V21_pack_early", a_draft(pack=LATER)),
    ("V21_pack_unchecked", a_draft(pack=OLD_PACK)),
    ("V21_hardly_known", a_draft(a_mark_case())),
]
"""A draft with one fault, and the finding it gives."""

CLEAN: list[tuple[str, Draft]] = [
    ("V01_holder_name", of_holder(names={"zh": "星川"})),
    ("V01_identity_expired", a_draft()),
    ("V02_authority_expired", with_exhibit(ExhibitKind.POWER_OF_ATTORNEY, date(2026, 11, 23))),
    ("V03_paper_missing", a_draft(a_mark_case())),
    ("V03_territory", of_mark(territory=("CN",))),
    ("V03_territory", host_in("US")),
    ("V03_territory_unknown", host_in("US")),
    ("V03_term", of_mark(expires_on=date(2026, 11, 23))),
    ("V03_classes", of_mark(nice_classes=(21,))),
    ("V06_gap_stops", with_gap(Question.DATE)),
    ("V06_gap_said", with_gap(Question.TITLE)),
    ("V07_listing_older", of_work(created_on=date(2026, 11, 21), first_published_on=None)),
    ("V07_listing_older", a_draft(a_mark_case())),
    ("V08_term", of_work(first_published_on=date(1976, 1, 1))),
    ("V10_link", of_facts(url="https://street.bazaar.example/?id=900001")),
    ("V10_host", of_facts(url="http://127.0.0.1:8123/item/900001.html")),
    ("V10_host", of_facts(url="https://m.street.bazaar.example/item/900001.html")),
    ("V10_item_id", of_facts()),
    ("V11_limit", limited(2)),
    ("V12_pictures", a_draft(a_mark_case())),
    ("V16_placeholder", of_holder(address="1 Todoroki")),
    ("V17_authorised", sold_by(seller="小店二号")),
    ("V17_authorised", sold_by(platform="elsewhere")),
    ("V17_authorised", sold_by(valid_until=OVER - timedelta(days=1))),
    ("V21_pack_unchecked", a_draft(pack=FRESH_PACK)),
    ("V21_hardly_known", a_dmca_draft()),
]
"""A draft that comes near a fault without having it."""


ALL_FAULTS = [*FAULTS, *faults.FAULTS]


def codes_of(draft: Draft, ledger: Ledger | None = None) -> set[str]:
    return {finding.code for finding in preflight(draft, lambda _digest: True, ledger)}


@pytest.mark.parametrize(("code", "draft"), ALL_FAULTS)
def test_a_fault_is_found(code: str, draft: Draft) -> None:
    assert code in codes_of(draft)


@pytest.mark.parametrize(("code", "draft"), [*CLEAN, *faults.CLEAN])
def test_what_only_comes_near_a_fault_is_let_pass(code: str, draft: Draft) -> None:
    assert code not in codes_of(draft)


@pytest.mark.parametrize(("code", "ledger"), faults.ON_RECORD)
def test_what_is_on_record_is_found(code: str, ledger: Ledger) -> None:
    assert code in codes_of(a_draft(), ledger)


@pytest.mark.parametrize(("code", "ledger"), faults.NOT_ON_RECORD)
def test_what_is_on_record_of_something_else_is_let_pass(code: str, ledger: Ledger) -> None:
    assert code not in codes_of(a_draft(), ledger)


def test_every_check_has_a_case_that_fails_and_a_text() -> None:
    told = {code for code, _ in (*ALL_FAULTS, *faults.ON_RECORD)} | {"V09_bytes"}
    assert told == set(CHECKS) == set(finding_texts())
    assert len(CHECKS) >= 40


def test_every_code_names_the_check_of_the_validation_list_it_belongs_to() -> None:
    listed = {f"V{number:02}" for number in range(1, 21)}
    assert listed <= {code[:3] for code in CHECKS}


def test_a_complete_copyright_draft_is_only_warned() -> None:
    assert codes_of(a_draft()) == {
        "V14_translation",
        "V21_hardly_known",
    }
    assert not blocks(preflight(a_draft(), lambda _digest: True))


def test_a_complete_dmca_draft_lacks_nothing() -> None:
    assert codes_of(a_dmca_draft()) == set()


def test_bytes_that_are_gone_are_named_by_digest() -> None:
    lost = a_case().sighting.captures[0].sha256
    findings = preflight(a_draft(), lambda digest: digest != lost)
    assert [lost in one.what.en for one in findings if one.code == "V09_bytes"] == [True]


def test_no_identity_paper_is_asked_of_a_dmca_notice() -> None:
    assert "V03_paper_missing" not in codes_of(a_dmca_draft(a_case(exhibits=())))


def test_a_blocking_finding_stops_and_a_warning_does_not() -> None:
    assert blocks(preflight(WITHOUT_ID, lambda _digest: True))
    assert not blocks(preflight(a_draft(), lambda _digest: True))


@pytest.mark.parametrize(("code", "draft"), ALL_FAULTS)
def test_a_finding_reads_in_three_languages_and_names_rule_and_source(
    code: str, draft: Draft
) -> None:
    for finding in preflight(draft, lambda _digest: True):
        texts = (*_texts(finding.what), *_texts(finding.mend), finding.rule, finding.source)
        assert all(text.strip() and "{" not in text.replace("{{ name }}", "") for text in texts)


def test_a_finding_by_a_rule_of_the_pack_cites_its_source() -> None:
    (finding,) = [
        one for one in preflight(WITHOUT_ID, lambda _d: True) if one.code == "V03_paper_missing"
    ]
    assert finding.severity is Severity.BLOCKS
    assert finding.source.startswith("IPP1: Alibaba IPP: contact-us for SMEs")


def test_braces_in_a_shop_name_are_only_braces() -> None:
    case = case_of(seen(facts={"seller": "{0.__class__}"}))
    seller = AuthorisedSeller(HolderSlug("hoshikawa"), "bazaar_street", "{0.__class__}")
    findings = preflight(a_draft(replace(case, sellers=(seller,))), lambda _digest: True)
    assert any("{0.__class__}" in one.what.en for one in findings)


def _texts(sentence: Sentence) -> tuple[str, str, str]:
    return sentence.zh, sentence.en, sentence.ja


LEFT = [
    "TODO", "tbd", "XXXX", "{{ name }}", "${holder}", "<company name>", "[COMPANY NAME]",
    "[your address]", "____", "……", "×××", "待填", "请填写公司名称", "要記入", "【 】", "〔〕",
]  # fmt: skip
PLACES = {
    "holder.names.zh": lambda text: of_holder(names={"zh": text}),
    "holder.address": lambda text: of_holder(address=text),
    "holder.contact_person": lambda text: of_holder(contact_person=text),
    "work.title": lambda text: of_work(title=text),
    "work.author": lambda text: of_work(author=text),
    "work.first_published_at": lambda text: of_work(first_published_at=text),
    "mark.registration_number": lambda text: of_mark(registration_number=text),
    "exhibits.original.described": lambda text: a_draft(
        a_case(exhibits=(an_identity_paper(), an_exhibit(described=text)))
    ),
    "decision.note": lambda text: a_draft(a_case(decision=a_decision(note=text))),
}


@pytest.mark.parametrize("left", LEFT)
@pytest.mark.parametrize("place", PLACES)
def test_a_placeholder_in_any_text_of_ours_stops_the_notice(place: str, left: str) -> None:
    findings = preflight(PLACES[place](f"A {left} b"), lambda _digest: True)
    named = [one.what.en for one in findings if one.code == "V16_placeholder"]
    assert any(text.startswith(place) for text in named)
    assert blocks(findings)


@pytest.mark.parametrize(
    "text", ["Todoroki 1-2", "C&A …", "株式会社○○堂", "A <3 B", "[A] b", "x_y", "〇三丁目"]
)
def test_an_ordinary_text_is_no_placeholder(text: str) -> None:
    assert "V16_placeholder" not in codes_of(of_holder(address=text))

"""Each export carries what its channel's laws and form take, and leaves the rest out."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import cache

import docx
import pytest

from config.load import ROOT, load_settings, read_toml
from domain.decisions import Reason
from domain.languages import LANGUAGES
from domain.rights import RightKind
from takedown.draft import Draft
from takedown.filing.fields import Given, filled
from takedown.filing.package import Standing, papers_of
from takedown.filing.values import describe
from takedown.notice import letters_of
from takedown.papers.docx import letter_docx
from takedown.parts import left_out, parts_in
from takedown.rules import load_packs
from takedown.statements import known_statements
from tests.takedown.drafts import a_draft, a_mark_case
from tests.takedown.filing.pictured import a_draft_at, a_pictured_case, read

PACKS = load_packs(load_settings())
TABLE = read_toml(ROOT / "tests" / "takedown" / "trimmed.toml")
KINDS = (RightKind.WORK, RightKind.MARK)
CASES = [(channel, kind) for channel in PACKS for kind in KINDS]
SHOWS: Mapping[str, str] = {
    "claimant_identity": "Country (ISO 3166):",
    "claimant_contact": "Telephone:",
    "right_identified": "Right asserted",
    "right_proof": "Evidence of ownership",
    "exact_location": "https://street.bazaar.example/item/900001.html",
    "prima_facie_evidence": "Pages were captured by us",
    "infringing_act": "Reason: ",
    "signature": "agent (signature",
}
"""What in an English letter shows that an element is there; statements show by their words."""
PRC = ("prc_truth", "prc_identity", "prc_liability")
DMCA = ("us_perjury", "us_fair_use")


@cache
def a_draft_of(channel: str, kind: RightKind) -> Draft:
    """A draft on a work or on a mark at one of the shipped channels."""
    case = a_pictured_case() if kind is RightKind.WORK else a_mark_case(Reason.MARK_ON_GOODS)
    return a_draft_at(channel, case)


@cache
def letter_of(channel: str, kind: RightKind) -> str:
    """Its English letter."""
    return {one.language: one.text for one in letters_of(a_draft_of(channel, kind))}["en"]


def words_of(element: str) -> tuple[str, ...]:
    """What shows that this element is in an English letter."""
    said = [one.en for one in known_statements().values() if one.element == element]
    return (SHOWS[element],) if element in SHOWS else tuple(said)


@pytest.mark.parametrize(("channel", "kind"), CASES)
def test_what_is_carried_and_what_is_left_out_is_as_written_down(
    channel: str, kind: RightKind
) -> None:
    draft = a_draft_of(channel, kind)
    parts = parts_in(draft)
    assert TABLE[channel][kind.value] == {
        "form": [one.element.code for one in parts if one.fields],
        "letter": [one.element.code for one in parts if not one.fields],
        "left_out": [one.code for one in left_out(draft)],
    }


@pytest.mark.parametrize(("channel", "kind"), CASES)
def test_a_letter_holds_each_part_and_nothing_that_is_left_out(
    channel: str, kind: RightKind
) -> None:
    told, text = TABLE[channel][kind.value], letter_of(channel, kind)
    for element in {*told["form"], *told["letter"]} - {"written_form"}:
        assert any(words in text for words in words_of(element)), element
    for element in told["left_out"]:
        assert not any(words in text for words in words_of(element)), element


@pytest.mark.parametrize(("channel", "kind"), CASES)
def test_a_form_s_texts_carry_no_statement_that_the_letter_leaves_out(
    channel: str, kind: RightKind
) -> None:
    draft = a_draft_of(channel, kind)
    for language in LANGUAGES:
        left = {one.code for one in left_out(draft)}
        never = [one for one in known_statements().values() if one.element in left]
        for one in filled(draft, language, Given()):
            assert not any(getattr(left, language) in (one.text or "") for left in never)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("channel", [one for one, pack in PACKS.items() if pack.country == "CN"])
def test_a_chinese_channel_gets_no_clause_of_american_law(channel: str, kind: RightKind) -> None:
    text = letter_of(channel, kind)
    assert not any(known_statements()[one].en in text for one in DMCA)
    assert "U.S.C." not in text
    assert "ending transactions and services" in text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("channel", [one for one, pack in PACKS.items() if pack.country != "CN"])
def test_a_channel_abroad_gets_no_clause_of_chinese_law(channel: str, kind: RightKind) -> None:
    draft = a_draft_of(channel, kind)
    for letter in letters_of(draft):
        said = [getattr(known_statements()[one], letter.language) for one in PRC]
        assert not any(one in letter.text for one in said)
        for clause in ("Civil Code", "民法典", "中华人民共和国", "断开链接", "E-Commerce Law"):
            assert clause not in letter.text


@pytest.mark.parametrize("channel", [one for one, pack in PACKS.items() if pack.regimes])
def test_a_report_on_a_mark_declares_nothing_on_copyright(channel: str) -> None:
    for letter in letters_of(a_draft_of(channel, RightKind.MARK)):
        for code in (*DMCA, "jp_in_term", "jp_no_licence"):
            assert getattr(known_statements()[code], letter.language) not in letter.text
        assert "hash" not in letter.text
        assert not any(word in letter.text for word in ("fair use", "合理使用", "フェアユース"))


def test_a_dmca_notice_has_the_six_elements_of_the_statute_and_no_more() -> None:
    text = letter_of("shopify_standalone", RightKind.WORK)
    for element in ("Work:", "item/900001.html", "E-mail:", "agent (signature)"):
        assert element in text
    for code in ("good_faith", "us_accuracy", "us_perjury"):
        assert known_statements()[code].en in text
    for extra in ("Evidence of ownership", "Price shown", "Seen at", "盖章", "SHA-256"):
        assert extra not in text


def test_the_file_to_edit_and_the_table_are_trimmed_as_the_text_is() -> None:
    letter = letters_of(a_draft_of("shopify_standalone", RightKind.WORK))[1]
    words = "\n".join(
        one.text for one in docx.Document(io.BytesIO(letter_docx(letter))).paragraphs
    )
    assert "Evidence of ownership" not in words
    assert "6. Request" in words
    assert not {"price", "seen at"} & set(letter.tables["listings"].heads)
    kept = letters_of(a_draft_of("alibaba_taotian", RightKind.WORK))[1].tables["listings"]
    assert {"price", "seen at"} <= set(kept.heads)


@pytest.mark.parametrize("channel", PACKS)
def test_papers_are_called_attached_only_where_the_form_takes_them(channel: str) -> None:
    draft = a_draft_of(channel, RightKind.WORK)
    taken = {one.rule.code for one in filled(draft, "en", Given())}
    said = describe(draft, "en")
    assert ("captures of the pages are attached" in said) is bool(
        taken & {"evidence_file", "comparison_image", "marked_screenshot"}
    )
    assert ("Proof of ownership" in said) is bool(
        taken
        & {"right_ref", "proof_of_ownership", "original_image", "shooting_set", "work_sample"}
    )


def test_an_interface_s_report_holds_its_own_fields_alone() -> None:
    content = papers_of(a_draft_of("ebay", RightKind.WORK), read, Standing())[
        "filing/vero-report.json"
    ]
    assert isinstance(content, bytes)
    told = json.dumps(json.loads(content), ensure_ascii=False)
    for statement in known_statements().values():
        assert statement.en not in told


def test_the_checklist_says_what_the_letter_alone_carries_and_what_is_left_out() -> None:
    made = papers_of(a_draft_of("shopify_standalone", RightKind.WORK), read, Standing())
    content = made["filing/checklist.en.txt"]
    assert isinstance(content, bytes)
    lines = content.decode().splitlines()
    (alone,) = [one for one in lines if one.startswith("Without a field of their own")]
    (out,) = [one for one in lines if one.startswith("Asked by neither law nor form")]
    assert "accuracy statement" in alone
    assert "proof of the right" in out


def test_a_part_tells_which_field_takes_it_and_which_law_wants_it() -> None:
    parts = {part.element.code: part for part in parts_in(a_draft())}
    assert parts["exact_location"].fields == ("listing_url",)
    assert "prc_spc_guiding_opinion_2020_32" in parts["exact_location"].required_by
    assert parts["truth_guarantee"].fields == ()
    assert "perjury_statement" not in parts


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_seller_reads_asks_nothing_of_the_platform(kind: RightKind) -> None:
    draft = a_draft_of("ebay", kind)
    texts = {one.rule.code: one.text for one in filled(draft, "en", Given())}
    assert "tell the rights holder" not in str(texts["message_to_seller"])
    assert "tell the rights holder" in str(texts["detailed_message"])
    assert draft.slug in str(texts["message_to_seller"])

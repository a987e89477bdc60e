"""What is written for filing: the same bytes, cut to size, and strangers' text stays text."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from config.load import load_settings
from domain.errors import InputError
from domain.ownership import ExhibitKind
from takedown.bundle import Content
from takedown.draft import Draft
from takedown.filing.fields import Given, filled
from takedown.filing.package import Standing, papers_of
from takedown.filing.tables import columns_of
from takedown.filing.values import RIGHT_KINDS, describe, words
from takedown.filing.vero import vero_report
from takedown.notice import statement_texts
from takedown.rules import Confidence, FieldRule, FormLimit, load_packs
from tests.factories import a_work, an_exhibit
from tests.takedown.drafts import a_mark_case, a_pack, a_package
from tests.takedown.filing.pictured import a_draft_at, a_pictured_case, drafts_at, read

PACKS = load_packs(load_settings())
HOSTILE = '=HYPERLINK("http://x")<script>\u202e\x00\u200b{{ 7 }}\n- ［ ' + "长" * 10_000


def text(made: dict[str, Content], name: str) -> str:
    content = made[name]
    assert isinstance(content, bytes)
    return content.decode("utf-8-sig")


@pytest.mark.parametrize("channel", ["alibaba_taotian", "ebay"])
def test_the_same_draft_gives_the_same_bytes(channel: str) -> None:
    draft = a_draft_at(channel)
    again = papers_of(draft, read, Standing())
    assert again == papers_of(draft, read, Standing())
    assert all(isinstance(one, bytes) for one in again.values())


@pytest.mark.parametrize("channel", PACKS)
def test_every_field_of_every_form_is_filled_or_left_to_a_person_with_a_reason(
    channel: str,
) -> None:
    draft = a_draft_at(channel)
    for language in ("zh", "en", "ja"):
        for one in filled(draft, language, Given()):
            assert one.rule.code in words().names, f"{one.rule.code} has no name"
            assert one.text or one.files or one.by_hand
            if one.text and one.rule.most_characters:
                assert len(one.text) <= one.rule.most_characters


def test_a_field_that_nobody_knows_yet_is_left_to_a_person() -> None:
    draft = a_draft_at("jd")
    asked = FieldRule(
        code="favourite_colour",
        fact="new",
        sources=("OWN",),
        confidence=Confidence.LOW,
        checked_on=date(2026, 11, 22),
    )
    pack = replace(draft.pack, form_fields=(*draft.pack.form_fields, asked))
    last = filled(replace(draft, pack=pack), "zh", Given())[-1]
    assert last.by_hand == words().by_hand["unknown_field"]


def test_texts_stay_within_a_form_s_limits_whatever_the_names() -> None:
    case = a_pictured_case()
    holder = replace(case.holder, names={"zh": "长" * 5_000, "en": "L" * 5_000})
    right = a_work(title="题" * 5_000)
    draft = a_draft_at("ebay", replace(case, holder=holder, right=right))
    assert all(len(describe(draft, language)) < 1_000 for language in ("zh", "en", "ja"))


def test_fields_that_only_some_reasons_ask_for_are_left_out() -> None:
    codes = [one.rule.code for one in filled(a_draft_at("ebay"), "en", Given())]
    assert "detailed_message" in codes
    assert "patent_number" not in codes


def test_a_form_s_statements_are_those_of_the_letter() -> None:
    draft = a_draft_at("amazon")
    told = statement_texts(draft, "en")
    by_code = {one.rule.code: one.text for one in filled(draft, "en", Given())}
    assert by_code["good_faith_statement"] == told["good_faith"]


def test_every_kind_of_right_has_its_word() -> None:
    assert set(words().texts) >= RIGHT_KINDS


def test_the_approved_right_s_reference_is_pasted_where_it_is_known() -> None:
    draft = a_draft_at("alibaba_taotian")
    made = papers_of(draft, read, Standing("rights/one.zip", "IPR-77"))
    assert text(made, "filing/02-right_ref.txt") == "IPR-77\n"
    assert "rights/one.zip" in text(made, "filing/checklist.zh.txt")
    unknown = {one.rule.code: one for one in filled(draft, "zh", Given())}["right_ref"]
    assert unknown.by_hand is not None


def test_a_paper_that_a_field_asks_for_is_named_where_it_lies() -> None:
    paper = an_exhibit(kind=ExhibitKind.SHOOTING_SET)
    case = a_pictured_case()
    draft = a_draft_at("pinduoduo", replace(case, exhibits=(*case.exhibits, paper)))
    checklist = text(papers_of(draft, read, Standing()), "filing/checklist.zh.txt")
    assert "ownership/work-fox/shooting_set-" in checklist


@pytest.mark.parametrize("channel", ["alibaba_taotian", "ebay", "xiaohongshu", "walmart"])
def test_what_a_stranger_wrote_is_text_everywhere(channel: str) -> None:
    draft = a_draft_at(channel, a_pictured_case(title=HOSTILE, seller=HOSTILE))
    made = a_package(draft, read)
    for name, content in made.items():
        assert isinstance(content, bytes)
        if name.endswith((".txt", ".csv", ".json")):
            shown = content.decode("utf-8-sig")
            assert not re.search("[\u202e\u200b\x00]", shown), name
    rows = csv.reader(io.StringIO(text(made, "links/links.csv"), newline=""))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]
    table = made["links/links.xlsx"]
    assert isinstance(table, bytes)
    with zipfile.ZipFile(io.BytesIO(table)) as parts:
        sheets = b"".join(parts.read(one) for one in parts.namelist() if "worksheets" in one)
    assert b"<f>" not in sheets
    assert b"hyperlink" not in sheets


def test_the_table_has_the_channel_s_own_columns() -> None:
    draft = a_draft_at("xiaohongshu")
    made = a_package(draft, read)
    table = made["links/links.xlsx"]
    assert isinstance(table, bytes)
    sheet = openpyxl.load_workbook(io.BytesIO(table)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["名称", "截图", "链接"]
    assert str(rows[1][1]).startswith("captures/")
    assert columns_of(a_draft_at("rakuten"), "ja")[2] == ("item_id", "商品番号")


def test_a_vero_report_has_an_item_a_listing() -> None:
    draft = a_draft_at("ebay", a_pictured_case(900001), a_pictured_case(900002))
    report = json.loads(vero_report(draft, Given()))
    assert [one["itemId"] for one in report["reportItems"]] == ["900001", "900002"]
    first = report["reportItems"][0]
    assert first["veroReasonCodeId"] == "9052"
    assert len(first["detailedMessage"]) <= 1_000
    assert len(first["brand"]) <= 50
    assert first["copyEmailToRightsOwner"] is True
    assert "patent" not in first


def test_a_vero_report_is_not_made_without_item_numbers() -> None:
    draft = a_draft_at("ebay", a_pictured_case(item_id=None))
    with pytest.raises(InputError, match="number of each item"):
        vero_report(draft, Given())


def test_a_mark_s_report_names_the_mark() -> None:
    report = json.loads(vero_report(a_draft_at("ebay", a_mark_case()), Given()))
    assert report["reportItems"][0]["brand"] == "LUMORI"


@pytest.mark.parametrize(
    ("channel", "limit"), [("alibaba_taotian", 300), ("amazon", 50), ("walmart", 10)]
)
def test_batches_split_by_themselves(channel: str, limit: int) -> None:
    cases = [a_pictured_case(900001 + number) for number in range(limit + 1)]
    drafts = drafts_at(channel, cases)
    assert sorted(len(draft.cases) for draft in drafts) == [1, limit]
    told = [case.sighting.key.item_id for draft in drafts for case in draft.cases]
    assert sorted(told) == [case.sighting.key.item_id for case in cases]


def limited(draft: Draft, largest_bytes: int) -> Draft:
    rule = FormLimit(
        code="file_size",
        fact="at most",
        largest_bytes=largest_bytes,
        sources=("OWN",),
        confidence=Confidence.LOW,
        checked_on=date(2026, 11, 22),
    )
    return replace(draft, pack=replace(draft.pack, limits=(rule,)))


@pytest.mark.parametrize("largest_bytes", [3_000_000, 400_000])
def test_pictures_and_albums_fit_beside_the_originals(largest_bytes: int) -> None:
    cases = [a_pictured_case(900001 + number) for number in range(12)]
    draft = limited(a_draft_at("alibaba_taotian", *cases), largest_bytes)
    made = papers_of(draft, read, Standing())
    uploads = {name: one for name, one in made.items() if name.endswith(".upload.jpg")}
    albums = [one for name, one in made.items() if name.startswith("filing/comparison-")]
    assert len(uploads) == 12
    for content in (*uploads.values(), *albums):
        assert isinstance(content, bytes)
        assert len(content) <= largest_bytes
    assert (len(albums) > 1) is (largest_bytes < 1_000_000)
    told = text(made, "filing/attachments.csv")
    assert all(f'"{name}"' in told for name in uploads)


def test_a_pack_changed_on_disk_changes_the_form_without_code() -> None:
    draft = a_draft_at("jd")
    fewer = replace(draft, pack=replace(a_pack("jd"), form_fields=draft.pack.form_fields[:1]))
    made = papers_of(fewer, read, Standing())
    assert [name for name in made if name.startswith("filing/0")] == ["filing/01-listing_url.txt"]

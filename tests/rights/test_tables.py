from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InputError
from domain.records import to_plain
from rights.cells import EXHIBIT_COLUMNS, columns_of, from_cells, to_cells
from rights.exhibit_rows import EXHIBIT_KEYS
from rights.export import Form, Kept, export_portfolio, write_template
from rights.portfolio import PortfolioRefused, ReadPortfolio, read_portfolio
from rights.rows import TABLES
from rights.sheets import read_sheets, write_sheets
from rights.stage import import_portfolio
from store.unit_of_work import Store

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
FORMS: list[Form] = ["toml", "csv", "xlsx"]
FORMULA = "=HYPERLINK(1)+cmd|' /C calc'!A0"

TRAPS = [
    ('title = "月下の狐"', f'title = "{FORMULA}"'),
    (
        'email = "ip@hoshikawa.example"',
        'email = "ip@hoshikawa.example"\nphone = "+81-3-0000-0000"',
    ),
    ("nice_classes = [21]", r'nice_classes = [21, 35]\ngoods_words = ["a|b", "c\\d", "@e", "-f"]'),
    (
        'described = "draft"',
        'described = "two\\nlines, \\"quoted\\" 狐\'"\nbears = ["甲|乙", "丙"]',
    ),
    ('described = "employment paper"', 'described = "\'=1"\nclause = true\ngiver = "@SUM(1)"'),
    ('registration_number = "12345678"', 'registration_number = "00012345"'),
    ('seller = "星川官方店"', 'seller = "星川官方店"\nterritory = ["CN", "JP"]'),
    (
        "created_on = 2021-05-01",
        'created_on = 2021-05-01\nemployer = "星川"\ncommissioner = "乙"\noffice = "CN"\n'
        'registration_number = "0012"\nexpires_on = 2036-05-01',
    ),
    ('author = "星川 花子"', 'author = "_x0041_ & <b>"'),
]


def read(path: Path) -> ReadPortfolio:
    return read_portfolio(path, today=TODAY, who="王小明", now=NOW)


def kept(found: ReadPortfolio) -> Kept:
    contents = {one.sha256: one.content for one in found.files}
    return Kept(found.portfolio, found.exhibits, contents.__getitem__)


@pytest.fixture
def trapped(folder: Path) -> Path:
    """The good portfolio with texts that tables like to break."""
    path = folder / "portfolio.toml"
    text = path.read_text(encoding="utf-8")
    for plain, trap in TRAPS:
        assert plain in text
        text = text.replace(plain, trap.replace("]\\ngoods", "]\ngoods"), 1)
    path.write_text(text, encoding="utf-8")
    return path


def plain_exhibits(found: ReadPortfolio) -> list[str]:
    return sorted(str(to_plain(one)) for one in found.exhibits)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_exported_is_read_back_exactly(trapped: Path, tmp_path: Path, form: Form) -> None:
    before = read(trapped)
    target = export_portfolio(kept(before), form, tmp_path / "out")
    after = read(target)
    assert after.portfolio == before.portfolio
    assert plain_exhibits(after) == plain_exhibits(before)
    assert {one.sha256 for one in after.files} == {one.sha256 for one in before.files}


@pytest.mark.parametrize("form", FORMS)
def test_taking_an_export_in_again_changes_nothing(
    store: Store, trapped: Path, tmp_path: Path, now: datetime, form: Form
) -> None:
    import_portfolio(store, trapped, who="王小明", now=now)
    with store.reading() as work:
        held = Kept(work.rights.portfolio(), work.rights.exhibits(), store.blobs.read)
    target = export_portfolio(held, form, tmp_path / "out")
    counts = import_portfolio(store, target, who="李", now=now).counts
    assert (counts["new"], counts["changed"], counts["exhibits"]) == (0, 0, 0)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_portfolio_gives_the_same_bytes(
    trapped: Path, tmp_path: Path, form: Form
) -> None:
    held = kept(read(trapped))
    trees = []
    for name in ("one", "two"):
        export_portfolio(held, form, tmp_path / name)
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        trees.append([(str(one.relative_to(tmp_path / name)), one.read_bytes()) for one in files])
    assert trees[0] == trees[1]


def test_no_cell_of_a_csv_export_begins_like_a_formula(trapped: Path, tmp_path: Path) -> None:
    out = export_portfolio(kept(read(trapped)), "csv", tmp_path / "out")
    cells = [
        cell
        for path in out.glob("*.csv")
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
        for cell in row
    ]
    assert f"'{FORMULA}" in cells
    assert not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell]


def test_no_cell_of_a_workbook_is_a_formula(trapped: Path, tmp_path: Path) -> None:
    target = export_portfolio(kept(read(trapped)), "xlsx", tmp_path / "out")
    book = openpyxl.load_workbook(target)
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row if cell.value}
    assert kinds == {"s"}


@pytest.mark.parametrize("there", ["file", "folder"])
def test_nothing_is_written_over(trapped: Path, tmp_path: Path, there: str) -> None:
    out = tmp_path / "out"
    if there == "folder":
        out.mkdir()
        (out / "mine").write_text("mine", encoding="utf-8")
    else:
        out.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="not empty"):
        export_portfolio(kept(read(trapped)), "toml", out)
    with pytest.raises(InputError, match="there already"):
        write_template(out)


Sheets = Mapping[str, Sequence[Sequence[object]]]


def workbook(path: Path, sheets: Sheets) -> Path:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


HOLDERS: list[list[object]] = [
    ["slug", "name_ja", "country", "email"],
    ["hoshikawa", "株式会社星川製作所", "JP", ""],
]
MARKS: list[list[object]] = [
    [
        *("slug", "holder", "kind", "names", "registration_number", "office", "territory"),
        *("nice_classes", "expires_on"),
    ],
    ["mark-a", "hoshikawa", "word", "LUMORI@latin", 12345678, "CN", "CN", 21, date(2030, 2, 28)],
]


def test_numbers_and_dates_of_a_workbook_are_read_as_they_are_meant(tmp_path: Path) -> None:
    path = workbook(tmp_path / "mine.xlsx", {"holders": HOLDERS, "marks": MARKS})
    (mark,) = read(path).portfolio.marks
    assert (mark.registration_number, mark.nice_classes) == ("12345678", (21,))
    assert mark.expires_on == date(2030, 2, 28)


def test_a_formula_in_a_workbook_is_read_as_text(tmp_path: Path) -> None:
    rows: list[list[object]] = [HOLDERS[0], ["hoshikawa", '="株式会社"&"星川"', "JP", ""]]
    (holder,) = read(workbook(tmp_path / "mine.xlsx", {"holders": rows})).portfolio.holders
    assert holder.names["ja"] == '="株式会社"&"星川"'


def test_every_refused_row_of_a_workbook_is_named(tmp_path: Path) -> None:
    bad_mark = [*MARKS[1][:5], "XX", *MARKS[1][6:]]
    bad_holder = ["second", "名", "Japan", ""]
    sheets: Sheets = {"holders": [*HOLDERS, [], bad_holder], "marks": [MARKS[0], bad_mark]}
    with pytest.raises(PortfolioRefused) as refused:
        read(workbook(tmp_path / "mine.xlsx", sheets))
    said = str(refused.value)
    assert "mine.xlsx:holders:4: country holds 'Japan'" in said
    assert "mine.xlsx:marks:2: office holds 'XX'" in said
    assert len(refused.value.problems) == 2


@pytest.mark.parametrize(
    ("exhibit", "said"),
    [
        (["nobody", "identity", "a.pdf", "x"], r"exhibits:2: .*'nobody'"),
        (["hoshikawa", "dream", "a.pdf", "x"], r"exhibits:2: .*'dream'"),
        (["hoshikawa", "identity", "b.pdf", "x"], r"exhibits:2: b\.pdf is not there"),
    ],
)
def test_a_refused_exhibit_is_named_with_its_row(
    tmp_path: Path, exhibit: list[object], said: str
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    sheets: Sheets = {
        "holders": HOLDERS,
        "exhibits": [["of", "kind", "file", "described"], exhibit],
    }
    with pytest.raises(PortfolioRefused, match=said):
        read(workbook(tmp_path / "mine.xlsx", sheets))


def test_a_sheet_of_another_name_is_refused_and_notes_are_not_read(tmp_path: Path) -> None:
    notes: Sheets = {"holders": HOLDERS, "notes": [["anything"]]}
    assert read(workbook(tmp_path / "mine.xlsx", notes)).portfolio.holders
    with pytest.raises(InputError, match="no table of a portfolio"):
        read(workbook(tmp_path / "other.xlsx", {"holders": HOLDERS, "shops": [["x"], ["y"]]}))


def poisoned(path: Path) -> None:
    """A workbook whose first sheet declares entities."""
    whole = path.read_bytes()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "aaaa">]>', 1)
            new.writestr(name, content)


def bomb(path: Path) -> None:
    """A workbook with a part that unpacks to forty megabytes."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.xml", bytes(40_000_000))


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (poisoned, "declares entities"),
        (bomb, "ZIP bomb"),
        (lambda path: path.write_bytes(b"PK\x03\x04 no"), "does not open"),
        (lambda path: path.write_bytes(b"<html>"), "no workbook"),
        (lambda path: path.write_bytes(path.read_bytes()[:-900]), "open"),
        (lambda path: path.unlink(), "cannot be read"),
    ],
)
def test_a_workbook_that_does_harm_is_refused(tmp_path: Path, harm: object, said: str) -> None:
    path = workbook(tmp_path / "mine.xlsx", {"holders": HOLDERS})
    assert callable(harm)
    harm(path)
    with pytest.raises(InputError, match=said):
        list(read_sheets(path))


def test_a_template_has_every_column_and_says_what_is_needed(tmp_path: Path) -> None:
    path = write_template(tmp_path / "new" / "template.xlsx")
    heads = {sheet: cells for sheet, number, cells in read_sheets(path) if number == 1}
    assert heads == {noun: columns_of(noun) for noun in TABLES}
    notes = openpyxl.load_workbook(path)["notes"]
    told = {(row[0], row[1]): row[2] for row in notes.iter_rows(min_row=2, values_only=True)}
    assert told["marks", "expires_on"] == "yes 是"
    assert told["marks", "registered_on"] is None


def test_a_filled_template_is_taken_in(tmp_path: Path) -> None:
    folder = write_template(tmp_path / "tables")
    table = folder / "holders.csv"
    filled = {"slug": "hoshikawa", "name_ja": "星川", "country": "JP"}
    with table.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow([filled.get(key, "") for key in columns_of("holders")])
    assert [one.slug for one in read(folder).portfolio.holders] == ["hoshikawa"]


def test_the_table_of_exhibits_has_every_key_of_an_exhibit() -> None:
    assert set(EXHIBIT_COLUMNS) - {"of"} == EXHIBIT_KEYS


TEXT = st.text(
    st.characters(blacklist_categories=["Cc", "Cs"]), min_size=1, max_size=12
).map(str.strip).filter(bool)  # fmt: skip


@given(st.lists(TEXT, min_size=1, max_size=4), TEXT)
def test_any_text_stands_a_journey_through_cells(words: list[str], title: str) -> None:
    values = {"goods_words": words, "title": title}
    assert from_cells(to_cells(values)) == values


@given(st.lists(TEXT, min_size=1, max_size=3), st.sampled_from(["latin", "zh"]))
def test_any_name_stands_a_journey_through_cells(names: list[str], script: str) -> None:
    values = {"names": [{"text": one, "script": script, "kind": "short"} for one in names]}
    assert from_cells(to_cells(values)) == values


@pytest.mark.parametrize("text", ["_x0041_", "a\nb", "'", "''=1", "0012", "1E5", "TRUE", "#REF!"])
def test_a_sheet_gives_back_the_very_text(tmp_path: Path, text: str) -> None:
    write_sheets(tmp_path / "a.xlsx", {"works": [["title"], [text]]})
    assert [cells for _, _, cells in read_sheets(tmp_path / "a.xlsx")][1] == (text,)


def test_two_files_of_one_name_stay_apart(folder: Path, tmp_path: Path) -> None:
    found = read(folder / "portfolio.toml")
    exhibits = tuple(replace(one, file_name="same.pdf") for one in found.exhibits)
    held = Kept(found.portfolio, exhibits, kept(found).read)
    after = read(export_portfolio(held, "toml", tmp_path / "out"))
    assert {one.sha256 for one in after.exhibits} == {one.sha256 for one in exhibits}

"""Letters as files: the words that were written, in every language, and nothing that runs."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from bin.letters import template
from takedown.notice import letters_of
from takedown.papers.docx import letter_docx
from takedown.papers.letter import Letter
from takedown.papers.printed import letter_files, letter_pdf
from takedown.papers.typeset import TEMPLATES, typeset
from tests.takedown.drafts import a_draft, case_of, seen

HOSTILE = '=1+1 <w:p>&商行</w:p> {{ 7*7 }} #read("/etc/passwd") \u202egnp.exe\x07 🔥'
LONG_LINK = "https://street.bazaar.example/item/900001.html?" + "a" * 500


def hostile_letters() -> dict[str, Letter]:
    facts = {"title": HOSTILE, "seller": HOSTILE, "url": LONG_LINK}
    return {one.language: one for one in letters_of(a_draft(case_of(seen(facts=facts))))}


def text_of(pdf: bytes, folder: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not on this machine")
    (folder / "letter.pdf").write_bytes(pdf)
    command = ["pdftotext", "-raw", str(folder / "letter.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_same_letter_gives_the_same_files() -> None:
    letters = letters_of(a_draft())
    assert letter_files(letters, "notice") == letter_files(letters, "notice")


@pytest.mark.parametrize("language", ["zh", "en", "ja"])
def test_what_a_stranger_wrote_is_text_in_the_file_to_edit(language: str) -> None:
    made = docx.Document(io.BytesIO(letter_docx(hostile_letters()[language])))
    paragraphs = made.element.body.iter(qn("w:p"))
    text = "\n".join(
        "".join(one.text or "" for one in line.iter(qn("w:t"))) for line in paragraphs
    )
    assert "=1+1 <w:p>&商行</w:p> {{ 7*7 }}" in text
    assert "[U+202E]gnp.exe[U+0007]" in text
    assert LONG_LINK in text
    assert [
        one.text for one in made.paragraphs if one.style is not None and one.style.name == "Title"
    ] == [hostile_letters()[language].title]


@pytest.mark.parametrize("language", ["zh", "en", "ja"])
def test_what_a_stranger_wrote_is_text_on_the_page(language: str, tmp_path: Path) -> None:
    text = text_of(letter_pdf(hostile_letters()[language]), tmp_path)
    joined = re.sub(r"\s", "", text)
    assert "=1+1<w:p>&商行</w:p>{{7*7}}" in joined
    assert '#read("/etc/passwd")[U+202E]gnp.exe[U+0007]' in joined
    assert "root:" not in text


def test_a_long_link_copies_without_blanks_in_it(tmp_path: Path) -> None:
    text = text_of(letter_pdf(hostile_letters()["zh"]), tmp_path)
    assert LONG_LINK in text.replace("\n", "")
    assert "\u200b" not in text


def test_a_page_names_its_language_and_is_made_to_be_kept() -> None:
    for language, letter in hostile_letters().items():
        pdf = letter_pdf(letter)
        assert re.search(rf"/Lang ?\({language}", pdf.decode("latin-1"))
        assert b"pdfaid:part" in pdf


@pytest.mark.parametrize(
    ("language", "font"), [("zh", "SimSun"), ("en", "SimSun"), ("ja", "Yu Mincho")]
)
def test_east_asian_letters_have_their_language_s_font(language: str, font: str) -> None:
    content = letter_docx(hostile_letters()[language])
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert f'w:eastAsia="{font}"' in parts.read("word/styles.xml").decode()


def test_parts_of_a_file_to_edit_have_no_date_of_today() -> None:
    with zipfile.ZipFile(io.BytesIO(letter_docx(hostile_letters()["zh"]))) as parts:
        assert {one.date_time[0] for one in parts.infolist()} == {1980}
        assert parts.namelist() == sorted(parts.namelist())


@pytest.mark.parametrize("language", ["zh", "en", "ja"])
def test_the_kept_templates_are_those_that_are_written(language: str) -> None:
    assert (TEMPLATES / f"letter.{language}.docx").read_bytes() == template(language)


def test_many_characters_without_a_glyph_are_written_out(tmp_path: Path) -> None:
    rare = "".join(chr(0x1F400 + number) for number in range(0, 160, 2)) + "骨"
    content = {
        "language": "zh",
        "title": "t",
        "slug": "s",
        "blocks": [{"tag": "p", "text": rare}],
        "tables": {},
    }
    day = date(2026, 11, 23)
    pdf = typeset("letter.typ", content, day, {})
    assert pdf == typeset("letter.typ", content, day, {})
    text = text_of(pdf, tmp_path)
    assert "[U+1F400]" in re.sub(r"\s", "", text)
    assert "骨" in text

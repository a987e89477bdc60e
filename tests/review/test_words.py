"""The catalogues hold every text of the pages, in three languages, and nothing stands outside."""

from __future__ import annotations

import gettext
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bin.words import catalogue_of, path_of, written
from domain.languages import LANGUAGES
from review.web.words import LOCALE, speaker, words

TEMPLATES = sorted((LOCALE.parent / "templates").glob("*.html"))
SPOKEN = ("alt", "title", "aria-label", "placeholder")
OF_ALL_LANGUAGES = {
    "鉴真",
    "中文",
    "English",
    "日本語",
    "SHA-256",
    "min",
    "DMCA",
    "PDF",
    "CSV",
    "SVG",
    "Cohen",
    "zip",
}
"""Names that are the same on every page."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_says_what_the_written_one_says(language: str) -> None:
    catalogue, path = catalogue_of(language), path_of(language)
    assert path.read_bytes() == written(catalogue), "run: python -m bin.words"
    with path.with_suffix(".mo").open("rb") as file:
        kept = gettext.GNUTranslations(file)
    for one in catalogue:
        assert not one.id or kept.gettext(str(one.id)) == one.string, "run: python -m bin.words"


def test_every_language_has_every_text() -> None:
    keys = {
        language: {str(one.id) for one in catalogue_of(language) if one.id and one.string}
        for language in LANGUAGES
    }
    assert keys["zh"] == keys["en"] == keys["ja"] == words()


def test_no_text_is_said_in_another_language_by_mistake() -> None:
    kana = re.compile("[\u3040-\u30ff]")
    han = re.compile("[\u3400-\u9fff]")
    for key in words():
        assert not kana.search(speaker("zh")(key)), key
        assert not kana.search(speaker("en")(key)), key
        assert not han.search(speaker("en")(key)), key


def test_a_code_without_a_text_is_given_as_it_is() -> None:
    assert [speaker("ja")(one) for one in ("no_such_word", "")] == ["no_such_word", ""]


class _Texts(HTMLParser):
    """What a page would show a reader as it stands in the template."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.code += tag == "code"
        self.found += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self.code -= tag == "code"

    def handle_data(self, data: str) -> None:
        if not self.code:
            self.found.append(data)


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda page: page.name)
def test_no_text_stands_in_a_template(page: Path) -> None:
    source = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", page.read_text(encoding="utf-8"), flags=re.S)
    reader = _Texts()
    reader.feed(source)
    words_in = {word for text in reader.found for word in re.findall(r"[^\W\d_]{2,}[\w-]*", text)}
    assert words_in <= OF_ALL_LANGUAGES

"""Strangers' text computes nothing, hides nothing and names no file by itself."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.cells import csv_bytes, printable, safe_cell, safe_name, suffix_of

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "|calc",
    "%0",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u3000=1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "\u200b \ufeff＝1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_that_would_compute_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["LUMORI 保温杯", "1=1", "https://a.example/?q=1", "'quoted", ""])
def test_an_honest_cell_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_an_unknown_value_is_an_empty_cell() -> None:
    assert safe_cell(None) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a[U+202E]b"),
        ("a\u0000b", "a[U+0000]b"),
        ("a\u2028b", "a b"),
        ("one\r\ntwo", "one  two"),
        ("\ud800", "[U+D800]"),
        ("\u200b", "[U+200B]"),
    ],
)
def test_what_a_reader_would_not_see_is_shown(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_long_title_is_cut_and_says_so() -> None:
    assert printable("长" * 10_000) == "长" * 300 + " [… 10000]"


@given(st.text(st.characters(), max_size=60))
def test_any_text_survives_a_table_on_one_line_of_its_own(text: str) -> None:
    table = csv_bytes(["title"], [[text]]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table, newline="")))
    assert rows == [["title"], [safe_cell(text)]]
    assert table.count("\r\n") == 2


@given(st.text(max_size=80))
def test_a_name_is_ascii_and_has_no_way_out(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9_][a-z0-9_-]{0,39}", safe_name(text))


@pytest.mark.parametrize(
    "kind",
    ["text/html", "TEXT/HTML; charset=gbk", "image/svg+xml", "application/javascript", None],
)
def test_nothing_that_runs_on_a_double_click_keeps_its_ending(kind: str | None) -> None:
    assert suffix_of(kind).endswith((".txt", ".bin"))

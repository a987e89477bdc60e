"""The table of listings in the channel's own columns, as CSV and XLSX, and links to paste."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time

import xlsxwriter

from takedown.cells import csv_bytes, printable
from takedown.draft import Draft
from takedown.filing.form import form_language
from takedown.notice import ListingLine, listing_lines
from takedown.papers.docx import same_bytes
from takedown.words import LISTING_HEADS

WIDTHS = {"url": 60, "title": 50, "shop": 24, "decided": 36, "screenshot": 60, "seen_at": 22}
SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""What keeps a stranger's text from becoming a formula, a link or a number."""


def table_files(draft: Draft, screenshots: Sequence[str | None]) -> dict[str, bytes]:
    """The listings as CSV and XLSX, and their links one a line.

    `screenshots` names each listing's page picture in the bundle, in the order of the draft.
    """
    language = form_language(draft.pack)
    lines = listing_lines(draft, language)
    heads = columns_of(draft, language)
    rows = [
        tuple(_cell(line, code, shot) for code, _ in heads)
        for line, shot in zip(lines, screenshots, strict=True)
    ]
    links = (line.url for line in lines)
    return {
        "links/links.csv": csv_bytes((head for _, head in heads), rows),
        "links/links.xlsx": _xlsx(draft, heads, rows),
        "links/links.txt": "".join(f"{printable(one, None)}\n" for one in links if one).encode(),
    }


def columns_of(draft: Draft, language: str) -> tuple[tuple[str, str], ...]:
    """Code and heading of each column: the channel's own where its pack has them."""
    if draft.pack.table:
        return tuple((rule.code, rule.heading) for rule in draft.pack.table)
    codes = (*draft.pack.columns, "decided")
    return tuple((code, LISTING_HEADS[code].in_language(language)) for code in codes)


def _cell(line: ListingLine, code: str, screenshot: str | None) -> str:
    value = screenshot if code == "screenshot" else getattr(line, code)
    return "" if value is None else str(value)


def _xlsx(
    draft: Draft, heads: Sequence[tuple[str, str]], rows: Sequence[tuple[str, ...]]
) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, SAFE) as book:
        book.set_properties({"created": datetime.combine(draft.day, time())})
        bold = book.add_format({"bold": True, "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        sheet = book.add_worksheet("links")
        sheet.freeze_panes(1, 0)
        for place, (code, head) in enumerate(heads):
            sheet.set_column(place, place, WIDTHS.get(code, 14))
            sheet.write_string(0, place, head, bold)
        for number, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, printable(cell, 2000), wrapped)
    return same_bytes(file.getvalue())

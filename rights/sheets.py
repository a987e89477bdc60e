"""Sheets: an XLSX workbook read as tables of text, and written as such. A formula is text."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from domain.errors import InputError
from rights.hostile import ENCODINGS, ENTITY_SIGNS, hostile_reason

LARGEST_BYTES = 50_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 100
NOTES = "notes"
"""The sheet that explains the others; it is not read."""

Table = Sequence[Sequence[str]]


def read_sheets(path: Path) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Sheet, row number and cells of every row that is not empty, heads included.

    Raises:
        InputError: The file is no workbook, or is built to do harm.
    """
    content = _content(path)
    try:
        with warnings.catch_warnings():
            # a workbook's charts and rules are left out, which openpyxl warns of
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
            for sheet in book.worksheets:
                if sheet.title.strip().casefold() != NOTES:
                    yield from _rows(sheet.title.strip(), sheet.iter_rows(values_only=True))
    except (KeyError, ValueError, TypeError, OSError, SyntaxError, zipfile.BadZipFile) as exc:
        raise InputError(f"is no workbook that opens ({exc}).", where=path.name) from exc


def write_sheets(path: Path, tables: Mapping[str, Table]) -> None:
    """Write each table as a sheet of text cells, the head first."""
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        # one date for every file, so that the same tables give the same bytes
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a file's field
        text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        for name, table in tables.items():
            sheet = book.add_worksheet(name)
            sheet.set_column(0, MOST_COLUMNS, 22, text)
            sheet.freeze_panes(1, 0)
            for row, cells in enumerate(table):
                for column, cell in enumerate(cells):
                    if cell:
                        sheet.write_string(row, column, cell, text if row else head)


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST_BYTES else b""
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror}).", where=str(path)) from exc
    if size > LARGEST_BYTES:
        raise InputError(f"has {size} bytes; {LARGEST_BYTES} are read.", where=path.name)
    reason = hostile_reason(content) or _entities(content)
    if reason:
        raise InputError(f"{reason}.", where=path.name)
    return content


def _entities(content: bytes) -> str | None:
    signs = [sign.encode(encoding) for sign in ENTITY_SIGNS for encoding in ENCODINGS]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for one in archive.namelist():
                # a document type stands before the first element
                with archive.open(one) as member:
                    head = member.read(100_000)
                if any(sign in head for sign in signs):
                    return "is a workbook that declares entities"
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as exc:
        return f"is no workbook that opens ({exc})"
    return None


def _rows(
    title: str, rows: Iterator[tuple[object, ...]]
) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise ValueError(f"{title} has more than {MOST_ROWS} rows")
        cells = [_text(cell) for cell in row[:MOST_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield title, number, tuple(cells)


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        midnight = not (cell.hour or cell.minute or cell.second)
        return cell.date().isoformat() if midnight else cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, ArrayFormula | DataTableFormula):
        return str(getattr(cell, "text", None) or cell.ref)
    return "" if cell is None else str(cell)

"""Pages in the archives that a person brings (WARC, HAR), and the addresses in lists of links."""

from __future__ import annotations

import base64
import csv
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.decoding import decode
from domain.errors import InputError

WARC_ENDINGS = (".warc", ".warc.gz")
HAR_ENDINGS = (".har",)
LINK_ENDINGS = (".txt", ".csv", ".xlsx")
READ_TYPES = ("text/html", "application/xhtml+xml", "application/json", "text/json")
_PARTS = re.compile(r"[;\t|]")
MOST_PAGES = 5_000
MOST_LINKS = 10_000
MOST_CELLS = 64
LARGEST_TABLE_BYTES = 50_000_000
"""Unpacked; a workbook is a zip file, and a small one may hold a huge table."""


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One answer in an archive: where it came from, what it was, and when it was had."""

    url: str
    body: bytes
    status: int
    content_type: str | None
    captured_at: datetime | None


def is_archive(path: Path) -> bool:
    """Whether this file's name says that it holds answers with their addresses."""
    return path.name.lower().endswith((*WARC_ENDINGS, *HAR_ENDINGS))


def is_list_of_links(path: Path) -> bool:
    """Whether this file's name says that it lists addresses."""
    return path.is_file() and path.suffix.lower() in LINK_ENDINGS


def archived_pages(path: Path, *, largest: int) -> tuple[list[ArchivedPage], int]:
    """The pages and interface answers in a WARC or HAR file, in order; not scripts and pictures.

    A larger answer than `largest` bytes is left out. The second is how many entries are broken:
    they are left out too, and cost the others nothing.

    Raises:
        InputError: It cannot be read as what its name says.
    """
    read = _in_har if path.name.lower().endswith(HAR_ENDINGS) else _in_warc
    try:
        entries = list(read(path, largest))
    except (OSError, ValueError, KeyError, TypeError, ArchiveLoadFailed, RecursionError) as exc:
        raise InputError(f"cannot be read ({type(exc).__name__}).", where=str(path)) from exc
    found = [page for page in entries if page is not None and page.url.startswith("http")]
    if len(found) > MOST_PAGES:
        raise InputError(f"holds more than {MOST_PAGES} pages.", where=str(path))
    return found, entries.count(None)


def linked_addresses(path: Path) -> tuple[str, ...]:
    """The web addresses in a list of links: text, CSV or XLSX, each once, in order.

    Whatever cell holds them: people name the column as they like.

    Raises:
        InputError: The list cannot be read, is too long, or holds no address.
    """
    try:
        cells = _cells(path)
        found = dict.fromkeys(text for cell in cells for text in _addresses(cell))
    except (OSError, ValueError, KeyError, csv.Error, zipfile.BadZipFile) as exc:
        raise InputError(f"cannot be read ({type(exc).__name__}).", where=str(path)) from exc
    if not found:
        raise InputError("holds no web address.", where=str(path))
    if len(found) > MOST_LINKS:
        raise InputError(f"holds more than {MOST_LINKS} addresses.", where=str(path))
    return tuple(found)


def _in_warc(path: Path, largest: int) -> Iterator[ArchivedPage | None]:
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type != "response" or record.http_headers is None:
                continue
            content_type = record.http_headers.get_header("Content-Type")
            if not _is_read(content_type):
                continue
            body = record.content_stream().read(largest + 1)
            if len(body) <= largest:
                yield ArchivedPage(
                    str(record.rec_headers.get_header("WARC-Target-URI")).strip("<>"),
                    body,
                    int(record.http_headers.get_statuscode()),
                    content_type,
                    _time(record.rec_headers.get_header("WARC-Date")),
                )


def _in_har(path: Path, largest: int) -> Iterator[ArchivedPage | None]:
    for entry in json.loads(path.read_bytes())["log"]["entries"]:
        try:
            if page := _har_page(entry, largest):
                yield page
        except (KeyError, TypeError, AttributeError, ValueError):
            yield None


def _har_page(entry: Mapping[str, Any], largest: int) -> ArchivedPage | None:
    """The page of one entry, None where it holds none; raises where the entry is broken."""
    url, answer = str(entry["request"]["url"]), entry["response"]
    content = answer.get("content") or {}
    content_type, text = str(content.get("mimeType") or ""), content.get("text")
    if not isinstance(text, str) or not _is_read(content_type) or len(text) > 2 * largest:
        return None
    packed = content.get("encoding") == "base64"
    body = base64.b64decode(text, validate=True) if packed else text.encode()
    # the text of a HAR was decoded by the browser, whatever charset the header names
    plain = content_type.split(";", maxsplit=1)[0] + "; charset=utf-8"
    when, status = _time(entry.get("startedDateTime")), int(answer.get("status") or 0)
    named = content_type if packed else plain
    return ArchivedPage(url, body, status, named, when) if len(body) <= largest else None


def _is_read(content_type: object) -> bool:
    return isinstance(content_type, str) and content_type.lower().startswith(READ_TYPES)


def _time(text: object) -> datetime | None:
    """The time this says; without a zone it is not known."""
    try:
        time = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return time.astimezone(UTC) if time.tzinfo else None


def _cells(path: Path) -> Iterable[str]:
    if path.suffix.lower() == ".xlsx":
        return _workbook_cells(path)
    # spreadsheets save such a table in the charset of their country, or in UTF-16
    text = decode(path.read_bytes())
    if path.suffix.lower() == ".csv":
        return (cell for row in csv.reader(text.splitlines()) for cell in row)
    return text.splitlines()


def _workbook_cells(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as packed:
        if sum(part.file_size for part in packed.infolist()) > LARGEST_TABLE_BYTES:
            raise ValueError("too large")
    book = openpyxl.load_workbook(path, read_only=False, data_only=True)
    cells: list[str] = []
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=MOST_LINKS, max_col=MOST_CELLS):
            for cell in row:
                # a cell may show a name and lead to an address
                link = cell.hyperlink.target if cell.hyperlink else None
                cells += [str(text) for text in (link, cell.value) if text]
    return cells


def _addresses(cell: str) -> Iterator[str]:
    """The address in a cell; of a line whose columns semicolons or tabs part, those in it."""
    whole = cell.strip()
    pieces = (whole,) if _is_address(whole) else (piece.strip() for piece in _PARTS.split(whole))
    yield from filter(_is_address, pieces)


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and not any(one.isspace() for one in text)

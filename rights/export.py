"""Export: the portfolio as it is kept, in the forms that it is read from, with its files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import tomli_w

from domain.digests import Sha256
from domain.errors import InputError
from domain.ownership import Exhibit
from domain.records import to_plain
from domain.rights import (
    Agent,
    AuthorisedSeller,
    Mark,
    Portfolio,
    Product,
    ReferencePicture,
    RightsHolder,
    Work,
)
from rights.cells import DAYS, EXHIBIT_COLUMNS, EXHIBITS, HOLDER, POLICY, columns_of, to_cells
from rights.checks import FIELDS
from rights.rows import NOUNS, TABLES, WITH_EXHIBITS
from rights.sheets import NOTES, write_sheets

LICENSED = "licensed_pictures"
SOURCES = {LICENSED: "pictures"}
"""Columns that are told by a field of another name."""

Form = Literal["toml", "csv", "xlsx"]
Entry = dict[str, object]
Entries = dict[str, list[Entry]]


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is exported: the records, their exhibits, and where the bytes come from."""

    portfolio: Portfolio
    exhibits: tuple[Exhibit, ...]
    read: Callable[[Sha256], bytes]


def export_portfolio(kept: Kept, form: Form, out: Path) -> Path:
    """Write the portfolio with every picture and exhibit into a new folder; what to import again.

    Taking it in again changes nothing. A mark or a paper that has run out since is refused then,
    with its row.

    Raises:
        InputError: The folder is there and is not empty.
        EvidenceError: Kept bytes no longer have their digest.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError("is there and not empty.", where=str(out), mend="Name a new folder.")
    out.mkdir(parents=True, exist_ok=True)
    for sha256, name in sorted(_files(kept)):
        place = out / _path(sha256, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(kept.read(sha256))
    return _write(_entries(kept), form, out)


def write_template(out: Path) -> Path:
    """Write empty tables with every column: a workbook where `out` ends in .xlsx, else CSV files.

    Raises:
        InputError: The file or folder is there already.
    """
    if out.exists():
        raise InputError("is there already.", where=str(out), mend="Name another.")
    tables = {noun: [columns_of(noun)] for noun in TABLES}
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.suffix.lower() == ".xlsx":
        write_sheets(out, {**tables, NOTES: _notes()})
        return out
    out.mkdir()
    return _write_csv(tables, out)


def _files(kept: Kept) -> Iterable[tuple[Sha256, str]]:
    pictures = {
        (one.sha256, one.file_name)
        for shown in (*kept.portfolio.rights(), *kept.portfolio.products)
        for one in shown.pictures
    }
    return pictures | {(one.sha256, one.file_name) for one in kept.exhibits}


def _path(sha256: Sha256, name: str) -> str:
    # the digest keeps two files of one name apart
    return f"files/{sha256[:16]}/{name}"


def _entries(kept: Kept) -> Entries:
    entries: Entries = {
        "holders": [_values("holders", one) for one in kept.portfolio.holders],
        "marks": [_values("marks", one) for one in kept.portfolio.marks],
        "works": [_values("works", one) for one in kept.portfolio.works],
        "sellers": [_values("sellers", one) for one in kept.portfolio.sellers],
        "agents": [_values("agents", one) for one in kept.portfolio.agents],
        "products": [_values("products", one) for one in kept.portfolio.products],
    }
    owners = {str(one["slug"]): one for noun in WITH_EXHIBITS for one in entries[noun]}
    for exhibit in kept.exhibits:
        papers = owners[str(exhibit.right or exhibit.holder or exhibit.agent)].setdefault(
            EXHIBITS, []
        )
        if isinstance(papers, list):
            papers.append(_exhibit(exhibit))
    return entries


def _values(
    noun: str, record: RightsHolder | Agent | Mark | Work | Product | AuthorisedSeller
) -> Entry:
    values: Entry = {}
    for key in FIELDS[noun]:
        value = getattr(record, SOURCES.get(key, key), None)
        if key == LICENSED and value:
            licensed = [one for one in _pictures(value) if one.licensed_to_many]
            if licensed:
                values[key] = [_path(one.sha256, one.file_name) for one in licensed]
        elif key == "pictures" and value:
            values[key] = [_path(one.sha256, one.file_name) for one in _pictures(value)]
        elif key == POLICY and value is not None:
            values[key] = _told(to_plain(value))
        elif value not in (None, (), []):
            values[key] = value if key in DAYS else to_plain(value)
    return values


def _told(value: object) -> object:
    """A record without what was left unsaid."""
    if isinstance(value, dict):
        kept = {key: _told(one) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one not in (None, [], False)}
    return [_told(one) for one in value] if isinstance(value, list) else value


def _pictures(value: object) -> Iterable[ReferencePicture]:
    return [one for one in value if isinstance(one, ReferencePicture)]  # type: ignore[attr-defined]


def _exhibit(exhibit: Exhibit) -> Entry:
    values: Entry = {}
    for key in EXHIBIT_COLUMNS[1:]:
        value = getattr(exhibit, key, None)
        if key == HOLDER or (key == "agent" and exhibit.holder is None):
            continue  # told by where it stands
        if key == "file":
            values[key] = _path(exhibit.sha256, exhibit.file_name)
        elif value not in (None, ()) and not (key == "third_party" and value is False):
            values[key] = value if key in DAYS else to_plain(value)
    return values


def _write(entries: Entries, form: Form, out: Path) -> Path:
    if form == "toml":
        target = out / "portfolio.toml"
        written = {noun: entries[noun] for noun in NOUNS if entries[noun]}
        target.write_text(tomli_w.dumps(written), encoding="utf-8", newline="\n")
        return target
    tables = _tables(entries)
    if form == "xlsx":
        target = out / "portfolio.xlsx"
        write_sheets(target, tables)
        return target
    return _write_csv(tables, out)


def _tables(entries: Entries) -> dict[str, list[Sequence[str]]]:
    rows = {noun: [to_cells(_without(one)) for one in entries[noun]] for noun in NOUNS}
    rows[EXHIBITS] = [
        to_cells({"of": one["slug"], **exhibit})
        for noun in WITH_EXHIBITS
        for one in entries[noun]
        for exhibit in _listed(one.get(EXHIBITS))
    ]
    return {
        noun: [
            columns_of(noun),
            *([row.get(key, "") for key in columns_of(noun)] for row in found),
        ]
        for noun, found in rows.items()
        if found
    }


def _without(entry: Entry) -> Entry:
    return {key: value for key, value in entry.items() if key != EXHIBITS}


def _listed(value: object) -> list[Entry]:
    return value if isinstance(value, list) else []


def _write_csv(tables: Mapping[str, Sequence[Sequence[str]]], out: Path) -> Path:
    for noun, table in tables.items():
        file = io.StringIO(newline="")
        csv.writer(file).writerows(table)
        # the mark at the start tells a spreadsheet that it is UTF-8
        (out / f"{noun}.csv").write_bytes(b"\xef\xbb\xbf" + file.getvalue().encode())
    return out


def _notes() -> list[tuple[str, str, str, str]]:
    head = ("table 表", "column 列", "needed 必填", "form 格式")
    rows = []
    for noun in TABLES:
        for key in columns_of(noun):
            field = FIELDS.get(noun, {}).get(key)
            needed = field[1] if field else key in EXHIBIT_COLUMNS[:4]
            rows.append((noun, key, "yes 是" if needed else "", _form(key)))
    return [head, *rows]


def _form(key: str) -> str:
    if key in DAYS:
        return "2026-11-23"
    forms = {
        "names": "LUMORI@latin|露茉莉@zh|ルモリ@kana@transliteration",
        "nice_classes": "21|35",
        "territory": "CN|JP",
        "clause": "true / false, 是 / 否",
        "third_party": "true / false, 是 / 否",
        POLICY: '{"forbidden_words": ["…"]}',
        "of": "slug of a holder, agent, mark or work",
        HOLDER: "of a power of attorney under its agent: the holder's slug",
        "agent": "of a power of attorney under its holder: the agent's slug",
        "price_lowest": "199.00",
        "price_highest": "259.00",
        "currency": "CNY",
        "scope": "copyright|trademark|design|unfair_competition, or slugs of rights",
        "rights": "mark-lumori|work-fox",
    }
    lists = {"goods_words", "pictures", LICENSED, "bears", "platforms", "features", "codes"}
    return forms.get(key, "a|b" if key in lists else "text 文本")

"""Rows of a portfolio, from TOML, CSV or XLSX, each with the place it stands at."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from config.load import read_toml
from domain.errors import InputError
from rights.cells import EXHIBITS, from_cells
from rights.sheets import read_sheets

NOUNS = ("holders", "agents", "marks", "works", "products", "sellers")
WITH_EXHIBITS = ("holders", "agents", "marks", "works")
TABLES = (*NOUNS, EXHIBITS)


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as it was written: its noun, its values and its place (`file:line`).

    `fault` says why the values could not be read at all.
    """

    noun: str
    values: Mapping[str, object]
    where: str
    fault: str | None = None


def read_rows(path: Path) -> tuple[Row, ...]:
    """Every row of a portfolio: TOML, XLSX, a CSV file named after its noun, or a folder of such.

    Rows of the table of exhibits are folded into the rows whose exhibits they are.

    Raises:
        InputError: The file is of no such kind, or cannot be read.
    """
    if path.is_dir():
        files = [path / f"{noun}.csv" for noun in TABLES if (path / f"{noun}.csv").is_file()]
        if not files:
            named = ", ".join(f"{noun}.csv" for noun in NOUNS)
            raise InputError(f"holds none of {named}.", where=str(path))
        return _with_exhibits(row for file in files for row in _csv_rows(file))
    kind = path.suffix.lower()
    if kind == ".csv":
        return _with_exhibits(_csv_rows(path))
    if kind == ".xlsx":
        return _with_exhibits(_sheet_rows(path))
    if kind == ".toml":
        return tuple(_toml_rows(path))
    raise InputError(
        "is neither TOML nor CSV nor XLSX.", where=str(path), mend="See docs/portfolio.md."
    )


def _with_exhibits(rows: Iterable[Row]) -> tuple[Row, ...]:
    entries: list[Row] = []
    loose: list[Row] = []
    for row in rows:
        (loose if row.noun == EXHIBITS else entries).append(row)
    places = {row.values.get("slug"): place for place, row in enumerate(entries)}
    lost = []
    for row in loose:
        values = dict(row.values)
        owner = values.pop("of", None)
        if row.fault or owner not in places:
            fault = f"the exhibit's `of` is {owner!r}, which this portfolio does not hold"
            # it stands nowhere, so that it can only be refused
            lost.append(Row("holders", {}, row.where, row.fault or fault))
            continue
        entry = entries[places[owner]]
        exhibits = [*_listed(entry.values.get(EXHIBITS)), values]
        where = f"{entry.where}, {row.where}"
        entries[places[owner]] = replace(
            entry, values={**entry.values, EXHIBITS: exhibits}, where=where
        )
    return (*entries, *lost)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _sheet_rows(path: Path) -> Iterator[Row]:
    heads: dict[str, tuple[str, ...]] = {}
    for sheet, number, cells in read_sheets(path):
        where = f"{path.name}:{sheet}:{number}"
        if sheet not in TABLES:
            mend = f"Name it {', '.join(TABLES)}, or notes."
            raise InputError(
                "is no table of a portfolio.", where=f"{path.name}:{sheet}", mend=mend
            )
        if sheet not in heads:
            heads[sheet] = _head(cells, where)
        elif any(cells[len(heads[sheet]) :]):
            yield Row(sheet, {}, where, "the row has more cells than its head")
        else:
            yield Row(sheet, from_cells(dict(zip(heads[sheet], cells, strict=False))), where)


def _head(cells: Iterable[str], where: str) -> tuple[str, ...]:
    head = [name.strip() for name in cells]
    while head and not head[-1]:
        head.pop()
    if twice := sorted({name for name in head if head.count(name) > 1}):
        raise InputError(f"has the column {twice[0]!r} twice.", where=where)
    return tuple(head)


def _toml_rows(path: Path) -> Iterator[Row]:
    table = read_toml(path)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    for noun, entries in table.items():
        if noun not in NOUNS or not isinstance(entries, list):
            raise InputError(
                f"{noun!r} is no part of a portfolio.",
                where=f"{path.name}:{_line_of_key(lines, noun)}",
                mend=f"Use [[{']], [['.join(NOUNS)}]].",
            )
        places = _header_lines(lines, noun)
        for number, values in enumerate(entries):
            place = places[number] if number < len(places) else _line_of_key(lines, noun)
            if not isinstance(values, dict):
                raise InputError(f"{noun} holds no table.", where=f"{path.name}:{place}")
            yield Row(noun, values, f"{path.name}:{place}")


def _header_lines(lines: list[str], noun: str) -> list[int]:
    header = re.compile(rf"\s*\[\[\s*{noun}\s*\]\]")
    return [number for number, line in enumerate(lines, 1) if header.match(line)]


def _line_of_key(lines: list[str], key: str) -> int:
    found = (number for number, line in enumerate(lines, 1) if key in line)
    return next(found, 1)


def _csv_rows(path: Path) -> Iterator[Row]:
    if path.stem not in TABLES:
        raise InputError(
            "is named after no noun.",
            where=path.name,
            mend=f"Name it {', '.join(noun + '.csv' for noun in TABLES)}.",
        )
    reader = csv.DictReader(io.StringIO(_csv_text(path), newline=""))
    try:
        _head(reader.fieldnames or (), f"{path.name}:1")
        for cells in reader:
            yield from _csv_row(path.stem, cells, f"{path.name}:{reader.line_num}")
    except csv.Error as exc:
        where = f"{path.name}:{reader.line_num + 1}"
        raise InputError(f"is not CSV ({exc}).", where=where) from exc


def _csv_row(noun: str, cells: Mapping[str, str], where: str) -> Iterator[Row]:
    if None in cells or None in cells.values():
        yield Row(noun, {}, where, "the row has more or fewer cells than its head")
        return
    if values := from_cells(cells):
        yield Row(noun, values, where)


def _csv_text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror}).", where=str(path)) from exc
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8-sig" or _is_chinese(text):
            return text
    raise InputError(
        "is neither UTF-8 nor GB18030.", where=path.name, mend="Save it as CSV UTF-8."
    )


def _is_chinese(text: str) -> bool:
    """Whether text read as GB18030 was written so.

    Nearly every pair of bytes is a character there, so Shift_JIS is read without complaint as
    rare ones. What people write in Chinese lies for the greater part in GB 2312.
    """
    foreign = [character for character in text if not character.isascii()]
    common = sum(bool(character.encode("gb2312", "ignore")) for character in foreign)
    return 2 * common >= len(foreign)

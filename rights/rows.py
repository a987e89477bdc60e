"""Rows of a portfolio, from TOML or CSV, each with the place it stands at."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from config.load import read_toml
from domain.errors import InputError
from rights.checks import DAY, FIELDS

NOUNS = ("holders", "marks", "works", "sellers")
LISTS = {"names", "territory", "nice_classes", "goods_words", "pictures", "licensed_pictures"}
DAYS = {key for fields in FIELDS.values() for key, (kinds, _) in fields.items() if kinds == DAY}


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
    """Every row of a portfolio: a TOML file, a CSV file named after its noun, or a folder of such.

    Raises:
        InputError: The file is of no such kind, or cannot be read.
    """
    if path.is_dir():
        files = [path / f"{noun}.csv" for noun in NOUNS if (path / f"{noun}.csv").is_file()]
        if not files:
            raise InputError(
                "holds no holders.csv, marks.csv, works.csv or sellers.csv.", where=str(path)
            )
        return tuple(row for file in files for row in _csv_rows(file))
    if path.suffix.lower() == ".csv":
        return tuple(_csv_rows(path))
    if path.suffix.lower() == ".toml":
        return tuple(_toml_rows(path))
    raise InputError(
        "is neither TOML nor CSV.", where=str(path), mend="See docs/portfolio.md for both."
    )


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
    if path.stem not in NOUNS:
        raise InputError(
            "is named after no noun.",
            where=path.name,
            mend=f"Name it {', '.join(noun + '.csv' for noun in NOUNS)}.",
        )
    reader = csv.DictReader(io.StringIO(_csv_text(path), newline=""))
    try:
        head = [name.strip() for name in reader.fieldnames or ()]
        if twice := sorted({name for name in head if head.count(name) > 1}):
            raise InputError(f"has the column {twice[0]!r} twice.", where=f"{path.name}:1")
        for cells in reader:
            yield from _csv_row(path.stem, cells, f"{path.name}:{reader.line_num}")
    except csv.Error as exc:
        where = f"{path.name}:{reader.line_num + 1}"
        raise InputError(f"is not CSV ({exc}).", where=where) from exc


def _csv_row(noun: str, cells: Mapping[str, str], where: str) -> Iterator[Row]:
    if None in cells or None in cells.values():
        yield Row(noun, {}, where, "the row has more or fewer cells than its head")
        return
    values = {
        name.strip(): _cell(name.strip(), text.strip())
        for name, text in cells.items()
        if text.strip()
    }
    if values:
        yield Row(noun, _folded(values), where)


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


def _cell(name: str, text: str) -> object:
    if name == "names":
        return [_name(part) for part in text.split("|")]
    if name == "nice_classes":
        return [int(part) if part.strip().isdigit() else part for part in text.split("|")]
    if name in LISTS:
        return [part.strip() for part in text.split("|")]
    return _day(text) if name in DAYS else text


def _day(text: str) -> object:
    """A day, also as spreadsheets rewrite it (2030/2/28); the text itself where it is none."""
    found = re.fullmatch(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})", text)
    try:
        return date(int(found[1]), int(found[3]), int(found[4])) if found else text
    except ValueError:
        return text


def _name(part: str) -> dict[str, str]:
    text, _, rest = part.strip().partition("@")
    script, _, kind = rest.partition("@")
    return {"text": text.strip(), "script": script, **({"kind": kind} if kind else {})}


def _folded(values: dict[str, object]) -> dict[str, object]:
    """`name_ja` and its like become one table of names by language."""
    names = {key[5:]: value for key, value in values.items() if key.startswith("name_")}
    rest = {key: value for key, value in values.items() if not key.startswith("name_")}
    return {**rest, "names": names} if names and "names" not in rest else values

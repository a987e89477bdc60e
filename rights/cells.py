"""Cells: one value of a portfolio as text in a table, and back.

A cell that a spreadsheet would run as a formula carries an apostrophe before it, and loses it when
it is read. Inside a list `|`, `@` and the backslash itself stand behind a backslash.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from rights.checks import DAY, FIELDS

EXHIBITS = "exhibits"
POLICY = "policy"
"""The policy of a mark: one cell of JSON, the tables that TOML would have."""

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
"""Japanese eras, each by the year before its first."""

EXHIBIT_DAYS = ("dated", "valid_until", "term_from", "term_until")
EXHIBIT_ANSWERS = ("clause", "third_party")
EXHIBIT_LISTS = ("bears", "platforms", "scope")
EXHIBIT_TEXTS = ("confirmed_by", "giver", "taker", "stamps", "agent", "source")
HOLDER = "holder"
"""Of a power of attorney that stands under its agent: whose it is."""

EXHIBIT_COLUMNS = (
    *("of", "kind", "file", "described"),
    *EXHIBIT_DAYS,
    *EXHIBIT_TEXTS,
    *EXHIBIT_LISTS,
    *EXHIBIT_ANSWERS,
    HOLDER,
)
"""The columns of the table of exhibits; `of` is the slug of a right or of a holder."""

LISTS = {
    *("names", "territory", "nice_classes", "goods_words", "pictures", "licensed_pictures"),
    *("rights", "features", "codes"),
    *EXHIBIT_LISTS,
}
DAYS = {key for fields in FIELDS.values() for key, (kinds, _) in fields.items() if kinds == DAY}
DAYS |= set(EXHIBIT_DAYS)
ANSWERS = {"true": True, "是": True, "false": False, "否": False}
LANGUAGES = ("zh", "en", "ja")
FORMULA = re.compile(r"'*[=+\-@\t\r|%]")


def columns_of(noun: str) -> tuple[str, ...]:
    """The column heads of a noun's table."""
    if noun == EXHIBITS:
        return EXHIBIT_COLUMNS
    heads = [key for key in FIELDS[noun] if key != EXHIBITS]
    if noun in ("holders", "agents"):
        place = heads.index("names")
        heads[place : place + 1] = [f"name_{language}" for language in LANGUAGES]
    return tuple(heads)


def to_cells(values: Mapping[str, object]) -> dict[str, str]:
    """The cells of one row, by column; what is not known has no cell."""
    cells: dict[str, str] = {}
    for key, value in values.items():
        if key == "names" and isinstance(value, Mapping):
            cells |= {f"name_{tongue}": _safe(str(text)) for tongue, text in value.items()}
        elif value not in (None, [], ()):
            cells[key] = _safe(_text(key, value))
    return cells


def from_cells(cells: Mapping[str, str]) -> dict[str, object]:
    """The values of one row; an empty cell says nothing."""
    values = {
        name.strip(): _value(name.strip(), _bare(text.strip()))
        for name, text in cells.items()
        if text.strip()
    }
    return _folded(values)


def _safe(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def _bare(text: str) -> str:
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def _text(key: str, value: object) -> str:
    if key == "names":
        return "|".join(_name_text(one) for one in cast(Iterable[Mapping[str, str]], value))
    if key == POLICY:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, list | tuple):
        return "|".join(_escaped(str(one)) for one in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _name_text(name: Mapping[str, str]) -> str:
    parts = [name["text"], name["script"], *([name["kind"]] if "kind" in name else [])]
    return "@".join(_escaped(part) for part in parts)


def _escaped(text: str) -> str:
    return re.sub(r"([\\|@])", r"\\\1", text)


def _split(text: str, mark: str) -> list[str]:
    """The parts between marks that do not stand behind a backslash, still escaped."""
    parts = [""]
    for token in re.findall(r"\\.|.", text, re.DOTALL):
        if token == mark:
            parts.append("")
        else:
            parts[-1] += token
    return parts


def _plain(part: str) -> str:
    return re.sub(r"\\([\\|@])", r"\1", part.strip())


def _value(name: str, text: str) -> object:
    if name == "names":
        return [_name(part) for part in _split(text, "|")]
    if name == "nice_classes":
        parts = [part.strip() for part in text.split("|")]
        return [int(part) if part.isdecimal() else part for part in parts]
    if name in LISTS:
        return [_plain(part) for part in _split(text, "|")]
    if name == POLICY:
        return _table(text)
    if name in EXHIBIT_ANSWERS:
        return ANSWERS.get(text.casefold(), text)
    return _day(text) if name in DAYS else text


def _table(text: str) -> object:
    """A table written as JSON; the text itself where it is none, to be refused by name."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _name(part: str) -> dict[str, str]:
    text, *rest = (_plain(one) for one in _split(part, "@"))
    script = rest[0] if rest else ""
    kind = {"kind": "@".join(rest[1:])} if rest[1:] else {}
    return {"text": text, "script": script, **kind}


def _day(text: str) -> object:
    """A day, also as spreadsheets rewrite it (2030/2/28) and as papers of China and Japan tell it.

    The text itself where it is none; of an era (令和, 平成, 昭和) the first year is 元年.
    """
    plain = unicodedata.normalize("NFKC", text).replace("元年", "1年")
    found = re.fullmatch(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})", plain)
    told = re.fullmatch(rf"({'|'.join(ERAS)})?(\d{{1,4}})年(\d{{1,2}})月(\d{{1,2}})日", plain)
    try:
        if found:
            return date(int(found[1]), int(found[3]), int(found[4]))
        if told and (told[1] or len(told[2]) == 4):
            return date(ERAS.get(told[1], 0) + int(told[2]), int(told[3]), int(told[4]))
    except ValueError:
        return text
    return text


def _folded(values: dict[str, object]) -> dict[str, object]:
    """`name_ja` and its like become one table of names by language."""
    names = {key[5:]: value for key, value in values.items() if key.startswith("name_")}
    rest = {key: value for key, value in values.items() if not key.startswith("name_")}
    return {**rest, "names": names} if names and "names" not in rest else values

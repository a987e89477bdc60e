"""Typesetting: values and pictures to a PDF/A-3b file whose bytes follow from them alone."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

import typst

from domain.errors import InputError
from domain.records import Plain

FAMILIES = ("Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Serif CJK JP", "Noto Sans CJK JP")
STANDARDS: list[typst.PDFStandard] = ["a-3b", "ua-1"]
NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
MOST_WITHOUT_GLYPH = 60
"""Different characters without a glyph in one file, beyond which all rare ones are written out."""

_unseen: set[str] = set()
"""Characters that no installed font has, as far as met."""


def print_pdf(
    templates: Sequence[Path],
    content: Mapping[str, Plain],
    day: date,
    pictures: Mapping[str, bytes],
) -> bytes:
    """The PDF of the first template, which may use the others, dated with this day.

    It is compiled in a fresh folder that holds only our own regular files, because the typesetter
    follows links out of its root. Values are read as JSON, so nothing in them is markup. A
    character that no font has is written as its code point, as `[U+1F525]`.

    Raises:
        InputError: A font is missing (the message says what to install), or a value cannot be
            set in type.
    """
    _refuse_missing_fonts()
    with tempfile.TemporaryDirectory(prefix="press-") as name:
        folder = Path(name)
        for template in templates:
            shutil.copyfile(template, folder / template.name)
        for file_name, picture in pictures.items():
            (folder / file_name).write_bytes(picture)
        text = json.dumps(dict(content), ensure_ascii=False)
        rare = {char for char in set(text) if char in _unseen}
        while True:
            shown = _written_out(text, rare)
            (folder / "content.json").write_text(shown, encoding="utf-8")
            try:
                return _compile(folder / templates[0].name, day)
            except typst.TypstError as exc:
                rare |= _without_glyph(exc, text, rare)


def _compile(template: Path, day: date) -> bytes:
    made = typst.Compiler(root=str(template.parent), font_paths=_fonts()).compile(
        str(template),
        format="pdf",
        pdf_standards=STANDARDS,
        timestamp=datetime.combine(day, time(), UTC),
    )
    if not isinstance(made, bytes):
        raise InputError("The typesetter gave no file.")
    return made


def _without_glyph(exc: typst.TypstError, text: str, known: set[str]) -> set[str]:
    """The characters that the typesetter could not show.

    Raises:
        InputError: It failed for another reason.
    """
    found = NO_GLYPH.search(exc.message)
    new = {char for char in found[1] if char in text} - known if found else set()
    if not new:
        raise InputError(f"The paper could not be typeset: {exc.message}.") from exc
    _unseen.update(new)
    if len(known | new) > MOST_WITHOUT_GLYPH:
        return {char for char in set(text) if not _usual(char)}
    return new


def _usual(char: str) -> bool:
    """Whether every font for Chinese and Japanese has this character."""
    point = ord(char)
    ranges: tuple[Callable[[int], bool], ...] = (
        lambda one: one < 0x0250,
        lambda one: 0x2010 <= one <= 0x2027,
        lambda one: 0x3000 <= one <= 0x30FF,
        lambda one: 0x4E00 <= one <= 0x9FA5,
        lambda one: 0xFF01 <= one <= 0xFF5E,
    )
    return any(within(point) for within in ranges)


def _written_out(text: str, rare: set[str]) -> str:
    table = {ord(char): f"[U+{ord(char):04X}]" for char in rare}
    return text.translate(table) if table else text


def _refuse_missing_fonts() -> None:
    missing = [name for name in FAMILIES if name not in _families()]
    if missing:
        raise InputError(
            f"The fonts {', '.join(missing)} are not installed; Chinese and Japanese text would "
            "be blank.",
            mend="Run bin/setup, or as root: apt-get install fonts-noto-cjk.",
        )


@cache
def _families() -> frozenset[str]:
    return frozenset(_fonts().families())


@cache
def _fonts() -> typst.Fonts:
    """Every font of the machine, looked for once a run: that costs more than most papers."""
    return typst.Fonts()

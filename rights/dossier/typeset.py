"""Typesetting: values and pictures to a PDF/A-3b file whose bytes follow from them alone."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from domain.errors import InputError

TEMPLATES = Path(__file__).with_name("templates")
FAMILIES = ("Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Serif CJK JP", "Noto Sans CJK JP")
STANDARDS: list[typst.PDFStandard] = ["a-3b", "ua-1"]


def typeset(template: str, content: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
    """The PDF of a template filled with these values and pictures.

    It is compiled in a fresh folder that holds only our own regular files, because the typesetter
    follows links out of its root. Values are read as JSON, so nothing in them is markup.

    Raises:
        InputError: A font is missing (the message says what to install), or a value cannot be
            set in type.
    """
    _refuse_missing_fonts()
    year, month, day = content["date"]
    with tempfile.TemporaryDirectory(prefix="dossier-") as name:
        folder = Path(name)
        for one in ("common.typ", template):
            shutil.copyfile(TEMPLATES / one, folder / one)
        (folder / "content.json").write_text(json.dumps(content), encoding="utf-8")
        for file_name, content_bytes in pictures.items():
            (folder / file_name).write_bytes(content_bytes)
        try:
            made = typst.compile(
                str(folder / template),
                root=str(folder),
                format="pdf",
                pdf_standards=STANDARDS,
                timestamp=datetime(year, month, day, tzinfo=UTC),
            )
        except typst.TypstError as exc:
            raise InputError(f"The file could not be typeset: {exc.message}.") from exc
    if not isinstance(made, bytes):
        raise InputError("The typesetter gave no file.")
    return made


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
    return frozenset(typst.Fonts().families())

"""The dossier's papers: a template of this room filled with values and pictures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from typesetting.press import print_pdf

TEMPLATES = Path(__file__).with_name("templates")


def typeset(template: str, content: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
    """The PDF of a template; `date` in the content is its day.

    Raises:
        InputError: A font is missing, or a value cannot be set in type.
    """
    files = (TEMPLATES / template, TEMPLATES / "common.typ")
    return print_pdf(files, content, date(*content["date"]), pictures)

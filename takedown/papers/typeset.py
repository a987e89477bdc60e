"""Printed papers: a template of this room filled with values and pictures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from domain.records import Plain
from typesetting.press import print_pdf

TEMPLATES = Path(__file__).parents[1] / "templates"


def typeset(
    template: str, content: Mapping[str, Plain], day: date, pictures: Mapping[str, bytes]
) -> bytes:
    """The PDF of a template, dated with this day.

    Raises:
        InputError: A font is missing, or a value cannot be set in type.
    """
    return print_pdf((TEMPLATES / template, TEMPLATES / "papers.typ"), content, day, pictures)

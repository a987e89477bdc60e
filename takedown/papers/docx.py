"""A letter as a file to edit, in the look of its language's template."""

from __future__ import annotations

import functools
import io
import zipfile

from docxtpl import DocxTemplate

from takedown.papers.letter import Letter
from takedown.papers.typeset import TEMPLATES

ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def letter_docx(letter: Letter) -> bytes:
    """The letter as DOCX. What strangers wrote is escaped, so that it stays text."""
    made = DocxTemplate(io.BytesIO(_template(letter.language)))
    context = {"blocks": letter.lines, "slug": letter.slug}
    made.render(context, autoescape=True)
    file = io.BytesIO()
    made.save(file)
    return same_bytes(file.getvalue())


def same_bytes(office_file: bytes) -> bytes:
    """An Office file with its parts sorted and of one date: its bytes follow from its content."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(office_file)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        for name in sorted(old.namelist()):
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o100644 << 16
            entry.create_system = 3
            new.writestr(entry, old.read(name))
    return made.getvalue()


@functools.cache
def _template(language: str) -> bytes:
    return (TEMPLATES / f"letter.{language}.docx").read_bytes()

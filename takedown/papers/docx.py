"""A letter as a file to edit, in the look of its language's template."""

from __future__ import annotations

import functools
import io
import zipfile

from docx.oxml.ns import qn
from docxtpl import DocxTemplate

from takedown.papers.letter import Letter, Table
from takedown.papers.typeset import TEMPLATES

GRID, WIDTH = qn("w:tblGrid"), qn("w:w")
PAGE_TWIPS, NARROW_TWIPS = 9400, 700
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def letter_docx(letter: Letter) -> bytes:
    """The letter as DOCX. What strangers wrote is escaped, so that it stays text."""
    made = DocxTemplate(io.BytesIO(_template(letter.language)))
    context = {"blocks": letter.blocks, "tables": letter.tables, "slug": letter.slug}
    made.render(context, autoescape=True)
    told = [letter.tables[one.text] for one in letter.blocks if one.tag == "table"]
    for grid, table in zip(made.docx.element.body.iter(GRID), told, strict=False):
        for column, width in zip(grid, _twips(table), strict=False):
            column.set(WIDTH, str(width))
    file = io.BytesIO()
    made.save(file)
    return same_bytes(file.getvalue())


def _twips(table: Table) -> list[int]:
    """The width of each column, in twentieths of a point: its share of the page, or a little."""
    shares, narrow = sum(table.widths), table.widths.count(0)
    room = PAGE_TWIPS - NARROW_TWIPS * narrow
    return [room * share // shares if share else NARROW_TWIPS for share in table.widths]


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

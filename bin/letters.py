"""Writes the DOCX templates of letters, one a language: `python -m bin.letters`.

A firm that wants its own letterhead edits the written files and keeps the tags in braces.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import docx
import docx.text.paragraph
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from takedown.papers.docx import same_bytes

TEMPLATES = Path(__file__).parents[1] / "takedown" / "templates"
FONTS = {
    "zh": ("Times New Roman", "SimSun", "zh-CN"),
    "en": ("Times New Roman", "SimSun", "en-US"),
    "ja": ("Times New Roman", "Yu Mincho", "ja-JP"),
}
"""For Latin letters, for East Asian ones, and the language."""

KEPT_STYLES = frozenset({"Title", "TitleChar", "Heading2", "Heading2Char", "ListBullet"})
DROPPED = ("/thumbnail", "/stylesWithEffects", "/customXml")

TABLE = "table"
"""In place of a style: a table of the letter, and what gives it."""

BODY = (
    ("Normal", "{%p for one in blocks %}"),
    ("Normal", '{%p if one.tag == "h1" %}'),
    ("Title", "{{ one.text }}"),
    ("Normal", '{%p elif one.tag == "h2" %}'),
    ("Heading 2", "{{ one.text }}"),
    ("Normal", '{%p elif one.tag == "li" %}'),
    ("List Bullet", "{{ one.text }}"),
    ("Normal", '{%p elif one.tag == "sign" %}'),
    ("Normal", "{{ one.text }} ______________________"),
    ("Normal", '{%p elif one.tag == "table" %}'),
    (TABLE, "tables[one.text]"),
    ("Normal", "{%p else %}"),
    ("Normal", "{{ one.text }}"),
    ("Normal", "{%p endif %}"),
    ("Normal", "{%p endfor %}"),
)


def main() -> None:
    """Write the three templates."""
    for language in FONTS:
        (TEMPLATES / f"letter.{language}.docx").write_bytes(template(language))


def template(language: str) -> bytes:
    """The template of one language."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    for name, size in (("Normal", 10.5), ("Title", 17), ("Heading 2", 12), ("List Bullet", 10.5)):
        _fonts(made.styles[name], size, language)
    made.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    section.footer.paragraphs[0].text = "{{ slug }}\t\t"
    _page_number(section.footer.paragraphs[0])
    _plain(made)
    for style, text in BODY:
        if style == TABLE:
            _table(made, text)
        else:
            made.add_paragraph(text, style=style)
    _drop_what_is_not_used(made)
    core = made.core_properties
    core.author, core.title, core.comments = "", "", ""
    file = io.BytesIO()
    made.save(file)
    return same_bytes(file.getvalue())


def _plain(made: docx.document.Document) -> None:
    """Close lines, a bold title without a rule under it, and the language of the letter."""
    for name, after in (("Normal", 4), ("Title", 12), ("List Bullet", 1)):
        made.styles[name].paragraph_format.space_after = Pt(after)
        made.styles[name].paragraph_format.line_spacing = 1.15
    heading = made.styles["Heading 2"].paragraph_format
    heading.space_before, heading.space_after = Pt(10), Pt(4)
    title = made.styles["Title"]
    title.font.bold = True
    for border in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(border)
    for left in made.styles.element.iter(qn("w:lang")):
        left.set(
            qn("w:eastAsia"),
            made.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:eastAsia")),
        )


def _table(made: docx.document.Document, given: str) -> None:
    """A table of a letter: heads, a row for each line, and what stands below it across the page.

    Columns and rows come from the letter; the tags in braces stand in cells and rows of their own.
    """
    table = made.add_table(rows=0, cols=3, style=None)
    table.autofit = False
    heads = _row(table, f"{{%tc for one in {given}.heads %}}", "{{ one }}", "{%tc endfor %}")
    heads[1].paragraphs[0].runs[0].bold = True
    _rule_under(heads[1])
    _of_row(heads, "tblHeader")
    _row(table, f"{{%tr for row in {given}.rows %}}", "", "")
    _of_row(
        _row(table, "{%tc for one in row.cells %}", "{{ one }}", "{%tc endfor %}"), "cantSplit"
    )
    below = _row(table, f"{{% colspan {given}.heads|length %}}{{{{ row.below }}}}", "", "")
    _rule_under(below[0])
    for cell in below[1:]:
        cell._tc.getparent().remove(cell._tc)  # noqa: SLF001 - one cell across the page
    _row(table, "{%tr endfor %}", "", "")


def _row(table: docx.table.Table, *texts: str) -> tuple[docx.table._Cell, ...]:
    cells = table.add_row().cells  # type: ignore[no-untyped-call]
    for cell, text in zip(cells, texts, strict=True):
        cell.text = text
        cell._tc.tcPr.remove(cell._tc.tcPr.tcW)  # noqa: SLF001 - the letter gives the widths
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
        cell.paragraphs[0].paragraph_format.line_spacing = 1.0
        for run in cell.paragraphs[0].runs:
            run.font.size = Pt(9)
    return tuple(cells)


def _rule_under(cell: docx.table._Cell) -> None:
    """A thin line below the cell."""
    borders, bottom = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "4"), ("space", "2"), ("color", "999999")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    cell._tc.get_or_add_tcPr().append(borders)  # noqa: SLF001 - python-docx has no way of its own


def _of_row(cells: Sequence[docx.table._Cell], trait: str) -> None:
    row = cells[0]._tc.getparent()  # noqa: SLF001 - python-docx has no way of its own
    row.get_or_add_trPr().append(OxmlElement(f"w:{trait}"))


def _page_number(footer: docx.text.paragraph.Paragraph) -> None:
    """The number of the page, at the right."""
    for kind in ("begin", "PAGE", "end"):
        run = footer.add_run()
        part = OxmlElement("w:instrText" if kind == "PAGE" else "w:fldChar")
        if kind == "PAGE":
            part.text = kind
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)  # noqa: SLF001 - python-docx has no way of its own


def _drop_what_is_not_used(made: docx.document.Document) -> None:
    """Styles and parts of the stock document that no letter uses: most of its bytes."""
    styles = made.styles.element
    for one in list(styles):
        unused = one.get(qn("w:styleId")) not in KEPT_STYLES and one.get(qn("w:default")) is None
        if one.tag == qn("w:latentStyles") or (one.tag == qn("w:style") and unused):
            styles.remove(one)
    for relations in (made.part.package.rels, made.part.rels):
        for key in [key for key, one in relations.items() if one.reltype.endswith(DROPPED)]:
            relations.pop(key)


def _fonts(style: docx.styles.style.ParagraphStyle, size: float, language: str) -> None:
    latin, eastern, tag = FONTS[language]
    style.font.name, style.font.size = latin, Pt(size)
    style.font.color.rgb = docx.shared.RGBColor(0, 0, 0)
    own = style.element.get_or_add_rPr()
    fonts = own.find(qn("w:rFonts"))
    for key, name in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", eastern)):
        fonts.set(qn(f"w:{key}"), name)
    for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{key}"), None)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), tag)
    spoken.set(qn("w:eastAsia"), tag if language != "en" else "zh-CN")
    own.append(spoken)


if __name__ == "__main__":
    main()

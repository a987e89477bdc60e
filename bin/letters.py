"""Writes the DOCX templates of letters, one a language: `python -m bin.letters`.

A firm that wants its own letterhead edits the written files and keeps the tags in braces.
"""

from __future__ import annotations

import io
from pathlib import Path

import docx
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
    section.footer.paragraphs[0].text = "{{ slug }}"
    for style, text in BODY:
        made.add_paragraph(text, style=style)
    _drop_what_is_not_used(made)
    core = made.core_properties
    core.author, core.title, core.comments = "", "", ""
    file = io.BytesIO()
    made.save(file)
    return same_bytes(file.getvalue())


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

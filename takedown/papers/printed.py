"""A letter as files: text, PDF and DOCX; the same letter, the same bytes."""

from __future__ import annotations

from collections.abc import Iterable

from domain.records import Plain, to_plain
from takedown.papers.docx import letter_docx
from takedown.papers.letter import Letter
from takedown.papers.typeset import typeset


def letter_files(letters: Iterable[Letter], name: str) -> dict[str, bytes]:
    """Each letter as plain text, as a page to print and as a file to edit."""
    made: dict[str, bytes] = {}
    for one in letters:
        made[f"{name}.{one.language}.txt"] = one.text.encode()
        made[f"{name}.{one.language}.pdf"] = letter_pdf(one)
        made[f"{name}.{one.language}.docx"] = letter_docx(one)
    return made


def letter_pdf(letter: Letter) -> bytes:
    """The letter as PDF/A.

    Raises:
        InputError: A font is missing, or it cannot be set in type.
    """
    content: dict[str, Plain] = {
        "language": letter.language,
        "title": letter.title,
        "slug": letter.slug,
        "blocks": to_plain(letter.blocks),
        "tables": to_plain(letter.tables),
    }
    return typeset("letter.typ", content, letter.day, {})

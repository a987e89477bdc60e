"""Text from strangers made safe to print, to put into a table, or to name a file by."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable

FORMULA_STARTS = frozenset("=+-@\t\r\n|%＝＋－＠｜％")
"""First characters that make a spreadsheet compute: ASCII and full-width."""

TITLE_LENGTH = 300

SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/bmp": ".bmp",
    "image/tiff": ".tif",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "text/plain": ".txt",
    "text/csv": ".csv.txt",
    # a stranger's page must not run when somebody opens the bundle
    "text/html": ".html.txt",
    "application/xhtml+xml": ".html.txt",
    "image/svg+xml": ".svg.txt",
    "application/json": ".json.txt",
    "multipart/related": ".mhtml.txt",
}
"""File name endings by media type; whatever is not here ends in .bin."""


def printable(text: str, limit: int | None = TITLE_LENGTH) -> str:
    """This text on one line: controls and marks that turn the reading direction made visible.

    Longer texts are cut at `limit` characters, and the cut is said.
    """
    if limit is not None and len(text) > limit:
        return f"{printable(text[:limit], None)} [… {len(text)}]"
    if text.isprintable():
        return text
    return "".join(_visible(char) for char in text)


def safe_cell(value: object) -> str:
    """The text of a table cell that no spreadsheet takes for a formula; None is an empty cell.

    A leading apostrophe goes before whatever would compute, also behind unseen characters.
    """
    if value is None:
        return ""
    text = str(value)
    shown = printable(text)
    # blanks and marks of no width, behind which a formula hides
    seen = (char for char in text if unicodedata.category(char) not in ("Zs", "Cf"))
    return f"'{shown}" if next(seen, "") in FORMULA_STARTS else shown


def csv_bytes(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """A table as CSV that spreadsheets open as text: UTF-8 with its mark, every cell safe."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([safe_cell(cell) for cell in header])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def safe_name(text: str, limit: int = 40) -> str:
    """An ASCII name for a file: lower case, digits, `_` and `-`; `x` when nothing is left."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9_]+", "-", folded).strip("-_")[:limit].rstrip("-_") or "x"


def suffix_of(media_type: str | None) -> str:
    """The ending of a file of this media type; nothing that a double click would run."""
    plain = (media_type or "").split(";", maxsplit=1)[0].strip().lower()
    return SUFFIXES.get(plain, ".bin")


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if char in "\t\r\n" or category in ("Zl", "Zp"):
        return " "
    if category in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return f"[U+{ord(char):04X}]"
    return char

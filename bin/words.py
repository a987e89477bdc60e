"""Compiles the desk's message catalogues; takes in words that are still written as a table.

A catalogue a language, `review/web/locale/LANGUAGE/LC_MESSAGES/desk.po`, is what people translate;
`desk.mo` beside it is what the program reads. A `words.toml` in `review/web/locale` (a table a
key, with `zh`, `en` and `ja`) is merged into the catalogues and deleted.
"""

from __future__ import annotations

import sys
import tomllib
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from config.load import ROOT
from domain.languages import LANGUAGES

LOCALE = ROOT / "review" / "web" / "locale"
TABLE = LOCALE / "words.toml"

CHANGING = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By')
"""Lines of a catalogue's head that would change without a change."""


def main() -> int:
    """Take in the table where there is one, and compile; 0 when every text is there."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else {}
    for language in LANGUAGES:
        catalogue = catalogue_of(language)
        for key, texts in table.items():
            catalogue.delete(key)
            catalogue.add(key, texts[language])
        path_of(language).write_bytes(written(catalogue))
        path_of(language).with_suffix(".mo").write_bytes(compiled(catalogue))
    TABLE.unlink(missing_ok=True)
    return 0


def path_of(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return LOCALE / language / "LC_MESSAGES" / "desk.po"


def catalogue_of(language: str) -> Catalog:
    """The catalogue of a language; an empty one where there is none yet."""
    path = path_of(language)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        return Catalog(
            language,
            project="jianzhen",
            version="1",
            header_comment="# Every text of the desk's pages, by its key.",
            msgid_bugs_address="see CONTRIBUTING.md",
            last_translator="the Jianzhen maintainers",
            language_team=language,
            fuzzy=False,
        )
    with path.open("rb") as file:
        return read_po(file, locale=language)


def written(catalogue: Catalog) -> bytes:
    """The catalogue as people read it: by key, one text a line, without times that only change."""
    out = BytesIO()
    write_po(out, catalogue, width=0, sort_output=True, omit_header=False)
    lines = out.getvalue().decode().splitlines()
    kept = [one for one in lines if not one.startswith(CHANGING)]
    return ("\n".join(kept).rstrip() + "\n").encode()


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as the program reads it."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())

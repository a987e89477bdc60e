"""The words of the pages, from the catalogue of each language (compiled by `bin/words.py`)."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

from domain.languages import LANGUAGES

LOCALE = Path(__file__).with_name("locale")
DOMAIN = "desk"


@cache
def words() -> frozenset[str]:
    """The keys of all texts of the pages; every language has every one."""
    return frozenset(key for key in _catalogue("zh")._catalog if key)  # type: ignore[attr-defined]  # noqa: SLF001 - the only way to list a catalogue


def speaker(language: str) -> Callable[[str], str]:
    """Gives the text of a key in this language; a stored code without a text is given as it is."""
    catalogue = _catalogue(language if language in LANGUAGES else "en")

    def say(key: str) -> str:
        # the empty key is the catalogue's own header
        return catalogue.gettext(str(key)) if key else ""

    return say


def language_of(asked: str | None, kept: str | None, default: str) -> str:
    """The language asked for in the address, else the one kept in the cookie, else the default."""
    return next((one for one in (asked, kept) if one in LANGUAGES), default)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE, [language])

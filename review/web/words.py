"""The words of the pages, by language."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from config.load import read_toml
from domain.languages import LANGUAGES, Sentence

WORDS_FILE = Path(__file__).with_name("locale") / "words.toml"


@cache
def words() -> dict[str, Sentence]:
    """Every text of the pages, by its key."""
    return {key: Sentence(**texts) for key, texts in read_toml(WORDS_FILE).items()}


def speaker(language: str) -> Callable[[str], str]:
    """Gives the text of a key in this language; a stored code without a text is given as it is."""
    known = words()

    def say(key: str) -> str:
        sentence = known.get(str(key))
        return sentence.in_language(language) if sentence else str(key)

    return say


def language_of(asked: str | None, kept: str | None, default: str) -> str:
    """The language asked for in the address, else the one kept in the cookie, else the default."""
    return next((one for one in (asked, kept) if one in LANGUAGES), default)

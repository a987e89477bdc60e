"""The dossier's own texts, by table and key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from config.load import read_toml
from domain.languages import Sentence

HERE = Path(__file__).parent


@cache
def words() -> Mapping[str, Any]:
    """Every table of words.toml."""
    return read_toml(HERE / "words.toml")


@cache
def declarations() -> Mapping[str, Any]:
    """Every regime of declarations.toml, and `signing`."""
    return read_toml(HERE / "declarations.toml")


def word(table: str, key: str) -> Sentence:
    """One text in three languages.

    Raises:
        KeyError: There is none: a programming error.
    """
    return Sentence(**words()[table][key])


def labels(table: str, language: str) -> dict[str, str]:
    """A whole table in one language."""
    return {key: Sentence(**texts).in_language(language) for key, texts in words()[table].items()}


def saying(question: str, kind: str) -> Sentence:
    """The sentence on an exhibit of this kind under this question."""
    table = words()["says"][question]
    return Sentence(**table.get(kind, table["any"]))

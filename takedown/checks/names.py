"""Names that are the same but for their writing: legal forms, widths, and shapes of characters."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from config.load import read_toml
from takedown.checks.look import folded

NAMES_FILE = Path(__file__).with_name("names.toml")


def written_alike(name: str) -> str:
    """A name to compare others with: one writing of its characters and of its legal form.

    The form stays where it stands: before a name and behind it are two companies.
    """
    plain = unicodedata.normalize("NFKC", name)
    for kept, sign in _forms(signs=True):
        plain = plain.replace(sign, kept)
    plain = folded(plain).translate(_shapes())
    for kept, other in _forms(signs=False):
        if plain.startswith(other):
            return kept + plain.removeprefix(other)
        if plain.endswith(other):
            return plain.removesuffix(other) + kept
    return plain


def among(name: str, others: Iterable[str]) -> bool:
    """Whether one of the others is this name, however it is written."""
    return written_alike(name) in {written_alike(one) for one in others}


@functools.cache
def _shapes() -> dict[int, int]:
    pairs = read_toml(NAMES_FILE)["shapes"].split()
    return {ord(other): ord(kept) for other, kept in pairs}


@functools.cache
def _forms(*, signs: bool) -> tuple[tuple[str, str], ...]:
    """Each form's kept writing and another; of the others either the signs alone, as (株)."""
    return tuple(
        (forms[0], other)
        for forms in read_toml(NAMES_FILE)["forms"]
        for other in forms[1:]
        if other.startswith("(") is signs
    )

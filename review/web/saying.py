"""Errors in the reader's words: by their codes, with what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from domain.errors import Coded, MonitorError, snake
from domain.languages import Sentence
from review.web.words import words

Say = Callable[[str], str]


def worded(error: MonitorError, say: Say, language: str) -> tuple[str, str]:
    """The sentence for this error, and the English one where only its class has words."""
    key = f"error_{error.code}"
    told = {name: _said(value, say, language) for name, value in error.told.items()}
    if key in words():
        # an InputError without a code of its own says no more than what family it is of
        general = error.code == snake(type(error).__name__) and not error.told
        return say(key).format_map(told), str(error) if general else ""
    family = next(one for one in type(error).__mro__ if f"error_{snake(one.__name__)}" in words())
    return say(f"error_{snake(family.__name__)}"), str(error)


def _said(value: object, say: Say, language: str) -> str:
    if isinstance(value, Sentence):
        return value.in_language(language)
    return say(str(value)) if isinstance(value, Enum | Coded) else str(value)

"""What a seller says against a complaint, and the answers that are ready for it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from config.load import read_toml
from domain.errors import InputError
from domain.languages import Sentence

COUNTERS_FILE = Path(__file__).with_name("counters.toml")
NONE_GIVEN = "none_given"


@dataclass(frozen=True, slots=True)
class Counter:
    """One ground of a counter-statement: what to check first, and the answer if it is wrong."""

    name: Sentence
    words: tuple[str, ...]
    check: Sentence
    answer: Sentence


@functools.cache
def counters() -> Mapping[str, Counter]:
    """Every known ground by its code."""
    return TypeAdapter(dict[str, Counter]).validate_python(read_toml(COUNTERS_FILE))


def counter_of(code: str) -> Counter:
    """The ground of this code.

    Raises:
        InputError: There is none; the message names those that there are.
    """
    found = counters().get(code)
    if found is None:
        raise InputError(
            f"{code!r} is no known ground of a counter-statement.",
            mend=f"Use {', '.join(counters())}.",
            code="no_ground",
            given=code,
        )
    return found


def suggested_counters(statement: str) -> tuple[str, ...]:
    """The grounds whose words stand in this statement, most words first; never empty."""
    folded = statement.casefold()
    hits = {
        code: sum(word.casefold() in folded for word in one.words)
        for code, one in counters().items()
    }
    found = sorted((code for code in hits if hits[code]), key=lambda code: -hits[code])
    return tuple(found) or (NONE_GIVEN,)

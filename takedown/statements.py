"""Statements that a notice carries, by the code that a pack or a law of notices names."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from config.load import read_toml
from domain.errors import InputError
from domain.rights import RightKind
from takedown.regimes import Regime
from takedown.rules import Pack, StatementRule

STATEMENTS_FILE = Path(__file__).with_name("statements.toml")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence the signer stands by; it is printed, never signed, by this program.

    `element` is the part of a notice that it is (`regimes.toml`), where a law asks for one.
    """

    code: str
    zh: str
    en: str
    ja: str
    element: str | None = None


def statements_of(
    pack: Pack, right: RightKind, regimes: Iterable[Regime] = ()
) -> tuple[Statement, ...]:
    """The statements this channel's notices on such a right carry, in the order of the pack.

    What these laws of notices require and the pack does not have follows, each once.

    Raises:
        InputError: The pack asks for a statement that has no text.
    """
    found = [(rule, _statement(rule, pack)) for rule in pack.statements]
    own = [one for rule, one in found if rule.right in (None, right)]
    made = {one.element for one in own}
    for regime in regimes:
        for one in (known_statements()[code] for code in regime.statements):
            if one.element in regime.required and one.element not in made:
                own.append(one)
                made.add(one.element)
    return tuple(own)


@functools.cache
def known_statements() -> Mapping[str, Statement]:
    """Every statement that has a text, by its code."""
    table = {code: {"code": code, **text} for code, text in read_toml(STATEMENTS_FILE).items()}
    return TypeAdapter(dict[str, Statement]).validate_python(table)


def _statement(rule: StatementRule, pack: Pack) -> Statement:
    if rule.zh and rule.en and rule.ja:
        return Statement(rule.code, rule.zh, rule.en, rule.ja)
    if rule.code not in known_statements():
        raise InputError(
            f"statements: {rule.code!r} has no text.",
            where=pack.slug,
            mend=f"Give it zh, en and ja; without them: {', '.join(sorted(known_statements()))}.",
        )
    return known_statements()[rule.code]

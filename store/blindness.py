"""What is kept from a second reader: a first finding, until that reader has looked for himself.

A store made by `Store.read_by` gives its connections the option `reader`. Lists and pages show
a candidate that waits for a second look by somebody else without what was found of it. Sums over
all (figures, precision) are not withheld, and work that goes on (drafting, deciding) sees all.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from domain.decisions import Verdict
from store import tables

SECOND_LOOK = "second_look"
"""What a reader is shown instead of the state."""

FOUND = (Verdict.INFRINGING.value, Verdict.CLEARED.value)
"""The states that tell a finding."""

Column = sa.ColumnElement[Any]


def reader_of(connection: sa.Connection) -> str | None:
    """Who reads by this connection; None for the program itself, which is kept from nothing."""
    return connection.get_execution_options().get("reader")


def withheld(candidate: Column, reader: str | None) -> sa.ColumnElement[bool]:
    """Whether what was found of this candidate is kept from this reader.

    It is from everybody but the first finder, from the finding to the second look, or until a
    notice rests on it: whoever reads the notice knows.
    """
    if reader is None:
        return sa.false()
    look, said = sa.alias(tables.second_looks, "open_look"), sa.alias(tables.decisions, "first")
    return (
        sa.select(sa.literal(1))
        .select_from(look)
        .join(said, said.c.id == look.c.decision)
        .where(look.c.candidate == candidate, look.c.verdict.is_(None), said.c.analyst != reader)
        .where(~_in(tables.taken_back, said), ~_in(tables.notice_decisions, said))
        .correlate_except(look, said)
        .exists()
    )


def state_shown(state: Column, candidate: Column, reader: str | None) -> Column:
    """The state of a candidate as this reader may know it."""
    if reader is None:
        return state
    hidden = sa.and_(state.in_(FOUND), withheld(candidate, reader))
    return sa.case((hidden, SECOND_LOOK), else_=state)


def _in(table: sa.Table, said: sa.FromClause) -> sa.ColumnElement[bool]:
    part = sa.alias(table, f"own_{table.name}")
    return (
        sa.select(sa.literal(1))
        .select_from(part)
        .where(part.c.decision == said.c.id)
        .correlate_except(part)
        .exists()
    )

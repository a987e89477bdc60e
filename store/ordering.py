"""The order of the queue in SQL, and what filters leave of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from domain.candidates import CandidateState
from domain.queue import Weights
from store import tables

WAITING = (CandidateState.SUGGESTED.value, CandidateState.UNSURE.value)
UNSURE = "unsure"
Wanted = TypeVar("Wanted", bound=sa.Select[*tuple[Any, ...]])

COLUMNS = ("state", "band", "platform", "right", "seller", "language", "holder")


def narrowed(query: Wanted, filters: Mapping[str, str]) -> Wanted:
    """The query for what these filters leave of the queue.

    The queue `unsure` is what a person was not sure of; the others are named by their score.
    """
    table = tables.queue
    for name in COLUMNS:
        if name in filters and not (name == "state" and filters.get("queue") == UNSURE):
            query = query.where(table.c[name] == filters[name])
    if "queue" in filters:
        of = table.c.state if filters["queue"] == UNSURE else table.c.queue
        query = query.where(of == filters["queue"])
    if "signal" in filters:
        query = query.where(table.c.signals.contains(spaced([filters["signal"]]), autoescape=True))
    return query


def spaced(names: Sequence[str]) -> str:
    """Signals as they are kept: each between blanks, so that one is found whole."""
    return f" {' '.join(names)} "


def free(who: str, now: datetime) -> sa.ColumnElement[bool]:
    """Whether nobody but this person holds a candidate."""
    table = tables.queue
    return sa.or_(
        table.c.claimed_until.is_(None), table.c.claimed_until <= now, table.c.claimed_by == who
    )


def rank(weights: Weights) -> sa.ColumnElement[float]:
    """The weighted sum of the logarithms of all factors, the higher the sooner."""
    columns = (tables.queue.c[f"log_{name}"] * one for name, one in weights.named().items())
    return sum(columns, start=sa.literal(0.0))


def order(weights: Weights) -> tuple[sa.ColumnElement[float], sa.ColumnElement[int]]:
    """The order of the queue: by rank, and among equals the older candidate first."""
    return rank(weights).desc(), tables.queue.c.candidate


def behind(candidate: int, weights: Weights) -> sa.ColumnElement[bool]:
    """Whatever comes after this candidate in the order."""
    table = tables.queue
    own = sa.select(rank(weights)).where(table.c.candidate == candidate)
    here = own.correlate(None).scalar_subquery()
    return sa.or_(
        rank(weights) < here,
        sa.and_(rank(weights) == here, table.c.candidate > candidate),
    )

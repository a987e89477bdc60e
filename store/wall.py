"""The wall between tenants: what a connection for some rights holders sees of each table.

A store made by `Store.walled` gives its connections the option `wall`. Every statement on them is
rewritten here before it runs, so no query can forget the wall: a table is seen through the rights
and holders it hangs on, and one for which this page says nothing is not seen at all.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.dml import Delete, Update
from sqlalchemy.sql.visitors import replacement_traverse

from store import tables

Holders = frozenset[str]
Criterion = sa.ColumnElement[bool]
Column = sa.ColumnElement[Any]

OPEN = {
    # how the house's scans went; what was found hangs on listings
    "scans", "rests",
    # digests and times alone
    "stamps", "looks",
    # the chain is one for all and grows at its end; its page is the admin's
    "audit",
    # how the house orders its queue, and its thresholds
    "queue_weights", "accepted_bands",
}  # fmt: skip
"""Tables that tell nothing of a rights holder."""

CLOSED = {
    # machinery of the night; names of others' marks stand in its searches, arguments and problems
    "runs", "leases", "frontier", "queries", "query_listings",
    "prints", "features", "picture_looks",
    # read again by whoever may read the file
    "file_facts",
    # what is kept from being erased, named in free words
    "holds",
    # letters to the house's own people about every rights holder's periods
    "reminders",
    # accounts are reached by the door and the admin's pages, never within a wall
    "accounts", "grants", "recovery_codes", "sessions", "sign_in_links", "sign_in_tries", "tokens",
    "webhooks",
}  # fmt: skip
"""Tables of which nothing is seen within a wall."""


def build_wall(engine: sa.Engine) -> None:
    """Let every statement of this engine's walled connections be rewritten."""
    sa.event.listen(engine, "before_execute", _rewritten, retval=True)


def seen(name: str, part: sa.FromClause, holders: Holders) -> Criterion | None:
    """What a row of the table of this name must fulfil to be seen; None where every row is.

    A table that hangs on a candidate, a right, a notice, an alias or a listing is seen with it.
    `part` is the table as it stands in a query: itself or an alias of it.
    """
    if name in OPEN:
        return None
    if name in _NAMED:
        return _NAMED[name](part, holders)
    if name not in CLOSED:
        for column, through in _THROUGH.items():
            if column in part.c and part.c[column].foreign_keys:
                return through(part.c[column], holders)
    return sa.false()


def _rewritten(
    _connection: sa.Connection,
    statement: Any,
    multiparams: Any,
    params: Any,
    execution_options: Any,
) -> tuple[Any, Any, Any]:
    holders = execution_options.get("wall")
    if holders is not None:
        statement = _walled(statement, holders)
    return statement, multiparams, params


def _walled(statement: Any, holders: Holders) -> Any:
    if isinstance(statement, Update | Delete):
        criteria = _criteria(statement.table, holders)
        return _inner(statement, holders).where(*criteria)
    if isinstance(statement, sa.Insert):
        return statement
    if isinstance(statement, sa.Select):
        parts = statement.get_final_froms()
        criteria = [one for part in parts for one in _criteria(part, holders)]
        return _inner(_anchored(statement, parts), holders).where(*criteria)
    if isinstance(statement, sa.CompoundSelect):
        return _inner(statement, holders)
    raise TypeError(f"{type(statement).__name__} cannot be walled.")


def _anchored(statement: Any, parts: Any) -> Any:
    """The query with its joins as they are, not to be guessed anew from what is added to it."""
    if not statement._setup_joins:  # noqa: SLF001 - SQLAlchemy has no public way to ask
        return statement
    anchored = statement.select_from(*parts)
    anchored._setup_joins = ()  # noqa: SLF001
    return anchored


def _inner(statement: Any, holders: Holders) -> Any:
    """The statement with every query inside it walled."""

    def wall(element: Any, **_: Any) -> Any:
        inner = isinstance(element, sa.Select) and element is not statement
        return _walled(element, holders) if inner else None

    return replacement_traverse(statement, {}, wall)


def _criteria(part: sa.FromClause, holders: Holders) -> list[Criterion]:
    """What the rows of this part of a query must fulfil; outer parts may be missing."""
    if isinstance(part, sa.Join):
        right = _criteria(part.right, holders)
        if part.isouter or part.full:
            missing = [one.is_(None) for one in part.right.primary_key]
            right = [sa.or_(*missing, one) for one in right]
        return [*_criteria(part.left, holders), *right]
    table = part.element if isinstance(part, sa.Alias) else part
    if isinstance(table, sa.Table):
        criterion = seen(table.name, part, holders)
        return [] if criterion is None else [criterion]
    if isinstance(part, sa.Subquery | sa.CTE):
        # its own query is walled
        return []
    raise TypeError(f"{type(part).__name__} cannot be walled.")


def _by_holder(column: Column, holders: Holders) -> Criterion:
    return column.in_(sorted(holders))


def _by_right(column: Column, holders: Holders) -> Criterion:
    rights = sa.alias(tables.rights, "seen_rights")
    return column.in_(sa.select(rights.c.slug).where(rights.c.holder.in_(sorted(holders))))


def _by_candidate(column: Column, holders: Holders) -> Criterion:
    one = sa.alias(tables.candidates, "seen_candidates")
    return _exists(one, column == one.c.id, _by_right(one.c.right, holders))


def _by_listing(column: Column, holders: Holders) -> Criterion:
    one = sa.alias(tables.candidates, "seen_candidates")
    return _exists(one, column == one.c.listing, _by_right(one.c.right, holders))


def _by_sighting(column: Column, holders: Holders) -> Criterion:
    one = sa.alias(tables.sightings, "seen_sightings")
    return _exists(one, column == one.c.id, _by_listing(one.c.listing, holders))


def _by_decision(column: Column, holders: Holders) -> Criterion:
    one = sa.alias(tables.decisions, "seen_decisions")
    return _exists(one, column == one.c.id, _by_candidate(one.c.candidate, holders))


def _by_notice(column: Column, holders: Holders) -> Criterion:
    one = sa.alias(tables.notices, "seen_notices")
    return _exists(one, column == one.c.id, _by_holder(one.c.holder, holders))


def _by_alias(column: Column, holders: Holders) -> Criterion:
    one = sa.alias(tables.aliases, "seen_aliases")
    return _exists(one, column == one.c.id, _by_right(one.c.right, holders))


def _exists(one: sa.FromClause, *criteria: Criterion) -> Criterion:
    return (
        sa.select(sa.literal(1)).select_from(one).where(*criteria).correlate_except(one).exists()
    )


def _version(table: sa.FromClause, holders: Holders) -> Criterion:
    mine = sorted(holders)
    rights = sa.alias(tables.rights, "seen_rights")
    sellers = sa.alias(tables.sellers, "seen_sellers")
    return sa.or_(
        sa.and_(table.c.noun == tables.holders.name, table.c.slug.in_(mine)),
        sa.and_(
            table.c.noun == tables.rights.name,
            table.c.slug.in_(sa.select(rights.c.slug).where(rights.c.holder.in_(mine))),
        ),
        sa.and_(
            table.c.noun == tables.sellers.name,
            table.c.slug.in_(sa.select(sellers.c.slug).where(sellers.c.holder.in_(mine))),
        ),
    )


def _acting(column: Column, holders: Holders) -> Criterion:
    """Agents that one of these holders gave a power of attorney."""
    powers = sa.alias(tables.exhibits, "seen_powers")
    return column.in_(sa.select(powers.c.agent).where(powers.c.holder.in_(sorted(holders))))


def _exhibit(table: sa.FromClause, holders: Holders) -> Criterion:
    agents = sa.and_(table.c.holder.is_(None), _acting(table.c.agent, holders))
    return sa.or_(_by_holder(table.c.holder, holders), agents)


_NAMED = {
    "agents": lambda table, holders: _acting(table.c.slug, holders),
    "exhibits": _exhibit,
    "holders": lambda table, holders: _by_holder(table.c.slug, holders),
    "listings": lambda table, holders: _by_listing(table.c.id, holders),
    "candidates": lambda table, holders: _by_right(table.c.right, holders),
    "versions": _version,
}
"""Tables that say themselves what they belong to."""

_THROUGH = {
    "holder": _by_holder,
    "candidate": _by_candidate,
    "right": _by_right,
    "notice": _by_notice,
    "decision": _by_decision,
    "alias": _by_alias,
    "listing": _by_listing,
    "sighting": _by_sighting,
}
"""The columns through which other tables are seen, the surest first."""

"""Aliases and what people said of them, as they are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa

from domain.aliases import Alias, AliasId, AliasProposal, AliasState
from domain.errors import NotFound
from domain.records import from_plain, to_plain
from domain.rights import RightSlug
from store import tables
from store.upsert import insert_new, storable


class AliasesRepository:
    """Keeps each proposal once a mark and spelling; what a person says of it is appended."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def keep_proposals(self, proposals: Iterable[AliasProposal], now: datetime) -> dict[str, int]:
        """Keep what is new, and measure anew what waits for a person; what was said stays.

        Returns:
            Counts of `proposed`, `measured` and `decided`.
        """
        counts: Counter[str] = Counter(proposed=0, measured=0, decided=0)
        for one in proposals:
            counts[self._keep(one, now)] += 1
        return dict(counts)

    def all(
        self, *, state: AliasState | None = None, right: RightSlug | None = None
    ) -> tuple[Alias, ...]:
        """Aliases by mark, in the order they were proposed."""
        table = tables.aliases
        query = _joined().order_by(table.c.right, table.c.id)
        if state is not None:
            query = query.where(table.c.state == state.value)
        if right is not None:
            query = query.where(table.c.right == right)
        return tuple(_alias(row) for row in self._connection.execute(query))

    def approved(self) -> Mapping[RightSlug, tuple[Alias, ...]]:
        """What is looked for, by mark."""
        found: dict[RightSlug, tuple[Alias, ...]] = {}
        for alias in self.all(state=AliasState.APPROVED):
            mark = alias.proposal.mark
            found[mark] = (*found.get(mark, ()), alias)
        return found

    def decide(
        self, alias: AliasId, state: AliasState, *, analyst: str, note: str | None, now: datetime
    ) -> Alias:
        """Append what a person says of it: approved or refused. A later word stands.

        Raises:
            NotFound: There is no such alias.
        """
        table = tables.aliases
        statement = sa.update(table).where(table.c.id == alias).values(state=state.value)
        if self._connection.execute(statement.returning(table.c.id)).first() is None:
            raise NotFound(
                f"There is no alias {alias}.", mend="`jianzhen aliases list` shows what there is."
            )
        self._connection.execute(
            sa.insert(tables.alias_decisions).values(
                alias=alias, state=state.value, analyst=analyst, decided_at=now, note=note
            )
        )
        return _alias(self._connection.execute(_joined().where(table.c.id == alias)).one())

    def _keep(self, proposal: AliasProposal, now: datetime) -> str:
        table, record = tables.aliases, to_plain(proposal)
        key = {"right": proposal.mark, "text": storable(proposal.text)}
        beside = {"state": AliasState.PROPOSED.value, "proposed_at": now, "record": record}
        if insert_new(self._connection, table, key | beside):
            return "proposed"
        waiting = table.c.state == AliasState.PROPOSED.value
        same = [table.c[name] == value for name, value in key.items()]
        statement = sa.update(table).where(*same, waiting).values(record=record)
        found = self._connection.execute(statement.returning(table.c.id)).first()
        return "decided" if found is None else "measured"


def _joined() -> sa.Select[tuple[object, ...]]:
    """Each alias with the last word that was said of it."""
    said = tables.alias_decisions
    last = sa.select(sa.func.max(said.c.id)).where(said.c.alias == tables.aliases.c.id)
    latest = last.correlate(tables.aliases).scalar_subquery()
    return sa.select(tables.aliases, said.c.analyst, said.c.decided_at, said.c.note).outerjoin(
        said, said.c.id == latest
    )


def _alias(row: sa.Row[tuple[object, ...]]) -> Alias:
    return Alias(
        id=AliasId(row.id),
        proposal=from_plain(AliasProposal, row.record),
        state=AliasState(row.state),
        proposed_at=row.proposed_at,
        decided_by=row.analyst,
        decided_at=row.decided_at,
        note=row.note,
    )

"""Holders, rights, sellers, exhibits and proofs, as they are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from domain.digests import digest_of
from domain.errors import NotFound
from domain.ownership import Exhibit, OwnershipProof
from domain.records import Plain, from_plain, to_plain
from domain.rights import (
    Agent,
    AgentSlug,
    AuthorisedSeller,
    HolderSlug,
    Mark,
    Portfolio,
    Product,
    Right,
    RightKind,
    RightsHolder,
    RightSlug,
    Work,
    kind_of,
)
from domain.versions import Version
from store import tables
from store.audit import AuditLog
from store.facts import FactsRepository
from store.upsert import insert_new

Keeper = tuple[datetime | None, str | None]
"""When something was kept, and by whom, as far as that is told."""


class RightsRepository:
    """Keeps the portfolio; a changed entry leaves its earlier version behind."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self.facts = FactsRepository(connection)

    def keep_portfolio(
        self, portfolio: Portfolio, *, who: str | None = None, now: datetime | None = None
    ) -> dict[str, int]:
        """Keep every entry; counts of `new`, `changed` and `unchanged`.

        Who kept what is new or changed, and when, stands in its versions.
        """
        keeper = (now, who)
        counts: Counter[str] = Counter(new=0, changed=0, unchanged=0)
        for holder in portfolio.holders:
            counts[self._keep(tables.holders, holder.slug, to_plain(holder), {}, keeper)] += 1
        for agent in portfolio.agents:
            counts[self._keep(tables.agents, agent.slug, to_plain(agent), {}, keeper)] += 1
        for right in portfolio.rights():
            beside: dict[str, object] = {
                "holder": right.holder,
                "kind": kind_of(right).value,
                "expires_on": right.expires_on if isinstance(right, Mark) else None,
            }
            counts[self._keep(tables.rights, right.slug, to_plain(right), beside, keeper)] += 1
        for product in portfolio.products:
            beside = {"holder": product.holder}
            papers = to_plain(product)
            counts[self._keep(tables.products, product.slug, papers, beside, keeper)] += 1
        for seller in portfolio.sellers:
            slug = f"{seller.holder}/{seller.platform}/{seller.seller}"
            papers = to_plain(seller)
            beside = {"holder": seller.holder}
            counts[self._keep(tables.sellers, slug, papers, beside, keeper)] += 1
        return dict(counts)

    def portfolio(self) -> Portfolio:
        """Everything that is kept, by slug."""
        rights = [_right(row) for row in self._rows(tables.rights)]
        return Portfolio(
            holders=tuple(
                from_plain(RightsHolder, row.record) for row in self._rows(tables.holders)
            ),
            marks=tuple(right for right in rights if isinstance(right, Mark)),
            works=tuple(right for right in rights if isinstance(right, Work)),
            sellers=tuple(
                from_plain(AuthorisedSeller, row.record) for row in self._rows(tables.sellers)
            ),
            agents=tuple(from_plain(Agent, row.record) for row in self._rows(tables.agents)),
            products=tuple(from_plain(Product, row.record) for row in self._rows(tables.products)),
        )

    def right(self, slug: RightSlug) -> Right:
        """The right of this slug.

        Raises:
            NotFound: There is none.
        """
        return _right(self._row(tables.rights, slug))

    def holder(self, slug: HolderSlug) -> RightsHolder:
        """The rights holder of this slug.

        Raises:
            NotFound: There is none.
        """
        return from_plain(RightsHolder, self._row(tables.holders, slug).record)

    def agent(self, slug: AgentSlug) -> Agent:
        """The agent of this slug.

        Raises:
            NotFound: There is none.
        """
        return from_plain(Agent, self._row(tables.agents, slug).record)

    def products(self, right: RightSlug) -> tuple[Product, ...]:
        """The genuine products that are sold under this right."""
        return tuple(one for one in self.portfolio().products if right in one.rights)

    def sellers(self, holder: HolderSlug) -> tuple[AuthorisedSeller, ...]:
        """The shops that may sell this holder's goods."""
        return tuple(seller for seller in self.portfolio().sellers if seller.holder == holder)

    def keep_exhibit(self, exhibit: Exhibit) -> bool:
        """Keep an exhibit; whether anything of it is new.

        The same bytes for the same purpose are one exhibit. What is said of it (its date, how
        long it holds, its description) may be corrected; what was said before becomes a version.
        Who took it in first, and when, stays.
        """
        key = digest_of([_owner(exhibit), exhibit.right, exhibit.kind.value, exhibit.sha256])
        table, record = tables.exhibits, to_plain(exhibit)
        old = self._connection.scalar(sa.select(table.c.record).where(table.c.natural_key == key))
        if old is None:
            values = {
                "holder": exhibit.holder,
                "right": exhibit.right,
                "agent": exhibit.agent,
                "natural_key": key,
            }
            new = insert_new(self._connection, table, {**values, "record": record})
            if new:
                self._note_exhibit(exhibit)
            return new
        record |= {name: old[name] for name in ("taken_in_at", "taken_in_by")}
        if record == old:
            return False
        self._version("exhibit", key, old, (exhibit.taken_in_at, exhibit.taken_in_by))
        self._connection.execute(
            sa.update(table).where(table.c.natural_key == key).values(record=record)
        )
        return True

    def _note_exhibit(self, exhibit: Exhibit) -> None:
        AuditLog(self._connection).append(
            "exhibit taken in",
            f"exhibit {exhibit.sha256}",
            {
                "holds": [exhibit.sha256],
                "holder": _owner(exhibit),
                "kind": exhibit.kind.value,
                "from": exhibit.source or exhibit.file_name,
            },
            exhibit.taken_in_by,
            exhibit.taken_in_at,
        )

    def exhibits(
        self,
        right: RightSlug | None = None,
        holder: HolderSlug | None = None,
        agent: AgentSlug | None = None,
    ) -> tuple[Exhibit, ...]:
        """The exhibits of a right, an agent, or a holder's own (those of no one right)."""
        query = sa.select(tables.exhibits.c.record).order_by(tables.exhibits.c.id)
        if right is not None:
            query = query.where(tables.exhibits.c.right == right)
        if holder is not None:
            query = query.where(
                tables.exhibits.c.holder == holder, tables.exhibits.c.right.is_(None)
            )
        if agent is not None:
            own = tables.exhibits.c.holder.is_(None)  # a power of attorney is its holder's
            query = query.where(tables.exhibits.c.agent == agent, own)
        return tuple(from_plain(Exhibit, record) for record in self._connection.scalars(query))

    def keep_proof(self, proof: OwnershipProof, now: datetime) -> None:
        """Keep what can be shown of a right today; the earlier proof becomes a version."""
        record = to_plain(proof)
        old = self._connection.scalar(
            sa.select(tables.proofs.c.record).where(tables.proofs.c.right == proof.right)
        )
        if old == record:
            return
        self._version("proof", proof.right, record, (now, None))
        self._connection.execute(
            sa.delete(tables.proofs).where(tables.proofs.c.right == proof.right)
        )
        self._connection.execute(
            sa.insert(tables.proofs).values(right=proof.right, proved_at=now, record=record)
        )

    def proof(self, right: RightSlug) -> OwnershipProof | None:
        """What was last proved of this right; None where nothing was weighed yet."""
        query = sa.select(tables.proofs.c.record).where(tables.proofs.c.right == right)
        record = self._connection.scalar(query)
        return from_plain(OwnershipProof, record) if record else None

    def versions(self, slug: RightSlug) -> tuple[Version, ...]:
        """Every version of a right, the first one first; the last one is what holds.

        Raises:
            NotFound: There is no such right.
        """
        self._row(tables.rights, slug)
        table = tables.versions
        query = sa.select(table).where(table.c.noun == tables.rights.name, table.c.slug == slug)
        rows = self._connection.execute(query.order_by(table.c.id))
        return tuple(
            Version(number, row.digest, row.record, row.kept_at, row.kept_by)
            for number, row in enumerate(rows, 1)
        )

    def _keep(
        self,
        table: sa.Table,
        slug: str,
        record: Plain,
        beside: Mapping[str, object],
        keeper: Keeper,
    ) -> str:
        digest = digest_of(record)
        query = sa.select(table.c.digest).where(table.c.slug == slug)
        found = self._connection.scalar(query)
        if found == digest:
            return "unchanged"
        values = {"digest": digest, "record": record, **beside}
        self._version(table.name, slug, record, keeper)
        if found is None:
            self._connection.execute(sa.insert(table).values(slug=slug, **values))
            return "new"
        self._connection.execute(sa.update(table).where(table.c.slug == slug).values(**values))
        return "changed"

    def _version(self, noun: str, slug: str, record: Plain, keeper: Keeper) -> None:
        kept_at, kept_by = keeper
        self._connection.execute(
            sa.insert(tables.versions).values(
                noun=noun,
                slug=slug,
                digest=digest_of(record),
                record=record,
                kept_at=kept_at,
                kept_by=kept_by,
            )
        )

    def _rows(self, table: sa.Table) -> list[sa.Row[tuple[object, ...]]]:
        return list(self._connection.execute(sa.select(table).order_by(table.c.slug)))

    def _row(self, table: sa.Table, slug: str) -> sa.Row[tuple[object, ...]]:
        row = self._connection.execute(sa.select(table).where(table.c.slug == slug)).first()
        if row is None:
            raise NotFound(
                f"There is no {table.name.removesuffix('s')} {slug!r}.",
                mend="`jianzhen rights list` shows what there is.",
            )
        return row


def _right(row: sa.Row[tuple[object, ...]]) -> Right:
    if row.kind == RightKind.MARK:
        return from_plain(Mark, row.record)
    return from_plain(Work, row.record)


def _owner(exhibit: Exhibit) -> str | None:
    """Whose paper it is; an agent's is told apart from a holder's of the same slug."""
    return exhibit.holder or (f"agent {exhibit.agent}" if exhibit.agent else None)

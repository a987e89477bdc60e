"""What became of reported listings, and second persons' words on batches that were held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from domain.digests import Sha256
from domain.listings import ListingKey, PlatformSlug
from domain.notices import NoticeId, NoticeState
from domain.rights import HolderSlug, RightSlug
from domain.standing import Account, Release, Reported
from store import tables
from store.upsert import insert_new


class StandingRepository:
    """Reads the record of accounts, and keeps releases: appended, never changed."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def accounts(self) -> tuple[Account, ...]:
        """Every holder and channel that a notice was made for."""
        table = tables.notices
        query = sa.select(table.c.channel, table.c.holder).distinct().order_by("channel", "holder")
        return tuple(
            Account(row.channel, HolderSlug(row.holder)) for row in self._connection.execute(query)
        )

    def reported(
        self, account: Account, states: Collection[NoticeState] | None = None
    ) -> tuple[Reported, ...]:
        """Every listing in a notice of this account, or in those in some states, oldest first.

        A notice that was refused and is filed again counts once for each time: the platform keeps
        both.
        """
        notices = tables.notices
        query = _reported().where(
            notices.c.channel == account.channel, notices.c.holder == account.holder
        )
        refused = self._refused_before(account)
        found: list[Reported] = []
        for row in self._connection.execute(query):
            one = _row(row, account)
            filed = refused.get(row.id, [])
            found += [replace(one, state=NoticeState.REFUSED, filed_at=at) for at in filed]
            found.append(one)
        wanted = None if states is None else set(states)
        return tuple(one for one in found if wanted is None or one.state in wanted)

    def _refused_before(self, account: Account) -> dict[int, list[datetime]]:
        """When a notice was refused that has another state by now, by its id."""
        notices, outcomes = tables.notices, tables.outcomes
        query = (
            sa.select(outcomes.c.notice, outcomes.c.at)
            .join(notices, notices.c.id == outcomes.c.notice)
            .where(
                notices.c.channel == account.channel,
                notices.c.holder == account.holder,
                outcomes.c.state == NoticeState.REFUSED.value,
                notices.c.state != NoticeState.REFUSED.value,
            )
            .order_by(outcomes.c.id)
        )
        found: dict[int, list[datetime]] = defaultdict(list)
        for notice, at in self._connection.execute(query):
            found[notice].append(at)
        return found

    def release(self, release: Release) -> bool:
        """Keep a second person's word; whether it was new."""
        values = {
            "notice": release.notice,
            "rows_digest": release.rows_digest,
            "who": release.who,
            "note": release.note,
            "at": release.at,
        }
        return insert_new(self._connection, tables.releases, values)

    def releases(self, notice: NoticeId) -> tuple[Release, ...]:
        """What second persons said of this notice, oldest first."""
        table = tables.releases
        query = sa.select(table).where(table.c.notice == notice).order_by(table.c.id)
        return tuple(
            Release(NoticeId(row.notice), Sha256(row.rows_digest), row.who, row.note, row.at)
            for row in self._connection.execute(query)
        )


def _reported() -> sa.Select[tuple[object, ...]]:
    notices, links, outcomes = tables.notices, tables.notice_decisions, tables.outcomes
    decisions, sightings, listings = tables.decisions, tables.sightings, tables.listings
    filed = (
        sa.select(outcomes.c.notice, sa.func.max(outcomes.c.at).label("at"))
        .where(outcomes.c.state == NoticeState.SUBMITTED.value)
        .group_by(outcomes.c.notice)
        .subquery()
    )
    joined = (
        links.join(notices, notices.c.id == links.c.notice)
        .join(decisions, decisions.c.id == links.c.decision)
        .join(sightings, sightings.c.id == decisions.c.sighting)
        .join(listings, listings.c.id == sightings.c.listing)
        .outerjoin(filed, filed.c.notice == notices.c.id)
    )
    return (
        sa.select(
            notices.c.id,
            notices.c.slug,
            notices.c.right,
            notices.c.ground,
            notices.c.state,
            listings.c.platform,
            listings.c.site,
            listings.c.item_id,
            listings.c.seller,
            filed.c.at.label("filed_at"),
        )
        .select_from(joined)
        .order_by(notices.c.id, links.c.place)
    )


def _row(row: sa.Row[tuple[object, ...]], account: Account) -> Reported:
    at: datetime | None = row.filed_at
    return Reported(
        notice=row.slug,
        account=account,
        right=RightSlug(row.right),
        reason=row.ground,
        listing=ListingKey(PlatformSlug(row.platform), row.site, row.item_id),
        seller=row.seller,
        state=NoticeState(row.state),
        filed_at=at,
    )

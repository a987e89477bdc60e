"""Watched listings: those a notice was filed for, and every look at their own pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from domain.listings import ListingId, ListingKey, PageState, PlatformSlug
from domain.notices import NoticeId, NoticeState
from domain.records import to_plain
from domain.runs import RunId
from domain.watch import Check
from store import tables
from store.audit import AuditLog
from store.upsert import insert_new

CHUNK = 500

WATCHED_STATES = (
    NoticeState.SUBMITTED,
    NoticeState.REMOVED,
    NoticeState.REFUSED,
    NoticeState.COUNTERED,
    NoticeState.RESTORED,
)
"""A withdrawn notice asks for nothing any more."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A listing that a notice was filed for, and where it was seen."""

    listing: ListingId
    key: ListingKey
    url: str | None
    title: str | None
    notice: NoticeId
    notice_slug: str
    state: NoticeState
    filed_at: datetime


class WatchRepository:
    """Keeps looks at listings; what they say together is in `domain.watch`."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def note(self, check: Check, who: str, run: RunId | None = None) -> bool:
        """Append a look, once; whether it was new."""
        values = {
            "listing": check.listing,
            "run": run,
            "at": check.at,
            "state": check.state.value,
            "sound": check.sound,
            "signs": to_plain(check.signs),
        }
        new = insert_new(self._connection, tables.checks, values)
        if new:
            payload = {
                "state": check.state.value,
                "sound": check.sound,
                "signs": to_plain(check.signs),
            }
            AuditLog(self._connection).append(
                "checked", f"listing {check.listing}", payload, who, check.at
            )
        return new

    def watched(self, platform: str | None = None) -> tuple[Watched, ...]:
        """Every listing that a notice was filed for, by its latest notice, in order of filing."""
        rows = self._connection.execute(_watched(platform))
        latest = {row.listing: _of(row) for row in rows}
        return tuple(sorted(latest.values(), key=lambda one: (one.filed_at, one.listing)))

    def checks(self, listings: Iterable[ListingId]) -> dict[ListingId, tuple[Check, ...]]:
        """Every look at these listings in order, those in searches among them."""
        wanted, found = sorted(set(listings)), defaultdict[ListingId, dict[datetime, Check]](dict)
        for start in range(0, len(wanted), CHUNK):
            some = wanted[start : start + CHUNK]
            # what was written down of a look is more exact than the facts it found unchanged
            for check in (*self._seen(some), *self._noted(some)):
                found[check.listing][check.at] = check
        return {
            listing: tuple(checks[at] for at in sorted(checks))
            for listing, checks in found.items()
        }

    def _noted(self, listings: list[ListingId]) -> Iterable[Check]:
        table = tables.checks
        query = sa.select(table).where(table.c.listing.in_(listings)).order_by(table.c.id)
        for row in self._connection.execute(query):
            state = PageState(row.state)
            yield Check(ListingId(row.listing), row.at, state, row.sound, tuple(row.signs))

    def _seen(self, listings: list[ListingId]) -> Iterable[Check]:
        """Every time a search or a page showed the listing, with what that page was."""
        sightings, looks = tables.sightings, tables.looks
        query = (
            sa.select(
                sightings.c.listing, sightings.c.seen_at, sightings.c.record, looks.c.seen_at
            )
            .outerjoin(looks, looks.c.sighting == sightings.c.id)
            .where(sightings.c.listing.in_(listings))
        )
        for listing, first, record, again in self._connection.execute(query):
            state = PageState(record["page_state"])
            for at in filter(None, (first, again)):
                yield Check(ListingId(listing), at, state, signs=("seen:listing",))

    def controls(self, platform: str, limit: int) -> tuple[tuple[ListingId, str], ...]:
        """Listings lately seen offered that nobody complained of, with their addresses."""
        table, sightings = tables.listings, tables.sightings
        filed = sa.select(_watched(platform).subquery().c.listing)
        query = (
            sa.select(table.c.id, sightings.c.record)
            .join(sightings, sightings.c.id == table.c.latest_sighting)
            .where(table.c.platform == platform, table.c.id.not_in(filed))
            .order_by(table.c.last_seen_at.desc(), table.c.id)
            .limit(limit * 5)
        )
        rows = self._connection.execute(query)
        known = ((ListingId(row.id), row.record["facts"]["url"]) for row in rows)
        return tuple((listing, url) for listing, url in known if url)[:limit]


def _watched(platform: str | None) -> sa.Select[tuple[object, ...]]:
    notices, listings, sightings = tables.notices, tables.listings, tables.sightings
    filed = (
        sa.select(tables.outcomes.c.notice, sa.func.min(tables.outcomes.c.at).label("filed_at"))
        .where(tables.outcomes.c.state == NoticeState.SUBMITTED.value)
        .group_by(tables.outcomes.c.notice)
        .subquery()
    )
    query = (
        sa.select(
            listings.c.id.label("listing"),
            listings.c.platform,
            listings.c.site,
            listings.c.item_id,
            sightings.c.record,
            notices.c.id.label("notice"),
            notices.c.slug,
            notices.c.state,
            filed.c.filed_at,
        )
        .join(filed, filed.c.notice == notices.c.id)
        .join(tables.notice_decisions, tables.notice_decisions.c.notice == notices.c.id)
        .join(tables.decisions, tables.decisions.c.id == tables.notice_decisions.c.decision)
        .join(tables.candidates, tables.candidates.c.id == tables.decisions.c.candidate)
        .join(listings, listings.c.id == tables.candidates.c.listing)
        .join(sightings, sightings.c.id == listings.c.latest_sighting)
        .where(notices.c.state.in_([one.value for one in WATCHED_STATES]))
        .order_by(filed.c.filed_at, notices.c.id)
    )
    return query if platform is None else query.where(listings.c.platform == platform)


def _of(row: sa.Row[tuple[object, ...]]) -> Watched:
    facts = row.record["facts"]
    return Watched(
        listing=ListingId(row.listing),
        key=ListingKey(PlatformSlug(row.platform), row.site, row.item_id),
        url=facts["url"],
        title=facts["title"],
        notice=NoticeId(row.notice),
        notice_slug=row.slug,
        state=NoticeState(row.state),
        filed_at=row.filed_at,
    )

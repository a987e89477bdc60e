"""Sellers with candidates: lists for the desk, and facts that listings of others share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from domain.candidates import CandidateId
from domain.listings import ListingId
from domain.notices import NoticeState
from domain.sellers import SellerLine, SellersListing, Shared, SharedFact
from store import tables
from store.blindness import reader_of, state_shown

LEAST_TITLE, LEAST_DESCRIPTION = 12, 40
"""Characters; shorter texts are alike by chance."""

LOOKED_THROUGH = 5_000
"""Listings of others that a seller's texts are compared with, the latest first."""


class SellersRepository:
    """Reads sellers; only those are listed of whom something was put before an analyst."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection, self._reader = connection, reader_of(connection)

    def lines(self, limit: int = 200, offset: int = 0) -> tuple[SellerLine, ...]:
        """Sellers with candidates, those with most found infringing first."""
        listings, candidates = tables.listings, tables.candidates
        query = (
            sa.select(listings.c.platform, listings.c.seller, listings.c.id, self._state_shown())
            .join(candidates, candidates.c.listing == listings.c.id)
            .where(listings.c.seller.is_not(None), candidates.c.band != "log")
        )
        states: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        own: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for row in self._connection.execute(query):
            states[row.platform, row.seller][row.state] += 1
            own[row.platform, row.seller].add(row.id)
        filed = self._filed()
        lines = [
            SellerLine(
                platform, seller, len(ids), dict(states[platform, seller]), len(ids & filed)
            )
            for (platform, seller), ids in own.items()
        ]
        lines.sort(key=lambda one: (-one.states.get("infringing", 0), -one.listings, one.seller))
        return tuple(lines[offset : offset + limit])

    def _state_shown(self) -> sa.ColumnElement[Any]:
        table = tables.candidates
        return state_shown(table.c.state, table.c.id, self._reader).label("state")

    def listings(self, platform: str, seller: str) -> tuple[SellersListing, ...]:
        """Every listing of this seller, the latest seen first."""
        listings, sightings, candidates = tables.listings, tables.sightings, tables.candidates
        query = (
            sa.select(
                listings.c.id,
                listings.c.item_id,
                listings.c.first_seen_at,
                listings.c.last_seen_at,
                sightings.c.record,
                candidates.c.id.label("candidate"),
                self._state_shown(),
                candidates.c.right,
            )
            .join(sightings, sightings.c.id == listings.c.latest_sighting)
            .outerjoin(candidates, candidates.c.listing == listings.c.id)
            .where(listings.c.platform == platform, listings.c.seller == seller)
            .order_by(listings.c.last_seen_at.desc(), listings.c.id, candidates.c.id)
        )
        notices = self._notices(platform, seller)
        return tuple(
            SellersListing(
                listing=ListingId(row.id),
                item_id=row.item_id,
                url=row.record["facts"]["url"],
                title=row.record["facts"]["title"],
                first_seen_at=row.first_seen_at,
                last_seen_at=row.last_seen_at,
                candidate=None if row.candidate is None else CandidateId(row.candidate),
                state=row.state,
                right=row.right,
                notice=notices.get(row.candidate),
            )
            for row in self._connection.execute(query)
        )

    def shared(self, platform: str, seller: str) -> tuple[Shared, ...]:
        """Facts of this seller's listings that others' have too, each named."""
        found = [*self._same_pictures(platform, seller), *self._same_texts(platform, seller)]
        return tuple(sorted(found, key=lambda one: (-one.listings, one.platform, one.seller)))

    def _same_pictures(self, platform: str, seller: str) -> Iterable[Shared]:
        listings, sightings, seen = tables.listings, tables.sightings, tables.picture_sightings
        own = (
            sa.select(seen.c.sha256)
            .join(sightings, sightings.c.id == seen.c.sighting)
            .join(listings, listings.c.id == sightings.c.listing)
            .where(listings.c.platform == platform, listings.c.seller == seller)
        )
        query = (
            sa.select(
                listings.c.platform,
                listings.c.seller,
                seen.c.sha256,
                sa.func.count(listings.c.id.distinct()).label("listings"),
            )
            .join(sightings, sightings.c.id == seen.c.sighting)
            .join(listings, listings.c.id == sightings.c.listing)
            .where(seen.c.sha256.in_(own), *_another(platform, seller))
            .group_by(listings.c.platform, listings.c.seller, seen.c.sha256)
        )
        for row in self._connection.execute(query):
            yield Shared(row.platform, row.seller, SharedFact.PICTURE, row.sha256, row.listings)

    def _same_texts(self, platform: str, seller: str) -> Iterable[Shared]:
        listings, sightings = tables.listings, tables.sightings
        latest = sa.select(listings.c.platform, listings.c.seller, sightings.c.record).join(
            sightings, sightings.c.id == listings.c.latest_sighting
        )
        mine = latest.where(listings.c.platform == platform, listings.c.seller == seller)
        own = {text for row in self._connection.execute(mine) for text in _texts(row.record)}
        if not own:
            return
        others = latest.where(*_another(platform, seller)).order_by(listings.c.last_seen_at.desc())
        counts: Counter[tuple[str, str, SharedFact, str]] = Counter()
        for row in self._connection.execute(others.limit(LOOKED_THROUGH)):
            for fact, value in own & set(_texts(row.record)):
                counts[row.platform, row.seller, fact, value] += 1
        for (other, name, fact, value), listings_ in counts.items():
            yield Shared(other, name, fact, value, listings_)

    def _filed(self) -> set[int]:
        """Listings that a notice was filed for."""
        links, decisions, candidates = tables.notice_decisions, tables.decisions, tables.candidates
        query = (
            sa.select(candidates.c.listing)
            .join(decisions, decisions.c.candidate == candidates.c.id)
            .join(links, links.c.decision == decisions.c.id)
            .join(tables.outcomes, tables.outcomes.c.notice == links.c.notice)
            .where(tables.outcomes.c.state == NoticeState.SUBMITTED.value)
        )
        return set(self._connection.scalars(query))

    def _notices(self, platform: str, seller: str) -> dict[int | None, str]:
        """The latest notice of each of this seller's candidates."""
        links, decisions, candidates = tables.notice_decisions, tables.decisions, tables.candidates
        query = (
            sa.select(candidates.c.id, tables.notices.c.slug)
            .join(decisions, decisions.c.candidate == candidates.c.id)
            .join(links, links.c.decision == decisions.c.id)
            .join(tables.notices, tables.notices.c.id == links.c.notice)
            .join(tables.listings, tables.listings.c.id == candidates.c.listing)
            .where(tables.listings.c.platform == platform, tables.listings.c.seller == seller)
            .order_by(tables.notices.c.id)
        )
        return {row.id: row.slug for row in self._connection.execute(query)}


def _another(platform: str, seller: str) -> tuple[sa.ColumnElement[bool], ...]:
    listings = tables.listings
    same = sa.and_(listings.c.platform == platform, listings.c.seller == seller)
    return listings.c.seller.is_not(None), sa.not_(same)


def _texts(record: dict[str, dict[str, str | None]]) -> Iterable[tuple[SharedFact, str]]:
    facts = record["facts"]
    for fact, least in (
        (SharedFact.TITLE, LEAST_TITLE),
        (SharedFact.DESCRIPTION, LEAST_DESCRIPTION),
    ):
        text = (facts.get(fact.value) or "").strip()
        if len(text) >= least:
            yield fact, text

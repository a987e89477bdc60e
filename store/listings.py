"""Listings and every look at them, as they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from domain.digests import Sha256
from domain.errors import NotFound
from domain.listings import ListingId, ListingKey, Sighting, SightingId
from domain.records import Plain, from_plain, to_plain
from domain.runs import RunId
from store import tables
from store.audit import AuditLog
from store.upsert import insert_new, insert_returning_id, storable

CHUNK = 500


@dataclass(frozen=True, slots=True)
class KeptSighting:
    """Where a sighting was kept; `new` is False when the listing had not changed."""

    id: SightingId
    listing: ListingId
    new: bool


class ListingsRepository:
    """Keeps sightings under their listing; unchanged looks are only noted."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def keep_sighting(self, sighting: Sighting, run: RunId | None = None) -> KeptSighting:
        """Append this sighting, or note the time where its content is that of the latest one.

        The same sighting may be kept any number of times; it is there once.
        """
        listing = self._listing(sighting)
        known = self._same_look(listing, sighting)
        if known is not None:
            return KeptSighting(known, listing, new=False)
        latest = self._latest(listing)
        same = latest is not None and latest.content_digest == sighting.content_digest
        # what was erased since is seen anew
        if latest is not None and same and latest.erased is None:
            self._note_look(latest.id, sighting.seen_at, run)
            self._touch(listing, sighting, None)
            return KeptSighting(SightingId(latest.id), listing, new=False)
        kept = SightingId(self._append(listing, sighting, run))
        self._touch(listing, sighting, kept)
        return KeptSighting(kept, listing, new=True)

    def sighting(self, sighting_id: SightingId) -> Sighting:
        """The sighting of this id.

        Raises:
            NotFound: There is none.
        """
        row = self._sighting_row(sighting_id)
        return from_plain(Sighting, row.record)

    def sightings(self, ids: Iterable[SightingId]) -> dict[SightingId, Sighting]:
        """Many sightings at once, by id; ids that are not kept are left out."""
        wanted, found = list(ids), {}
        for start in range(0, len(wanted), CHUNK):
            query = sa.select(tables.sightings.c.id, tables.sightings.c.record).where(
                tables.sightings.c.id.in_(wanted[start : start + CHUNK])
            )
            for row in self._connection.execute(query):
                found[SightingId(row.id)] = from_plain(Sighting, row.record)
        return found

    def listing_of(self, sighting_id: SightingId) -> ListingId:
        """The listing that this sighting is of."""
        return ListingId(self._sighting_row(sighting_id).listing)

    def latest_sighting(self, listing: ListingId) -> SightingId:
        """The latest sighting of this listing."""
        query = sa.select(tables.listings.c.latest_sighting).where(tables.listings.c.id == listing)
        return SightingId(self._connection.execute(query).scalar_one())

    def latest_sightings(self) -> tuple[SightingId, ...]:
        """The latest sighting of every listing, in order."""
        query = sa.select(tables.listings.c.latest_sighting).order_by(
            tables.listings.c.latest_sighting
        )
        return tuple(SightingId(one) for one in self._connection.scalars(query) if one is not None)

    def digests_of(self, listing: ListingId) -> tuple[Sha256, ...]:
        """The digest of every sighting of this listing, oldest first."""
        table = tables.sightings
        query = sa.select(table.c.digest).where(table.c.listing == listing).order_by(table.c.id)
        return tuple(Sha256(one) for one in self._connection.scalars(query))

    def first_seen_at(self, listing: ListingId) -> datetime:
        """When this listing was seen for the first time."""
        query = sa.select(tables.listings.c.first_seen_at).where(tables.listings.c.id == listing)
        seen: datetime = self._connection.execute(query).scalar_one()
        return seen

    def known(self, listing: ListingId) -> ListingId:
        """The listing of this number.

        Raises:
            NotFound: There is none.
        """
        own = sa.select(tables.listings.c.id).where(tables.listings.c.id == listing)
        if self._connection.scalar(own) is None:
            raise NotFound(f"There is no listing {listing}.")
        return listing

    def find(self, key: ListingKey) -> ListingId | None:
        """The listing of this key, where it was ever seen."""
        found = self._connection.scalar(sa.select(tables.listings.c.id).where(*_same_listing(key)))
        return None if found is None else ListingId(found)

    def prints(self, maker: str, digests: Iterable[Sha256]) -> dict[Sha256, Plain]:
        """What this print maker once made of these pictures."""
        wanted, found = list(digests), {}
        for start in range(0, len(wanted), CHUNK):
            query = sa.select(tables.prints).where(
                tables.prints.c.maker == maker,
                tables.prints.c.sha256.in_(wanted[start : start + CHUNK]),
            )
            found.update(
                {Sha256(row.sha256): row.record for row in self._connection.execute(query)}
            )
        return found

    def keep_prints(self, maker: str, prints: Mapping[Sha256, Plain]) -> None:
        """Keep what this print maker made of these pictures, so that it is made once."""
        for digest, record in sorted(prints.items()):
            values = {"sha256": digest, "maker": maker, "record": record}
            insert_new(self._connection, tables.prints, values)

    def _listing(self, sighting: Sighting) -> ListingId:
        found = self.find(sighting.key)
        if found is not None:
            return found
        values = {
            "platform": sighting.key.platform,
            "site": sighting.key.site,
            "item_id": storable(sighting.key.item_id),
            "seller": storable(sighting.facts.seller),
            "first_seen_at": sighting.seen_at,
            "last_seen_at": sighting.seen_at,
        }
        return ListingId(insert_returning_id(self._connection, tables.listings, values))

    def _same_look(self, listing: ListingId, sighting: Sighting) -> SightingId | None:
        own = sa.select(tables.sightings.c.id).where(tables.sightings.c.digest == sighting.digest)
        noted = (
            sa.select(tables.sightings.c.id)
            .join(tables.looks, tables.looks.c.sighting == tables.sightings.c.id)
            .where(
                tables.sightings.c.listing == listing,
                tables.looks.c.seen_at == sighting.seen_at,
                tables.sightings.c.content_digest == sighting.content_digest,
            )
        )
        found = self._connection.scalar(own) or self._connection.scalar(noted)
        return None if found is None else SightingId(found)

    def _latest(self, listing: ListingId) -> sa.Row[tuple[object, ...]] | None:
        query = (
            sa.select(tables.sightings)
            .join(tables.listings, tables.listings.c.latest_sighting == tables.sightings.c.id)
            .where(tables.listings.c.id == listing)
        )
        return self._connection.execute(query).first()

    def _append(self, listing: ListingId, sighting: Sighting, run: RunId | None) -> int:
        values = {
            "listing": listing,
            "run": run,
            "digest": sighting.digest,
            "content_digest": sighting.content_digest,
            "seen_at": sighting.seen_at,
            "record": to_plain(sighting),
        }
        kept = insert_returning_id(self._connection, tables.sightings, values)
        AuditLog(self._connection).append(
            "seen",
            f"sighting {sighting.digest}",
            {"holds": _held_by(sighting), "lane": sighting.lane.value},
            "crawler",
            sighting.seen_at,
        )
        return kept

    def _note_look(self, sighting_id: int, seen_at: datetime, run: RunId | None) -> None:
        values = {"sighting": sighting_id, "run": run, "seen_at": seen_at}
        insert_new(self._connection, tables.looks, values)

    def _touch(self, listing: ListingId, sighting: Sighting, latest: SightingId | None) -> None:
        """Move the listing's times, and its latest sighting unless an older page came late."""
        table = tables.listings
        row = self._connection.execute(sa.select(table).where(table.c.id == listing)).one()
        values: dict[str, object] = {
            "first_seen_at": min(row.first_seen_at, sighting.seen_at),
            "last_seen_at": max(row.last_seen_at, sighting.seen_at),
        }
        newest = row.latest_sighting is None or sighting.seen_at >= row.last_seen_at
        if latest is not None and newest:
            values |= {"latest_sighting": latest, "seller": storable(sighting.facts.seller)}
        self._connection.execute(sa.update(table).where(table.c.id == listing).values(**values))

    def _sighting_row(self, sighting_id: SightingId) -> sa.Row[tuple[object, ...]]:
        query = sa.select(tables.sightings).where(tables.sightings.c.id == sighting_id)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFound(f"There is no sighting {sighting_id}.")
        return row


def _held_by(sighting: Sighting) -> list[str]:
    """The digests of all bytes that came with this sighting."""
    pictures = {one.sha256 for one in sighting.pictures if one.sha256}
    return sorted(pictures | {one.sha256 for one in sighting.captures})


def _same_listing(key: ListingKey) -> tuple[sa.ColumnElement[bool], ...]:
    table = tables.listings
    return (
        table.c.platform == key.platform,
        table.c.site == key.site,
        table.c.item_id == storable(key.item_id),
    )

"""References, what was made of pictures, and where each picture was seen, as they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from domain.digests import Sha256
from domain.errors import NotFound
from domain.listings import Sighting, SightingId
from domain.placements import PictureLook, Placement
from domain.records import from_plain, to_plain
from domain.rights import RightSlug
from store import tables
from store.upsert import insert_new, put

CHUNK = 500


@dataclass(frozen=True, slots=True)
class KeptReference:
    """A reference picture under its number; `off_at` says since when it is not looked for."""

    number: int
    right: RightSlug
    picture: Sha256
    off_at: datetime | None
    off_by: str | None
    off_reason: str | None


class PicturesRepository:
    """Keeps what was made of pictures, so that each is worked on once."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def number_references(self, pairs: Iterable[tuple[RightSlug, Sha256]]) -> int:
        """Give a number to every reference that has none yet; how many were new."""
        known = {(one.right, one.picture) for one in self.references()}
        new = [pair for pair in dict.fromkeys(pairs) if pair not in known]
        for right, digest in new:
            values = {"right": right, "sha256": digest}
            insert_new(self._connection, tables.reference_pictures, values)
        return len(new)

    def references(self) -> tuple[KeptReference, ...]:
        """Every reference that was ever registered, by number."""
        table = tables.reference_pictures
        rows = self._connection.execute(sa.select(table).order_by(table.c.id))
        return tuple(
            KeptReference(
                row.id,
                RightSlug(row.right),
                Sha256(row.sha256),
                row.off_at,
                row.off_by,
                row.off_reason,
            )
            for row in rows
        )

    def switch_off(
        self, right: RightSlug, picture: Sha256, *, who: str, reason: str, now: datetime
    ) -> None:
        """Look for this reference no more, from now on.

        Raises:
            NotFound: The right has no such reference.
        """
        self._switch(right, picture, {"off_at": now, "off_by": who, "off_reason": reason})

    def switch_on(self, right: RightSlug, picture: Sha256) -> None:
        """Look for this reference again.

        Raises:
            NotFound: The right has no such reference.
        """
        self._switch(right, picture, {"off_at": None, "off_by": None, "off_reason": None})

    def looks(self, maker: str, digests: Iterable[Sha256]) -> dict[Sha256, PictureLook]:
        """What these pictures were found to be when they were looked at last."""
        table, found = tables.picture_looks, dict[Sha256, PictureLook]()
        for part in _parts(sorted(set(digests))):
            query = sa.select(table).where(table.c.maker == maker, table.c.sha256.in_(part))
            for row in self._connection.execute(query):
                placements = tuple(from_plain(Placement, one) for one in row.record)
                found[Sha256(row.sha256)] = PictureLook(row.looked_to, placements)
        return found

    def keep_look(self, maker: str, digest: Sha256, look: PictureLook) -> None:
        """Keep what a picture was found to be."""
        values = {
            "sha256": digest,
            "maker": maker,
            "looked_to": look.looked_to,
            "record": to_plain(look.placements),
        }
        put(self._connection, tables.picture_looks, ("sha256", "maker"), values)

    def looked_before(
        self, maker: str, number: int, after: Sha256 | None, limit: int
    ) -> tuple[Sha256, ...]:
        """Pictures that were never put beside the references up to a number, by digest."""
        table = tables.picture_looks
        query = (
            sa.select(table.c.sha256)
            .where(table.c.maker == maker, table.c.looked_to < number)
            .where(table.c.sha256 > (after or ""))
            .order_by(table.c.sha256)
            .limit(limit)
        )
        return tuple(Sha256(one) for one in self._connection.scalars(query))

    def forget_looks(self, maker: str) -> None:
        """Look at every picture anew: what this maker found so far is dropped."""
        table = tables.picture_looks
        self._connection.execute(sa.delete(table).where(table.c.maker == maker))

    def least_look(self, maker: str) -> int | None:
        """The number up to which every picture ever seen was put beside the references."""
        table = tables.picture_looks
        query = sa.select(sa.func.min(table.c.looked_to)).where(table.c.maker == maker)
        found: int | None = self._connection.scalar(query)
        return found

    def numbered_after(self, number: int) -> tuple[Sha256, ...]:
        """The reference pictures that came after a number, each once."""
        numbers = (one.picture for one in self.references() if one.number > number)
        return tuple(dict.fromkeys(numbers))

    def features(self, maker: str, digests: Iterable[Sha256]) -> dict[Sha256, bytes]:
        """The features that were kept of these pictures."""
        table, found = tables.features, dict[Sha256, bytes]()
        for part in _parts(sorted(set(digests))):
            query = sa.select(table.c.sha256, table.c.content).where(
                table.c.maker == maker, table.c.sha256.in_(part)
            )
            for row in self._connection.execute(query):
                found[Sha256(row.sha256)] = bytes(row.content)
        return found

    def keep_features(
        self, maker: str, made: Mapping[Sha256, bytes], *, of_reference: bool, now: datetime
    ) -> None:
        """Keep the features of these pictures; those of a reference are never dropped."""
        for digest, content in sorted(made.items()):
            values = {
                "sha256": digest,
                "maker": maker,
                "of_reference": of_reference,
                "used_at": now,
                "size_bytes": len(content),
                "content": content,
            }
            put(self._connection, tables.features, ("sha256", "maker"), values)

    def drop_features(self, budget_bytes: int) -> int:
        """Drop the features of listings' pictures, oldest first, down to a budget; how many."""
        table = tables.features
        query = (
            sa.select(table.c.sha256, table.c.maker, table.c.size_bytes)
            .where(table.c.of_reference.is_(False))
            .order_by(table.c.used_at.desc(), table.c.sha256, table.c.maker)
        )
        total, dropped = 0, list[tuple[str, str]]()
        for row in self._connection.execute(query):
            total += row.size_bytes
            if total > budget_bytes:
                dropped.append((row.sha256, row.maker))
        for digest, maker in dropped:
            gone = sa.delete(table).where(table.c.sha256 == digest, table.c.maker == maker)
            self._connection.execute(gone)
        return len(dropped)

    def note_sightings(self) -> int:
        """Note the pictures of every sighting that came since the last time; how many."""
        noted, table = 0, tables.sightings
        last = self._connection.scalar(sa.select(sa.func.max(tables.picture_sightings.c.sighting)))
        query = sa.select(table.c.id, table.c.record).order_by(table.c.id).limit(CHUNK)
        while rows := self._connection.execute(query.where(table.c.id > (last or 0))).all():
            for row in rows:
                self._note(SightingId(row.id), from_plain(Sighting, row.record))
            noted, last = noted + len(rows), rows[-1].id
        return noted

    def seen_in(self, digests: Iterable[Sha256]) -> dict[Sha256, tuple[SightingId, ...]]:
        """The sightings that show each of these pictures, in order."""
        table, found = tables.picture_sightings, dict[Sha256, tuple[SightingId, ...]]()
        for part in _parts(sorted(set(digests))):
            query = sa.select(table).where(table.c.sha256.in_(part)).order_by(table.c.sighting)
            for row in self._connection.execute(query):
                digest = Sha256(row.sha256)
                found[digest] = (*found.get(digest, ()), SightingId(row.sighting))
        return found

    def _note(self, sighting_id: SightingId, sighting: Sighting) -> None:
        for digest in {one.sha256 for one in sighting.pictures if one.sha256}:
            values = {"sha256": digest, "sighting": sighting_id}
            insert_new(self._connection, tables.picture_sightings, values)

    def _switch(self, right: RightSlug, picture: Sha256, values: Mapping[str, object]) -> None:
        table = tables.reference_pictures
        query = sa.update(table).where(table.c.right == right, table.c.sha256 == picture)
        if not self._connection.execute(query.values(**values)).rowcount:
            raise NotFound(f"{right} has no reference picture {picture}.")


def _parts(digests: Sequence[Sha256]) -> Iterable[Sequence[Sha256]]:
    return (digests[start : start + CHUNK] for start in range(0, len(digests), CHUNK))

"""Read-only joins for screens: what a list or a page shows, straight from SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from domain.candidates import Score
from domain.digests import Sha256
from domain.listings import ListingFacts, Money
from domain.records import from_plain
from store import tables


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One line of the candidate list."""

    id: int
    score: float
    band: str
    queue: str
    state: str
    platform: str
    item_id: str
    url: str | None
    title: str | None
    seller: str | None
    price: Money | None
    picture: str | None
    right: str
    right_kind: str
    reasons: Score
    suggested_at: datetime


@dataclass(frozen=True, slots=True)
class CandidateTitle:
    """The title of a candidate's listing."""

    right: str
    state: str
    band: str
    title: str


class Views:
    """Lists for screens."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def candidate_lines(
        self, filters: Mapping[str, str], *, limit: int = 50, offset: int = 0
    ) -> tuple[CandidateLine, ...]:
        """A page of the candidate list, by score.

        `filters` may hold `state`, `band`, `queue`, `platform`, `right` and `seller`.
        """
        query = _filtered(_candidate_lines(), filters).order_by(
            tables.candidates.c.score.desc(), tables.candidates.c.id
        )
        rows = self._connection.execute(query.limit(limit).offset(offset))
        return tuple(_line(row) for row in rows)

    def candidate_count(self, filters: Mapping[str, str]) -> int:
        """How many candidates the filters leave."""
        inner = _filtered(_candidate_lines(), filters).subquery()
        return int(self._connection.scalar(sa.select(sa.func.count()).select_from(inner)) or 0)

    def counts_by_state(self) -> dict[str, int]:
        """How many candidates stand in each state."""
        table = tables.candidates
        query = sa.select(table.c.state, sa.func.count()).group_by(table.c.state)
        return {str(state): int(count) for state, count in self._connection.execute(query)}

    def latest_titles(self) -> tuple[str, ...]:
        """The title under which each listing was last seen; those without one are left out."""
        latest = tables.listings.c.latest_sighting == tables.sightings.c.id
        query = sa.select(tables.sightings.c.record).join(tables.listings, latest)
        rows = self._connection.execute(query.order_by(tables.sightings.c.id))
        titles = (row.record["facts"]["title"] for row in rows)
        return tuple(title for title in titles if title)

    def candidate_titles(self) -> tuple[CandidateTitle, ...]:
        """The titles of all candidates, with the right and what is thought of them."""
        table = tables.candidates
        query = (
            sa.select(table.c.right, table.c.state, table.c.band, tables.sightings.c.record)
            .join(tables.sightings, tables.sightings.c.id == table.c.sighting)
            .order_by(table.c.id)
        )
        found = (
            CandidateTitle(row.right, row.state, row.band, row.record["facts"]["title"])
            for row in self._connection.execute(query)
        )
        return tuple(one for one in found if one.title)

    def next_candidate(self, after: int, filters: Mapping[str, str]) -> int | None:
        """The candidate that follows this one in the list, for going on without the list."""
        table = tables.candidates
        here = sa.select(table.c.score).where(table.c.id == after).scalar_subquery()
        later = sa.or_(table.c.score < here, sa.and_(table.c.score == here, table.c.id > after))
        query = _filtered(_candidate_lines(), filters).where(later)
        first = query.order_by(table.c.score.desc(), table.c.id).limit(1)
        row = self._connection.execute(first).first()
        return None if row is None else int(row.id)

    def shows_picture(self, digest: Sha256) -> bool:
        """Whether a picture is of a listing or a right that is seen here, or drawn of them."""
        places = (
            tables.picture_sightings.c.sha256 == digest,
            tables.reference_pictures.c.sha256 == digest,
            # records are JSON text, and a digest holds no wildcard
            *(
                sa.cast(table.c.record, sa.Text).contains(digest)
                for table in (tables.rights, tables.captures, tables.candidates, tables.sightings)
            ),
        )
        return any(
            self._connection.scalar(sa.select(sa.literal(1)).where(place).limit(1))
            for place in places
        )


def _candidate_lines() -> sa.Select[tuple[object, ...]]:
    return (
        sa.select(
            tables.candidates,
            tables.listings.c.platform,
            tables.listings.c.item_id,
            tables.rights.c.kind.label("right_kind"),
            tables.sightings.c.record.label("seen"),
        )
        .join(tables.listings, tables.listings.c.id == tables.candidates.c.listing)
        .join(tables.sightings, tables.sightings.c.id == tables.candidates.c.sighting)
        .join(tables.rights, tables.rights.c.slug == tables.candidates.c.right)
    )


def _filtered(
    query: sa.Select[tuple[object, ...]], filters: Mapping[str, str]
) -> sa.Select[tuple[object, ...]]:
    columns = {
        "state": tables.candidates.c.state,
        "band": tables.candidates.c.band,
        "queue": tables.candidates.c.queue,
        "right": tables.candidates.c.right,
        "platform": tables.listings.c.platform,
        "seller": tables.listings.c.seller,
    }
    for name, wanted in filters.items():
        query = query.where(columns[name] == wanted)
    return query


def _line(row: sa.Row[tuple[object, ...]]) -> CandidateLine:
    facts = from_plain(ListingFacts, row.seen["facts"])
    picture = next((one["sha256"] for one in row.seen["pictures"] if one["sha256"]), None)
    return CandidateLine(
        id=row.id,
        score=row.score,
        band=row.band,
        queue=row.queue,
        state=row.state,
        platform=row.platform,
        item_id=row.item_id,
        url=facts.url,
        title=facts.title,
        seller=facts.seller,
        price=facts.price,
        picture=picture,
        right=row.right,
        right_kind=row.right_kind,
        reasons=from_plain(Score, row.record),
        suggested_at=row.suggested_at,
    )

"""Read-only joins for screens: what a list or a page shows, straight from SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from domain.candidates import Score
from domain.digests import Sha256
from domain.listings import ListingFacts, Money
from domain.queue import Weights
from domain.records import from_plain
from store import tables
from store.blindness import FOUND, reader_of, state_shown, withheld
from store.decisions import counts
from store.ordering import WAITING, Wanted, behind, narrowed, order
from store.queue import QueueRepository
from store.upsert import storable


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
    thumb: str | None
    language: str | None
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


@dataclass(frozen=True, slots=True)
class JudgedScore:
    """The score of a candidate that a person found infringing, or cleared."""

    score: float
    band: str
    infringing: bool


@dataclass(frozen=True, slots=True)
class SellerHistory:
    """How many listings of a seller were seen, and its candidates by state."""

    listings: int
    states: Mapping[str, int]


class Views:
    """Lists for screens."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection, self._reader = connection, reader_of(connection)

    def candidate_lines(
        self, filters: Mapping[str, str], *, limit: int = 50, offset: int = 0
    ) -> tuple[CandidateLine, ...]:
        """A page of the candidate list, in the order of the queue.

        `filters` may hold `state`, `band`, `queue`, `platform`, `right`, `seller`, `language`,
        `signal` and `holder`.
        """
        chosen = self._narrowed(sa.select(tables.queue.c.candidate), filters)
        return self._lines(chosen, limit, offset)

    def candidate_count(self, filters: Mapping[str, str]) -> int:
        """How many candidates the filters leave."""
        query = self._narrowed(sa.select(sa.func.count()).select_from(tables.queue), filters)
        return int(self._connection.execute(query).scalar_one())

    def counts_by_state(self) -> dict[str, int]:
        """How many candidates stand in each state."""
        table = tables.candidates
        query = sa.select(table.c.state, sa.func.count()).group_by(table.c.state)
        return {str(state): int(count) for state, count in self._connection.execute(query)}

    def counts_by_queue(self) -> dict[str, int]:
        """How many candidates wait, by what they are put up as; the unsure apart."""
        table = tables.queue
        name = sa.case((table.c.state == "unsure", "unsure"), else_=table.c.queue)
        query = sa.select(name, sa.func.count()).where(table.c.state.in_(WAITING)).group_by(name)
        return {str(queue): int(count) for queue, count in self._connection.execute(query)}

    def new_lines(self, since: datetime, limit: int) -> tuple[CandidateLine, ...]:
        """What was suggested since, the most urgent first."""
        return self._lines(_new(sa.select(tables.queue.c.candidate), since), limit)

    def new_count(self, since: datetime) -> int:
        """How much was suggested since and still waits."""
        query = _new(sa.select(sa.func.count()).select_from(tables.queue), since)
        return int(self._connection.execute(query).scalar_one())

    def came_back(self, limit: int) -> tuple[tuple[CandidateLine, str], ...]:
        """What was decided once and waits again, with why, the most urgent first."""
        back = tables.queue.c.came_back
        query = (
            _candidate_lines(self._reader)
            .add_columns(back)
            .where(back.is_not(None))
            .order_by(*self._order())
        )
        rows = self._connection.execute(query.limit(limit))
        return tuple((_line(row), str(row.came_back)) for row in rows)

    def seller_history(self, platform: str, seller: str | None) -> SellerHistory:
        """What is known of a seller: listings seen, and candidates by state."""
        if seller is None:
            return SellerHistory(0, {})
        listings, queue = tables.listings, tables.queue
        name = storable(seller)
        seen = sa.select(sa.func.count()).where(
            listings.c.platform == platform, listings.c.seller == name
        )
        shown = state_shown(queue.c.state, queue.c.candidate, self._reader).label("shown")
        own = sa.select(shown).where(queue.c.seller == name, queue.c.platform == platform)
        rows = own.subquery()
        states = sa.select(rows.c.shown, sa.func.count()).group_by(rows.c.shown)
        counts = {str(state): int(count) for state, count in self._connection.execute(states)}
        return SellerHistory(int(self._connection.execute(seen).scalar_one()), counts)

    def judged(self, limit: int) -> tuple[JudgedScore, ...]:
        """The scores of the newest findings that count, oldest first; the unsure left out.

        Left out too are those whose listing changed since: their score is of another look.
        """
        said, table = tables.decisions, tables.candidates
        query = (
            sa.select(said.c.verdict, table.c.score, table.c.band)
            .join(
                table, sa.and_(table.c.id == said.c.candidate, table.c.sighting == said.c.sighting)
            )
            .where(said.c.verdict != "unsure", counts())
            .order_by(said.c.id.desc())
            .limit(limit)
        )
        rows = self._connection.execute(query).all()
        return tuple(
            JudgedScore(row.score, row.band, row.verdict == "infringing") for row in rows[::-1]
        )

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
        chosen = self._narrowed(sa.select(tables.queue.c.candidate), filters)
        query = chosen.where(behind(after, self._weights()))
        found = self._connection.scalar(query.order_by(*self._order()).limit(1))
        return None if found is None else int(found)

    def is_there(self, noun: str, name: str) -> bool:
        """Whether the thing of this noun and name, as the record names it, is seen here."""
        keys: dict[str, sa.Column[object]] = {
            "candidate": tables.candidates.c.id,
            "alias": tables.aliases.c.id,
            "notice": tables.notices.c.slug,
        }
        key = keys.get(noun)
        if key is None or (noun != "notice" and not name.isdecimal()):
            return False
        wanted = name if noun == "notice" else int(name)
        query = sa.select(sa.literal(1)).where(key == wanted)
        return self._connection.scalar(query) is not None

    def shows_picture(self, digest: Sha256) -> bool:
        """Whether a picture is of a listing or a right that is seen here, or drawn of them."""
        places = (
            tables.queue.c.thumb == digest,
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

    def _lines(
        self, chosen: sa.Select[int], limit: int, offset: int = 0
    ) -> tuple[CandidateLine, ...]:
        """A page of what is chosen, in the order of the queue."""
        by, own = self._order(), tables.queue.c.candidate
        page = chosen.order_by(*by).limit(limit).offset(offset).subquery()
        query = _candidate_lines(self._reader).join(page, page.c.candidate == own).order_by(*by)
        return tuple(_line(row) for row in self._connection.execute(query))

    def _narrowed(self, query: Wanted, filters: Mapping[str, str]) -> Wanted:
        """What the filters leave; a filter by state tells no finding that is withheld."""
        left = narrowed(query, filters)
        if filters.get("state") not in FOUND:
            return left
        return left.where(~withheld(tables.queue.c.candidate, self._reader))

    def _weights(self) -> Weights:
        return QueueRepository(self._connection).weights()

    def _order(self) -> tuple[sa.ColumnElement[float], sa.ColumnElement[int]]:
        return order(self._weights())


def _new(query: Wanted, since: datetime) -> Wanted:
    return query.where(tables.queue.c.state == "suggested", tables.queue.c.suggested_at >= since)


def _candidate_lines(reader: str | None) -> sa.Select[tuple[object, ...]]:
    shown = state_shown(tables.candidates.c.state, tables.candidates.c.id, reader)
    return (
        sa.select(
            tables.candidates,
            shown.label("shown"),
            tables.queue.c.thumb,
            tables.queue.c.language,
            tables.listings.c.platform,
            tables.listings.c.item_id,
            tables.rights.c.kind.label("right_kind"),
            tables.sightings.c.record.label("seen"),
        )
        .join(tables.queue, tables.queue.c.candidate == tables.candidates.c.id)
        .join(tables.listings, tables.listings.c.id == tables.candidates.c.listing)
        .join(tables.sightings, tables.sightings.c.id == tables.candidates.c.sighting)
        .join(tables.rights, tables.rights.c.slug == tables.candidates.c.right)
    )


def _line(row: sa.Row[tuple[object, ...]]) -> CandidateLine:
    facts = from_plain(ListingFacts, row.seen["facts"])
    picture = next((one["sha256"] for one in row.seen["pictures"] if one["sha256"]), None)
    return CandidateLine(
        id=row.id,
        score=row.score,
        band=row.band,
        queue=row.queue,
        state=row.shown,
        platform=row.platform,
        item_id=row.item_id,
        url=facts.url,
        title=facts.title,
        seller=facts.seller,
        price=facts.price,
        picture=picture,
        thumb=row.thumb or picture,
        language=row.language,
        right=row.right,
        right_kind=row.right_kind,
        reasons=from_plain(Score, row.record),
        suggested_at=row.suggested_at,
    )

"""Candidates and every score they had, as they are kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from domain.candidates import Band, Candidate, CandidateId, CandidateState, Score
from domain.digests import Sha256, sha256_of
from domain.errors import NotFound
from domain.lifecycle import advance
from domain.listings import ListingId, Sighting, SightingId
from domain.queue import Urgency
from domain.records import from_plain, to_plain
from domain.rights import RightSlug
from store import tables
from store.queue import QueueRepository
from store.upsert import insert_new, insert_returning_id


class CandidatesRepository:
    """Keeps one candidate a listing and right; each new score is appended beside it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._queue = QueueRepository(connection)

    def suggest(
        self,
        listing: ListingId,
        right: RightSlug,
        sighting: SightingId,
        score: Score,
        now: datetime,
        *,
        urgency: Urgency | None = None,
    ) -> CandidateId | None:
        """Put this pair before the analyst, in its place in the queue.

        Returns:
            The candidate, new or scored anew; None where this sighting already has this score.
            A cleared candidate whose sighting changed is suggested again, unless it sank below
            the bands; what a person found infringing or unsure keeps its state.
        """
        old = self._row_of(listing, right)
        values = _values(sighting, score, now)
        if old is None:
            beside = {"listing": listing, "right": right, "state": CandidateState.SUGGESTED.value}
            candidate = insert_returning_id(
                self._connection, tables.candidates, {**beside, **values}
            )
            self._append_score(candidate, sighting, score, now)
            self._put_up(CandidateId(candidate), urgency)
            return CandidateId(candidate)
        if old.sighting == sighting and old.record == to_plain(score):
            self._put_up(CandidateId(old.id), urgency)
            return None
        state = CandidateState(old.state)
        risen = old.sighting != sighting and score.band is not Band.LOG
        if state == CandidateState.CLEARED and risen:
            state = advance(state, CandidateState.SUGGESTED)
        self._update(old.id, {**values, "state": state.value})
        self._append_score(old.id, sighting, score, now)
        self._put_up(CandidateId(old.id), urgency)
        if old.state != state.value:
            self._queue.came_back(CandidateId(old.id), "changed")
        return CandidateId(old.id)

    def rights_by_sighting(
        self, sightings: Iterable[SightingId]
    ) -> dict[SightingId, frozenset[RightSlug]]:
        """The rights of the candidates that the listing of each sighting already has."""
        seen, table = tables.sightings, tables.candidates
        query = (
            sa.select(seen.c.id, table.c.right)
            .join(table, table.c.listing == seen.c.listing)
            .where(seen.c.id.in_(list(sightings)))
        )
        found: dict[SightingId, frozenset[RightSlug]] = {}
        for sighting, right in self._connection.execute(query):
            key = SightingId(sighting)
            found[key] = found.get(key, frozenset()) | {RightSlug(right)}
        return found

    def candidate(self, candidate: CandidateId, *, lock: bool = False) -> Candidate:
        """The candidate of this id; with `lock`, kept from others until the transaction ends.

        Raises:
            NotFound: There is none.
        """
        query = _joined().where(tables.candidates.c.id == candidate)
        if lock:
            query = query.with_for_update(of=tables.candidates)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFound(
                f"There is no candidate {candidate}.",
                mend="`jianzhen candidates list` shows what there is.",
            )
        return _candidate(row)

    def find(
        self,
        *,
        state: CandidateState | None = None,
        platform: str | None = None,
        right: RightSlug | None = None,
        band: Band | None = None,
        limit: int | None = None,
    ) -> tuple[Candidate, ...]:
        """Candidates by score, highest first, then by id."""
        query = _joined().order_by(tables.candidates.c.score.desc(), tables.candidates.c.id)
        filters = {
            tables.candidates.c.state: state,
            tables.listings.c.platform: platform,
            tables.candidates.c.right: right,
            tables.candidates.c.band: band,
        }
        for column, wanted in filters.items():
            if wanted is not None:
                query = query.where(column == str(wanted))
        return tuple(_candidate(row) for row in self._connection.execute(query.limit(limit)))

    def move(self, candidate: CandidateId, state: CandidateState) -> None:
        """Set the state that `lifecycle.advance` allowed."""
        self._update(candidate, {"state": state.value})
        self._queue.move(candidate, state)

    def _put_up(self, candidate: CandidateId, urgency: Urgency | None) -> None:
        found = self.candidate(candidate)
        table = tables.sightings
        query = sa.select(table.c.record).where(table.c.id == found.sighting)
        sighting = from_plain(Sighting, self._connection.execute(query).scalar_one())
        self._queue.put_up(found, sighting, urgency)

    def _row_of(self, listing: ListingId, right: RightSlug) -> sa.Row[tuple[object, ...]] | None:
        table = tables.candidates
        query = sa.select(table).where(table.c.listing == listing, table.c.right == right)
        return self._connection.execute(query.with_for_update()).first()

    def _update(self, candidate: int, values: dict[str, object]) -> None:
        table = tables.candidates
        self._connection.execute(sa.update(table).where(table.c.id == candidate).values(**values))

    def _append_score(
        self, candidate: int, sighting: SightingId, score: Score, now: datetime
    ) -> None:
        values = {
            "candidate": candidate,
            "sighting": sighting,
            "scorecard": score.scorecard,
            "scored_at": now,
            "record": to_plain(score),
            "digest": sha256_of(json.dumps(to_plain(score), sort_keys=True).encode()),
        }
        insert_new(self._connection, tables.scores, values)


def _values(sighting: SightingId, score: Score, now: datetime) -> dict[str, object]:
    return {
        "sighting": sighting,
        "score": score.value,
        "band": score.band.value,
        "queue": score.queue.value,
        "suggested_at": now,
        "record": to_plain(score),
    }


def _joined() -> sa.Select[tuple[object, ...]]:
    return (
        sa.select(tables.candidates, tables.sightings.c.digest.label("sighting_digest"))
        .join(tables.sightings, tables.sightings.c.id == tables.candidates.c.sighting)
        .join(tables.listings, tables.listings.c.id == tables.candidates.c.listing)
    )


def _candidate(row: sa.Row[tuple[object, ...]]) -> Candidate:
    return Candidate(
        id=CandidateId(row.id),
        listing=ListingId(row.listing),
        right=RightSlug(row.right),
        sighting=SightingId(row.sighting),
        sighting_digest=Sha256(row.sighting_digest),
        score=from_plain(Score, row.record),
        state=CandidateState(row.state),
        suggested_at=row.suggested_at,
    )

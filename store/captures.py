"""Captures for evidence: the queue of pages to capture, and what was taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from domain.candidates import Band, CandidateState
from domain.captures import (
    CaptureId,
    CapturePurpose,
    CaptureState,
    EvidenceCapture,
    TakenPage,
)
from domain.decisions import Verdict
from domain.listings import Lane, ListingId, Sighting
from domain.records import from_plain, to_plain
from store import tables
from store.audit import AuditLog
from store.decisions import counts
from store.upsert import insert_new


class CapturesRepository:
    """Keeps which listings are to be captured, and the captures."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def confirmed_without(self) -> list[tuple[ListingId, Sighting]]:
        """Listings found infringing that no confirmation was asked for, as they were seen then.

        Those whose page a person saved are left out: nothing of ours may ask for them.
        """
        decisions, sightings = tables.decisions, tables.sightings
        query = (
            sa.select(sightings.c.listing, sightings.c.record)
            .join(decisions, decisions.c.sighting == sightings.c.id)
            .where(decisions.c.verdict == Verdict.INFRINGING.value, counts())
        )
        return self._unasked(query, CapturePurpose.CONFIRMATION)

    def suggested_without(self) -> list[tuple[ListingId, Sighting]]:
        """Listings suggested to a person, to be captured before anybody has looked."""
        candidates, sightings = tables.candidates, tables.sightings
        query = (
            sa.select(sightings.c.listing, sightings.c.record)
            .join(candidates, candidates.c.sighting == sightings.c.id)
            .where(
                candidates.c.state == CandidateState.SUGGESTED.value,
                candidates.c.band == Band.SUGGEST.value,
            )
        )
        return self._unasked(query, CapturePurpose.CANDIDATE)

    def _unasked(
        self, query: sa.Select[tuple[object, ...]], purpose: CapturePurpose
    ) -> list[tuple[ListingId, Sighting]]:
        table, sightings = tables.captures, tables.sightings
        asked = sa.select(table.c.id).where(
            table.c.listing == sightings.c.listing, table.c.purpose == purpose.value
        )
        query = query.where(~asked.exists())
        query = query.order_by(sightings.c.listing, sightings.c.id.desc())
        found: dict[ListingId, Sighting] = {}
        for row in self._connection.execute(query):
            sighting = from_plain(Sighting, row.record)
            if sighting.lane is not Lane.MANUAL and sighting.facts.url:
                found.setdefault(ListingId(row.listing), sighting)
        return list(found.items())

    def looked_at_once(self, before: datetime) -> list[EvidenceCapture]:
        """Confirmations taken before this time that no second look was asked for."""
        table, second = tables.captures, tables.captures.alias("second")
        asked = sa.select(second.c.id).where(
            second.c.listing == table.c.listing,
            second.c.purpose == CapturePurpose.SECOND_LOOK.value,
        )
        query = sa.select(table).where(
            table.c.purpose == CapturePurpose.CONFIRMATION.value,
            table.c.state == CaptureState.TAKEN.value,
            table.c.taken_at <= before,
            ~asked.exists(),
        )
        return [_capture(row) for row in self._connection.execute(query.order_by(table.c.id))]

    def want(self, listing: ListingId, url: str, purpose: CapturePurpose, now: datetime) -> bool:
        """Ask for a capture of a listing; whether that is new."""
        values = {
            "listing": listing,
            "purpose": purpose.value,
            "url": url,
            "state": CaptureState.WAITING.value,
            "tries": 0,
            "next_try_at": now,
        }
        return insert_new(self._connection, tables.captures, values)

    def due(self, now: datetime, limit: int) -> tuple[EvidenceCapture, ...]:
        """What may be captured now, the longest waiting first."""
        table = tables.captures
        query = sa.select(table).where(
            table.c.state == CaptureState.WAITING.value, table.c.next_try_at <= now
        )
        ordered = query.order_by(table.c.next_try_at, table.c.id).limit(limit)
        return tuple(_capture(row) for row in self._connection.execute(ordered))

    def keep(self, capture: CaptureId, taken: TakenPage, who: str, now: datetime) -> None:
        """Keep a finished capture, and write into the log what it holds."""
        self._update(
            capture,
            state=CaptureState.TAKEN.value,
            reason=None,
            taken_at=taken.taken_at,
            record=to_plain(taken),
        )
        holds = [one.sha256 for one in taken.files]
        told = {"holds": holds, "url": taken.final_url, "state": taken.page_state.value}
        AuditLog(self._connection).append("captured", f"capture {taken.slug}", told, who, now)

    def failed(
        self, capture: CaptureId, state: CaptureState, reason: str, next_try_at: datetime
    ) -> None:
        """Write down why there is no capture; `waiting` is tried again then."""
        self._update(
            capture,
            state=state.value,
            reason=reason,
            next_try_at=next_try_at,
            tries=tables.captures.c.tries + 1,
        )

    def of(self, listings: Iterable[ListingId]) -> Mapping[ListingId, Sequence[EvidenceCapture]]:
        """The captures of these listings, oldest first."""
        table = tables.captures
        query = sa.select(table).where(table.c.listing.in_(sorted(set(listings))))
        found: dict[ListingId, list[EvidenceCapture]] = {}
        for row in self._connection.execute(query.order_by(table.c.id)):
            found.setdefault(ListingId(row.listing), []).append(_capture(row))
        return found

    def _update(self, capture: CaptureId, **values: object) -> None:
        table = tables.captures
        self._connection.execute(sa.update(table).where(table.c.id == capture).values(**values))


def _capture(row: sa.Row[tuple[object, ...]]) -> EvidenceCapture:
    return EvidenceCapture(
        id=CaptureId(row.id),
        listing=ListingId(row.listing),
        url=row.url,
        purpose=CapturePurpose(row.purpose),
        state=CaptureState(row.state),
        next_try_at=row.next_try_at,
        tries=row.tries,
        reason=row.reason,
        taken=from_plain(TakenPage, row.record) if row.record else None,
    )

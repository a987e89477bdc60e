"""Reads what figures are counted from."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

import sqlalchemy as sa

from domain.candidates import CandidateId
from domain.correspondence import EntryKind
from domain.decisions import Reason, Verdict
from domain.listings import ListingId
from domain.measures import DecidedCandidate, FiledListing, FoundCandidate, Refusal
from domain.notices import NoticeId, NoticeState
from store import tables


class MeasuresRepository:
    """Reads rows for figures."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def found(self) -> tuple[FoundCandidate, ...]:
        """Every candidate that was ever put up, in order."""
        candidates, listings = tables.candidates, tables.listings
        query = (
            sa.select(candidates.c.id, listings.c.platform, candidates.c.suggested_at)
            .join(listings, listings.c.id == candidates.c.listing)
            .where(candidates.c.band != "log")
            .order_by(candidates.c.suggested_at)
        )
        rows = self._connection.execute(query)
        return tuple(
            FoundCandidate(CandidateId(row.id), row.platform, row.suggested_at) for row in rows
        )

    def decided(self) -> tuple[DecidedCandidate, ...]:
        """Every decision, in order."""
        decisions, candidates = tables.decisions, tables.candidates
        listings, sightings = tables.listings, tables.sightings
        query = (
            sa.select(
                decisions.c.candidate,
                listings.c.platform,
                decisions.c.verdict,
                decisions.c.reason,
                decisions.c.analyst,
                decisions.c.record,
                sightings.c.seen_at,
                decisions.c.decided_at,
            )
            .join(candidates, candidates.c.id == decisions.c.candidate)
            .join(listings, listings.c.id == candidates.c.listing)
            .join(sightings, sightings.c.id == decisions.c.sighting)
            .order_by(decisions.c.decided_at, decisions.c.id)
        )
        rows = self._connection.execute(query)
        return tuple(
            DecidedCandidate(
                CandidateId(row.candidate),
                row.platform,
                Verdict(row.verdict),
                Reason(row.reason),
                row.analyst,
                row.seen_at,
                row.decided_at,
                shown=row.record.get("shown_at") is not None,
            )
            for row in rows
        )

    def filed(self) -> tuple[FiledListing, ...]:
        """Every listing of every notice that was filed, withdrawn ones too, in order of filing."""
        reached, refusals = self._reached(), self._refusals()
        notices, links, decisions = tables.notices, tables.notice_decisions, tables.decisions
        candidates, listings = tables.candidates, tables.listings
        query = (
            sa.select(
                listings.c.id.label("listing"),
                listings.c.platform,
                listings.c.seller,
                listings.c.first_seen_at,
                decisions.c.reason,
                decisions.c.decided_at,
                notices.c.id.label("notice"),
                notices.c.channel,
                notices.c.state,
            )
            .join(links, links.c.notice == notices.c.id)
            .join(decisions, decisions.c.id == links.c.decision)
            .join(candidates, candidates.c.id == decisions.c.candidate)
            .join(listings, listings.c.id == candidates.c.listing)
            .order_by(notices.c.id, links.c.place)
        )
        rows = self._connection.execute(query)
        found = [
            FiledListing(
                listing=ListingId(row.listing),
                platform=row.platform,
                channel=row.channel,
                seller=row.seller,
                reason=Reason(row.reason),
                first_seen_at=row.first_seen_at,
                decided_at=row.decided_at,
                notice=NoticeId(row.notice),
                state=NoticeState(row.state),
                reached=reached[row.notice],
                refusals=tuple(refusals[row.notice]),
            )
            for row in rows
            if NoticeState.SUBMITTED in reached[row.notice]
        ]
        return tuple(sorted(found, key=lambda one: one.filed_at))

    def _refusals(self) -> defaultdict[int, list[Refusal]]:
        """Each notice's refusals, each by the cause that was noted last."""
        states, entries = tables.outcomes, tables.correspondence
        refused = states.c.state == NoticeState.REFUSED.value
        found: defaultdict[int, list[Refusal]] = defaultdict(list)
        for row in self._connection.execute(
            sa.select(states).where(refused).order_by(states.c.id)
        ):
            found[row.notice].append(Refusal(row.at, None))
        kinds = (EntryKind.REFUSED.value, EntryKind.REFILED.value)
        query = sa.select(entries).where(entries.c.kind.in_(kinds)).order_by(entries.c.id)
        attempt: defaultdict[int, int] = defaultdict(int)
        for row in self._connection.execute(query):
            own, number = found[row.notice], attempt[row.notice]
            if row.kind == EntryKind.REFILED.value:
                attempt[row.notice] += 1
            elif number < len(own):
                own[number] = Refusal(own[number].at, row.code)
        return found

    def _reached(self) -> defaultdict[int, dict[NoticeState, datetime]]:
        """When each notice first reached each state."""
        table = tables.outcomes
        found: defaultdict[int, dict[NoticeState, datetime]] = defaultdict(dict)
        rows = self._connection.execute(sa.select(table).order_by(table.c.id))
        for row in rows:
            found[row.notice].setdefault(NoticeState(row.state), row.at)
        return found

"""Retention: how old listings are, whether a case is open on them, and what is on hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from domain.decisions import Verdict
from domain.errors import NotFound
from domain.listings import ListingId
from domain.notices import NoticeState
from domain.retention import FieldClass, Hold, ListingAge
from store import tables
from store.audit import AuditLog

ENDED = {NoticeState.REMOVED, NoticeState.REFUSED, NoticeState.WITHDRAWN, NoticeState.RESTORED}
EVERYTHING = "all"


class RetentionRepository:
    """Says what decides how long each listing is kept."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def hold(self, subject: str, reason: str, who: str, now: datetime) -> Hold:
        """Keep `listing ID`, `holder SLUG` or `all` from being erased."""
        values = {"subject": subject, "reason": reason, "who": who, "at": now}
        made = self._connection.execute(
            sa.insert(tables.holds).values(**values).returning(tables.holds.c.id)
        ).scalar_one()
        AuditLog(self._connection).append("held", subject, {"hold": made}, who, now)
        return Hold(made, subject, reason, who, now)

    def release(self, hold: int, who: str, now: datetime) -> None:
        """Lift a hold.

        Raises:
            NotFound: No hold of this number is on.
        """
        table = tables.holds
        on = sa.select(table).where(table.c.id == hold, table.c.released_at.is_(None))
        row = self._connection.execute(on).first()
        if row is None:
            raise NotFound(f"There is no hold {hold}.", mend="See `jianzhen retention holds`.")
        self._connection.execute(
            sa.update(table).where(table.c.id == hold).values(released_at=now, released_by=who)
        )
        AuditLog(self._connection).append("released", row.subject, {"hold": hold}, who, now)

    def holds(self) -> tuple[Hold, ...]:
        """The holds that are on, oldest first."""
        table = tables.holds
        query = sa.select(table).where(table.c.released_at.is_(None)).order_by(table.c.id)
        return tuple(
            Hold(row.id, row.subject, row.reason, row.who, row.at)
            for row in self._connection.execute(query)
        )

    def ages(self) -> Iterator[ListingAge]:
        """Every listing with what decides how long it is kept."""
        held = {one.subject for one in self.holds()}
        cases, erased = self._cases(), self._erased()
        for row in self._connection.execute(sa.select(tables.listings).order_by("id")):
            case = cases.get(row.id, _Case())
            own = {f"listing {row.id}", EVERYTHING, *(f"holder {one}" for one in case.holders)}
            yield ListingAge(
                listing=ListingId(row.id),
                name=f"{row.platform} {row.item_id}",
                since=max([row.last_seen_at, *case.moments]),
                in_case=case.in_case,
                open=case.open,
                held=bool(own & held),
                erased=erased.get(row.id, frozenset()),
            )

    def open_scans(self) -> set[str]:
        """The names of scans that are not closed."""
        table = tables.scans
        return set(
            self._connection.scalars(sa.select(table.c.name).where(table.c.closed_at.is_(None)))
        )

    def _erased(self) -> dict[int, frozenset[FieldClass]]:
        """The classes that every look at a listing has lost."""
        table = tables.sightings
        found: dict[int, frozenset[FieldClass]] = {}
        for row in self._connection.execute(sa.select(table.c.listing, table.c.erased)):
            lost = frozenset(map(FieldClass, row.erased["classes"])) if row.erased else frozenset()
            found[row.listing] = found.get(row.listing, lost) & lost
        return found

    def _cases(self) -> dict[int, _Case]:
        found: dict[int, _Case] = defaultdict(_Case)
        candidates, rights, decisions = tables.candidates, tables.rights, tables.decisions
        joined = sa.select(candidates.c.id, candidates.c.listing, rights.c.holder).join(
            rights, rights.c.slug == candidates.c.right
        )
        listing_of: dict[int, int] = {}
        for row in self._connection.execute(joined):
            listing_of[row.id] = row.listing
            found[row.listing].holders.add(row.holder)
        notices = self._notices()
        for row in self._connection.execute(sa.select(decisions).order_by(decisions.c.id)):
            case = found[listing_of[row.candidate]]
            case.moments.append(row.decided_at)
            case.verdicts[row.candidate] = row.verdict
            for state, moment in notices.get(row.id, ()):
                case.moments.append(moment)
                case.notices.append((row.candidate, state))
        return found

    def _notices(self) -> dict[int, list[tuple[NoticeState, datetime]]]:
        notices, link, outcomes = tables.notices, tables.notice_decisions, tables.outcomes
        query = (
            sa.select(link.c.decision, notices.c.state, sa.func.max(outcomes.c.at).label("at"))
            .join(notices, notices.c.id == link.c.notice)
            .join(outcomes, outcomes.c.notice == notices.c.id)
            .group_by(link.c.decision, notices.c.state)
        )
        found: dict[int, list[tuple[NoticeState, datetime]]] = defaultdict(list)
        for row in self._connection.execute(query):
            found[row.decision].append((NoticeState(row.state), row.at))
        return found


class _Case:
    """What persons said of a listing, and what became of it."""

    def __init__(self) -> None:
        self.moments: list[datetime] = []
        self.holders: set[str] = set()
        self.verdicts: dict[int, str] = {}
        self.notices: list[tuple[int, NoticeState]] = []

    @property
    def in_case(self) -> bool:
        """Whether a person found infringement, is not sure, or a notice was made."""
        return bool(self._findings() or self.notices)

    @property
    def open(self) -> bool:
        """Whether a finding has no notice yet, or a notice is not at its end."""
        noticed = {candidate for candidate, _ in self.notices}
        waiting = any(candidate not in noticed for candidate in self._findings())
        return waiting or any(state not in ENDED for _, state in self.notices)

    def _findings(self) -> list[int]:
        """The candidates whose last word was not that all is well."""
        return [one for one, verdict in self.verdicts.items() if verdict != Verdict.CLEARED]

"""The queue as it is kept: the order, the claims, and the groups of what is alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from domain.candidates import Candidate, CandidateId, CandidateState, Score
from domain.digests import Sha256
from domain.listings import Sighting
from domain.queue import (
    Claim,
    GroupKind,
    Place,
    Urgency,
    Weights,
    group_keys,
    language_of,
    logarithm,
    rank_of,
)
from domain.records import from_plain, to_plain
from domain.rights import RightSlug
from store import tables
from store.chances import chance_of
from store.ordering import WAITING, behind, free, narrowed, order, spaced
from store.upsert import insert_returning_id, put, storable

FEW = 16
"""Candidates that are looked through for a free one at once."""

FACTORS = ("harm", "confidence", "chance", "price_gap")


class QueueRepository:
    """Keeps one narrow row a candidate, so that a hundred thousand are put in order at once."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put_up(
        self,
        found: Candidate,
        sighting: Sighting,
        urgency: Urgency | None,
    ) -> None:
        """Put a candidate in its place; what is known of its urgency stays where None is given."""
        table, facts = tables.queue, sighting.facts
        candidate, right, score = found.id, found.right, found.score
        old = self._row(candidate)
        logs = self._logs(right, sighting, score, urgency, old)
        groups = group_keys(right, sighting, score)
        values: dict[str, object] = {
            "candidate": candidate,
            "state": found.state.value,
            "band": score.band.value,
            "queue": score.queue.value,
            "platform": sighting.key.platform,
            "right": right,
            "holder": self._holder(right),
            "seller": storable(facts.seller),
            "language": language_of(facts.title),
            "signals": spaced(sorted({one.signal for one in score.readings})),
            **{f"log_{name}": logs[name] for name in FACTORS},
            **{f"by_{kind.value}": groups.get(kind) for kind in GroupKind},
            "alike": next((groups[kind] for kind in GroupKind if kind in groups), None),
            "suggested_at": found.suggested_at,
        }
        if urgency is not None and urgency.thumb is not None:
            values["thumb"] = urgency.thumb
        put(self._connection, table, ("candidate",), values)

    def move(self, candidate: CandidateId, state: CandidateState) -> None:
        """Follow a candidate to its new state; whoever looked at it is done."""
        free = {"claimed_by": None, "claimed_at": None, "claimed_until": None}
        self._update(candidate, {"state": state.value, "came_back": None, **free})

    def came_back(self, candidate: CandidateId, why: str) -> None:
        """Note that a candidate waits again that was decided once."""
        self._update(candidate, {"came_back": why})

    def upcoming(
        self,
        who: str,
        filters: Mapping[str, str],
        *,
        now: datetime,
        after: CandidateId | None = None,
        limit: int = FEW,
    ) -> tuple[CandidateId, ...]:
        """The few that come next for this person, in order; `after` goes on behind that one."""
        table, weights = tables.queue, self.weights()
        query = narrowed(sa.select(table.c.candidate), filters).where(free(who, now))
        if after is not None:
            query = query.where(behind(after, weights))
        rows = self._connection.scalars(query.order_by(*order(weights)).limit(limit))
        return tuple(CandidateId(one) for one in rows)

    def take(
        self,
        few: Sequence[CandidateId],
        who: str,
        filters: Mapping[str, str],
        *,
        now: datetime,
        seconds: int,
    ) -> Claim | None:
        """Give the first of these that is still free, and still left by the filters.

        None where others were quicker with all of them. So no candidate goes to two people.
        """
        table = tables.queue
        wanted = narrowed(sa.select(table.c.candidate), filters).where(free(who, now))
        # one by one: a list of ids would be looked for in the index of the whole order
        for candidate in few:
            own = wanted.where(table.c.candidate == candidate)
            if self._connection.scalar(own.with_for_update(skip_locked=True)) is not None:
                return self._hold(candidate, who, now, seconds)
        return None

    def claim(
        self, candidate: CandidateId, who: str, *, now: datetime, seconds: int
    ) -> Claim | None:
        """Give this candidate to this person; the claim of somebody else where there is one."""
        held = self.held(candidate, now=now)
        if held is not None and held.by != who:
            return held
        if held is not None:
            until = now + timedelta(seconds=seconds)
            self._update(candidate, {"claimed_until": until})
            return Claim(candidate, who, held.since, until)
        return self._hold(candidate, who, now, seconds)

    def release(self, candidate: CandidateId, who: str) -> None:
        """Put a candidate back that this person holds."""
        table = tables.queue
        free = {"claimed_by": None, "claimed_at": None, "claimed_until": None}
        mine = sa.and_(table.c.candidate == candidate, table.c.claimed_by == who)
        self._connection.execute(sa.update(table).where(mine).values(**free))

    def held(self, candidate: CandidateId, *, now: datetime) -> Claim | None:
        """Who holds this candidate now."""
        row = self._row(candidate, lock=True)
        if row is None or row.claimed_until is None or row.claimed_until <= now:
            return None
        return Claim(candidate, row.claimed_by, row.claimed_at, row.claimed_until)

    def place(self, candidate: CandidateId) -> Place | None:
        """Where a candidate stands; None before it was ever put up."""
        row = self._row(candidate)
        if row is None:
            return None
        values = row._mapping  # noqa: SLF001 - SQLAlchemy's public name
        claim = None
        logs = {name: values[f"log_{name}"] for name in FACTORS}
        if row.claimed_until is not None:
            claim = Claim(candidate, row.claimed_by, row.claimed_at, row.claimed_until)
        return Place(
            candidate=candidate,
            rank=rank_of(self.weights(), logs),
            logs=logs,
            groups={
                kind: values[f"by_{kind.value}"]
                for kind in GroupKind
                if values[f"by_{kind.value}"] is not None
            },
            language=row.language,
            thumb=None if row.thumb is None else Sha256(row.thumb),
            claim=claim,
        )

    def weights(self) -> Weights:
        """The weights that were set last; all 1 before."""
        table = tables.queue_weights
        query = sa.select(table.c.record).order_by(table.c.id.desc()).limit(1)
        record = self._connection.scalar(query)
        return Weights() if record is None else from_plain(Weights, record)

    def newest(self) -> int:
        """The candidate that was put up last; 0 before any."""
        return int(self._connection.scalar(sa.select(sa.func.max(tables.queue.c.candidate))) or 0)

    def set_weights(self, weights: Weights, who: str, now: datetime) -> None:
        """Order everything by these weights from now on: no row is touched for it."""
        values = {"record": to_plain(weights), "set_by": who, "set_at": now}
        insert_returning_id(self._connection, tables.queue_weights, values)

    def group_sizes(self, groups: Mapping[GroupKind, str]) -> dict[GroupKind, int]:
        """How many candidates wait in each of these groups."""
        table = tables.queue
        of = sa.select(sa.func.count()).select_from(table).where(table.c.state.in_(WAITING))
        return {
            kind: self._connection.execute(
                of.where(table.c[f"by_{kind.value}"] == key)
            ).scalar_one()
            for kind, key in groups.items()
        }

    def group(self, kind: GroupKind, key: str, limit: int = 500) -> tuple[CandidateId, ...]:
        """The candidates of a group that wait, in order."""
        table = tables.queue
        query = (
            sa.select(table.c.candidate)
            .where(table.c[f"by_{kind.value}"] == key, table.c.state.in_(WAITING))
            .order_by(*order(self.weights()))
            .limit(limit)
        )
        return tuple(CandidateId(one) for one in self._connection.scalars(query))

    def _hold(self, candidate: CandidateId, who: str, now: datetime, seconds: int) -> Claim:
        until = now + timedelta(seconds=seconds)
        self._update(candidate, {"claimed_by": who, "claimed_at": now, "claimed_until": until})
        return Claim(candidate, who, now, until)

    def _logs(
        self,
        right: RightSlug,
        sighting: Sighting,
        score: Score,
        urgency: Urgency | None,
        old: sa.Row[tuple[object, ...]] | None,
    ) -> dict[str, float]:
        """The factors as they are kept; those that only the matcher knows stay as they were."""
        chance = chance_of(self._connection, sighting.key.platform, right)
        logs = {"confidence": logarithm(score.value), "chance": logarithm(chance)}
        if urgency is None and old is not None:
            return logs | {"harm": old.log_harm, "price_gap": old.log_price_gap}
        known = urgency or Urgency()
        gap = None if known.price_gap is None else 0.25 + 0.75 * known.price_gap
        return logs | {"harm": logarithm(known.harm), "price_gap": logarithm(gap)}

    def _holder(self, right: RightSlug) -> str:
        query = sa.select(tables.rights.c.holder).where(tables.rights.c.slug == right)
        return str(self._connection.execute(query).scalar_one())

    def _row(
        self, candidate: CandidateId, *, lock: bool = False
    ) -> sa.Row[tuple[object, ...]] | None:
        query = sa.select(tables.queue).where(tables.queue.c.candidate == candidate)
        return self._connection.execute(query.with_for_update() if lock else query).first()

    def _update(self, candidate: CandidateId, values: Mapping[str, object]) -> None:
        table = tables.queue
        query = sa.update(table).where(table.c.candidate == candidate).values(**values)
        self._connection.execute(query)

"""Notices, the decisions they rest on, and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

import sqlalchemy as sa

from domain.decisions import DecisionId
from domain.digests import Sha256
from domain.errors import NotFound
from domain.lifecycle import advance
from domain.notices import Finding, Notice, NoticeDays, NoticeId, NoticeState
from domain.records import from_plain, to_plain
from domain.rights import HolderSlug, RightSlug
from store import tables
from store.upsert import insert_new, insert_returning_id


class NoticesRepository:
    """Keeps notices; every change of state is also appended to their outcomes."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def draft(self, notice: Notice) -> Notice:
        """Keep a new notice with its decisions and give it its id; a known slug gives the old."""
        old = self._connection.scalar(
            sa.select(tables.notices.c.id).where(tables.notices.c.slug == notice.slug)
        )
        if old is not None:
            return self.notice(NoticeId(old))
        values = {
            name: getattr(notice, name)
            for name in ("slug", "channel", "platform", "holder", "right", "ground", "drafted_at")
        }
        values |= {"state": notice.state.value, "findings": to_plain(notice.findings)}
        kept = NoticeId(insert_returning_id(self._connection, tables.notices, values))
        for place, decision in enumerate(notice.decisions):
            link = {"notice": kept, "decision": decision, "place": place}
            insert_new(self._connection, tables.notice_decisions, link)
        self._outcome(kept, notice.state, notice.drafted_at)
        return replace(notice, id=kept)

    def notice(self, notice: NoticeId) -> Notice:
        """The notice of this id.

        Raises:
            NotFound: There is none.
        """
        row = self._connection.execute(
            sa.select(tables.notices).where(tables.notices.c.id == notice)
        ).first()
        if row is None:
            raise NotFound(
                f"There is no notice {notice}.",
                mend="`jianzhen notices list` shows what there is.",
            )
        return self._notice(row)

    def known(self, slug: str) -> Notice | None:
        """The notice of this slug; None where there is none yet."""
        query = sa.select(tables.notices).where(tables.notices.c.slug == slug)
        row = self._connection.execute(query).first()
        return None if row is None else self._notice(row)

    def by_slug(self, slug: str) -> Notice:
        """The notice of this slug.

        Raises:
            NotFound: There is none.
        """
        found = self._connection.scalar(
            sa.select(tables.notices.c.id).where(tables.notices.c.slug == slug)
        )
        if found is None:
            raise NotFound(
                f"There is no notice {slug!r}.",
                mend="`jianzhen notices list` shows what there is.",
            )
        return self.notice(NoticeId(found))

    def all(self, state: NoticeState | None = None) -> tuple[Notice, ...]:
        """Every notice in the order of drafting, or those in one state."""
        query = sa.select(tables.notices).order_by(tables.notices.c.id)
        if state is not None:
            query = query.where(tables.notices.c.state == state.value)
        return tuple(self._notice(row) for row in self._connection.execute(query))

    def advance(
        self,
        notice: NoticeId,
        state: NoticeState,
        now: datetime,
        *,
        findings: Sequence[Finding] | None = None,
        bundle_sha256: Sha256 | None = None,
        bundle_path: str | None = None,
    ) -> Notice:
        """Move a notice to its next state.

        Raises:
            IllegalTransition: The state does not follow the one it is in.
        """
        old = self.notice(notice)
        values: dict[str, object] = {"state": advance(old.state, state).value}
        if findings is not None:
            values["findings"] = to_plain(tuple(findings))
        if bundle_sha256 is not None:
            values |= {"bundle_sha256": bundle_sha256, "bundle_path": bundle_path}
        table = tables.notices
        self._connection.execute(sa.update(table).where(table.c.id == notice).values(**values))
        self._outcome(notice, state, now)
        return self.notice(notice)

    def rebundled(self, notice: NoticeId, bundle_sha256: Sha256) -> None:
        """The bundle was written anew beside what was in it: its digest is now this one."""
        table = tables.notices
        query = sa.update(table).where(table.c.id == notice)
        self._connection.execute(query.values(bundle_sha256=bundle_sha256))

    def happened(self, notice: NoticeId) -> dict[NoticeState, datetime]:
        """When the notice last reached each state it was in."""
        table = tables.outcomes
        query = sa.select(table).where(table.c.notice == notice).order_by(table.c.id)
        return {NoticeState(row.state): row.at for row in self._connection.execute(query)}

    def days(self, states: Collection[NoticeState]) -> tuple[NoticeDays, ...]:
        """Notices in these states with the days of all their states, in the order of drafting."""
        notices, outcomes = tables.notices, tables.outcomes
        query = (
            sa.select(
                notices.c.id,
                notices.c.slug,
                notices.c.channel,
                notices.c.state,
                outcomes.c.state.label("reached"),
                outcomes.c.at,
            )
            .join(outcomes, outcomes.c.notice == notices.c.id)
            .where(notices.c.state.in_([one.value for one in states]))
            .order_by(notices.c.id, outcomes.c.id)
        )
        found: list[NoticeDays] = []
        for _, group in groupby(self._connection.execute(query), key=lambda row: row.id):
            rows = list(group)
            happened = {NoticeState(row.reached): row.at for row in rows}
            first = rows[0]
            found.append(NoticeDays(first.slug, first.channel, NoticeState(first.state), happened))
        return tuple(found)

    def _outcome(self, notice: NoticeId, state: NoticeState, now: datetime) -> None:
        values = {"notice": notice, "state": state.value, "at": now}
        self._connection.execute(sa.insert(tables.outcomes).values(**values))

    def _notice(self, row: sa.Row[tuple[object, ...]]) -> Notice:
        link = tables.notice_decisions
        query = sa.select(link.c.decision).where(link.c.notice == row.id).order_by(link.c.place)
        return Notice(
            id=NoticeId(row.id),
            slug=row.slug,
            channel=row.channel,
            platform=row.platform,
            holder=HolderSlug(row.holder),
            right=RightSlug(row.right),
            ground=row.ground,
            decisions=tuple(DecisionId(one) for one in self._connection.scalars(query)),
            findings=tuple(from_plain(Finding, one) for one in row.findings),
            state=NoticeState(row.state),
            drafted_at=row.drafted_at,
            bundle_sha256=Sha256(row.bundle_sha256) if row.bundle_sha256 else None,
            bundle_path=row.bundle_path,
        )

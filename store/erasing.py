"""Erasing: values and bytes go, a tombstone in the log says which, and the log stays whole."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from domain.candidates import Score, Span
from domain.digests import Sha256, canonical_json
from domain.listings import ListingId, Sighting
from domain.records import Plain, from_plain, to_plain
from domain.retention import FieldClass, personal_values, struck, without
from store import tables
from store.audit import AuditLog
from store.erasing_cases import (
    TOMBSTONE,
    WHO,
    erase_correspondence,
    notices_of,
    salted,
    strike_findings,
)

DIGEST = re.compile(r"[0-9a-f]{64}")


class Eraser:
    """Erases what is due: the log keeps its digests, a tombstone says what went."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def erase(self, listing: ListingId, classes: Collection[FieldClass], now: datetime) -> int:
        """Erase these classes from every look at a listing; how many looks lost something.

        Each look's tombstone comes first: the database lets nothing be erased without one.
        """
        table = tables.sightings
        rows = self._connection.execute(sa.select(table).where(table.c.listing == listing)).all()
        for row in rows:
            self._erase_look(row, classes, now)
        values: set[str] = set()
        for row in rows:
            values |= set(personal_values(from_plain(Sighting, row.record).facts, classes))
        self._erase_scores(listing, sorted(values, key=len, reverse=True), classes)
        self._erase_captures(listing, now)
        for notice, _ in notices_of(self._connection, listing):
            strike_findings(self._connection, notice, sorted(values, key=len, reverse=True))
        if FieldClass.SELLER_IDENTITY in classes:
            own = tables.listings.c.id == listing
            self._connection.execute(sa.update(tables.listings).where(own).values(seller=None))
            self._forget_seller(listing)
        return len(rows)

    def erase_case(self, listing: ListingId, now: datetime) -> int:
        """Erase what was written on the notices of a listing; how many lines lost something."""
        return sum(
            erase_correspondence(self._connection, notice, now)
            for notice, _ in notices_of(self._connection, listing)
        )

    def bundles_of(self, listing: ListingId) -> list[tuple[int, str, str]]:
        """Number, slug and path of each exported bundle that shows this listing."""
        notices, link = tables.notices, tables.notice_decisions
        query = (
            sa.select(notices.c.id, notices.c.slug, notices.c.bundle_path)
            .join(link, link.c.notice == notices.c.id)
            .join(tables.decisions, tables.decisions.c.id == link.c.decision)
            .join(tables.candidates, tables.candidates.c.id == tables.decisions.c.candidate)
            .where(tables.candidates.c.listing == listing, notices.c.bundle_path.is_not(None))
            .distinct()
        )
        return [(row.id, row.slug, row.bundle_path) for row in self._connection.execute(query)]

    def forget_bundle(self, notice: int, slug: str, who: str, now: datetime) -> None:
        """The bundle's file is to go; its digest stays with the notice."""
        table = tables.notices
        row = self._connection.execute(sa.select(table).where(table.c.id == notice)).one()
        told = {"bundle_sha256": row.bundle_sha256}
        AuditLog(self._connection).append("bundle_erased", slug, told, who, now)
        self._connection.execute(
            sa.update(table).where(table.c.id == notice).values(bundle_path=None)
        )

    def forgettable(self, has: Callable[[Sha256], bool]) -> set[Sha256]:
        """Bytes still there that tombstones name, and that nothing kept names any more."""
        table = tables.audit
        query = sa.select(table.c.payload).where(table.c.kind == TOMBSTONE)
        gone = {str(one) for told in self._connection.scalars(query) for one in told["bytes"]}
        gone = {one for one in gone if has(Sha256(one))}
        if not gone:
            return set()
        for column in (
            tables.sightings.c.record,
            tables.captures.c.record,
            tables.correspondence.c.files,
            tables.exhibits.c.record,
            tables.rights.c.record,
            tables.versions.c.record,
        ):
            texts = sa.select(sa.type_coerce(column, sa.Text)).where(column.is_not(None))
            for text in self._connection.scalars(texts.execution_options(yield_per=500)):
                gone.difference_update(DIGEST.findall(text))
        thumbs = sa.select(tables.queue.c.thumb).where(tables.queue.c.thumb.in_(sorted(gone)))
        gone.difference_update(self._connection.scalars(thumbs))
        return {Sha256(one) for one in gone}

    def erased_looks(self) -> int:
        """How many looks lost something after its term."""
        table = tables.sightings
        query = sa.select(sa.func.count()).select_from(table).where(table.c.erased.is_not(None))
        return int(self._connection.execute(query).scalar_one())

    def changed_looks(self) -> list[str]:
        """Looks whose record is not the one that was digested, and of which no tombstone tells."""
        table, wrong = tables.sightings, []
        query = sa.select(table.c.digest, table.c.record, table.c.erased)
        told = self._connection.scalars(
            sa.select(tables.audit.c.subject).where(tables.audit.c.kind == TOMBSTONE)
        )
        tombs = set(told)
        for row in self._connection.execute(query.execution_options(yield_per=500)):
            whole = from_plain(Sighting, row.record).digest == row.digest
            if not whole and not (row.erased and f"sighting {row.digest}" in tombs):
                wrong.append(row.digest)
        return wrong

    def _forget_thumbs(self, listing: int, pictures: Collection[str]) -> set[str]:
        """Take the small copies of these pictures out of the queue; their digests."""
        prints, queue, candidates = tables.prints, tables.queue, tables.candidates
        made = sa.and_(prints.c.maker.like("thumb/%"), prints.c.sha256.in_(sorted(pictures)))
        thumbs = {str(one["thumb"]) for one in self._connection.scalars(
            sa.select(prints.c.record).where(made)
        )}  # fmt: skip
        mine = sa.select(candidates.c.id).where(candidates.c.listing == listing)
        shown = sa.and_(queue.c.candidate.in_(mine), queue.c.thumb.in_(sorted(thumbs)))
        self._connection.execute(sa.update(queue).where(shown).values(thumb=None))
        self._connection.execute(sa.delete(prints).where(made))
        return thumbs

    def _forget_seller(self, listing: ListingId) -> None:
        """Take the seller out of the queue, and out of the groups that are alike in the seller."""
        table, candidates = tables.queue, tables.candidates
        mine = sa.select(candidates.c.id).where(candidates.c.listing == listing)
        rows = sa.update(table).where(table.c.candidate.in_(mine))
        alike = sa.case((table.c.alike == table.c.by_seller, None), else_=table.c.alike)
        self._connection.execute(rows.values(alike=alike, by_seller=None, seller=None))

    def _erase_look(
        self, row: sa.Row[tuple[object, ...]], classes: Collection[FieldClass], now: datetime
    ) -> None:
        old = from_plain(Sighting, row.record)
        left = without(old, classes)
        salt = secrets.token_hex(16)
        before, after = _digests_in(to_plain(old)), _digests_in(to_plain(left))
        gone = before - after
        told = {
            "classes": sorted(classes),
            "salted_sha256": salted(salt, to_plain(old)),
            "bytes": sorted(gone | self._forget_thumbs(row.listing, gone)),
        }
        AuditLog(self._connection).append(TOMBSTONE, f"sighting {row.digest}", told, WHO, now)
        earlier = row.erased["classes"] if row.erased else []
        erased = {"classes": sorted({*earlier, *classes}), "salt": salt}
        self._connection.execute(
            sa.update(tables.sightings)
            .where(tables.sightings.c.id == row.id)
            .values(record=to_plain(left), erased=erased)
        )

    def _erase_scores(
        self, listing: ListingId, values: Iterable[str], classes: Collection[FieldClass]
    ) -> None:
        """Scores quote what they were read from: values go, and with the listing all quotes."""
        struck_out, candidates, scores = list(values), tables.candidates, tables.scores
        bare = FieldClass.PUBLIC_LISTING in classes
        own = sa.select(candidates.c.id).where(candidates.c.listing == listing)
        erased = {"classes": sorted(classes)}
        for row in self._connection.execute(
            sa.select(scores).where(scores.c.candidate.in_(own))
        ).all():
            record = _quoted_less(row.record, struck_out, bare=bare)
            self._connection.execute(
                sa.update(scores).where(scores.c.id == row.id).values(record=record, erased=erased)
            )
        for row in self._connection.execute(
            sa.select(candidates).where(candidates.c.listing == listing)
        ).all():
            record = _quoted_less(row.record, struck_out, bare=bare)
            self._connection.execute(
                sa.update(candidates).where(candidates.c.id == row.id).values(record=record)
            )

    def _erase_captures(self, listing: ListingId, now: datetime) -> None:
        """Captures for evidence show the whole page: they go whole, each with its tombstone."""
        table = tables.captures
        kept = sa.select(table).where(table.c.listing == listing, table.c.record.is_not(None))
        for row in self._connection.execute(kept).all():
            told = {
                "classes": sorted(FieldClass),
                "salted_sha256": salted(secrets.token_hex(16), row.record),
                "bytes": sorted({one["sha256"] for one in row.record["files"]}),
            }
            subject = f"capture {row.record['slug']}"
            AuditLog(self._connection).append(TOMBSTONE, subject, told, WHO, now)
            gone = {"record": None, "state": "erased", "reason": "retention", "url": ""}
            self._connection.execute(sa.update(table).where(table.c.id == row.id).values(**gone))


def _digests_in(plain: Plain) -> set[str]:
    return set(DIGEST.findall(canonical_json(plain).decode("utf-8", "ignore")))


def _quoted_less(record: Plain, values: Iterable[str], *, bare: bool) -> Plain:
    """A score without quotes of the listing, or without these values in them."""
    score = from_plain(Score, record)
    readings = []
    for one in score.readings:
        spans = () if bare else one.also
        readings.append(
            replace(
                one,
                span=None if bare else _span_less(one.span, values),
                also=tuple(found for each in spans if (found := _span_less(each, values))),
                detail={} if bare else {k: struck(v, values) or "" for k, v in one.detail.items()},
            )
        )
    return to_plain(replace(score, readings=tuple(readings)))


def _span_less(span: Span | None, values: Iterable[str]) -> Span | None:
    return span and replace(span, text=struck(span.text, values) or "")

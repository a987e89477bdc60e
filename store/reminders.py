"""Reminders as they are kept: wanted once, put into a letter once, and sent until it is out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from domain.digests import Sha256, digest_of
from domain.records import from_plain, to_plain
from domain.reminders import Letter, Reminder, SentReminder, Way
from store import tables
from store.upsert import insert_new

MOST_IN_A_LETTER = 200


class RemindersRepository:
    """Keeps which reminders are wanted on which way, and which went out."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def want(self, way: Way, reminders: Iterable[Reminder], now: datetime) -> int:
        """Note reminders that are not noted yet; how many were new."""
        new = 0
        for one in reminders:
            values = {
                "way": way.value,
                "key": one.key,
                "record": to_plain(one),
                "wanted_at": now,
                "next_try_at": now,
                "tries": 0,
            }
            new += insert_new(self._connection, tables.reminders, values)
        return new

    def put_into_letters(self, way: Way) -> int:
        """Put what is in no letter yet into letters, for good; how many letters."""
        table = tables.reminders
        loose = sa.select(table.c.id, table.c.key).where(
            table.c.way == way.value, table.c.letter.is_(None)
        )
        rows = self._connection.execute(loose.order_by(table.c.id)).all()
        groups = [rows[at : at + MOST_IN_A_LETTER] for at in range(0, len(rows), MOST_IN_A_LETTER)]
        for group in groups:
            letter = digest_of([way.value, *(row.key for row in group)])
            ids = [row.id for row in group]
            self._connection.execute(
                sa.update(table).where(table.c.id.in_(ids)).values(letter=letter)
            )
        return len(groups)

    def claim(self, way: Way, now: datetime, hold: timedelta) -> Letter | None:
        """The next letter that is to go out, held for so long that nobody else sends it."""
        table = tables.reminders
        free = sa.and_(
            table.c.way == way.value,
            table.c.letter.is_not(None),
            table.c.sent_at.is_(None),
            table.c.next_try_at <= now,
        )
        first = sa.select(table.c.letter).where(free).order_by(table.c.id).limit(1)
        letter = self._connection.scalar(first)
        if letter is None:
            return None
        mine = sa.update(table).where(free, table.c.letter == letter)
        held = self._connection.execute(
            mine.values(next_try_at=now + hold, tries=table.c.tries + 1).returning(
                table.c.id, table.c.record, table.c.tries
            )
        ).all()
        held = sorted(held, key=lambda row: row.id)
        reminders = tuple(from_plain(Reminder, row.record) for row in held)
        return Letter(Sha256(letter), way, reminders, held[0].tries) if held else None

    def sent(self, letter: Letter, now: datetime) -> None:
        """The letter went out."""
        self._of(letter, sent_at=now, problem=None)

    def failed(self, letter: Letter, problem: str, next_try_at: datetime) -> None:
        """The letter did not go out; it is tried again then."""
        self._of(letter, problem=problem, next_try_at=next_try_at)

    def all(self) -> tuple[SentReminder, ...]:
        """Every reminder on every way, oldest first."""
        query = sa.select(tables.reminders).order_by(tables.reminders.c.id)
        return tuple(_sent(row) for row in self._connection.execute(query))

    def unsent(self) -> dict[Way, int]:
        """How many wait to go out, by way."""
        table = tables.reminders
        query = sa.select(table.c.way, sa.func.count()).where(table.c.sent_at.is_(None))
        counts: dict[Way, int] = defaultdict(int)
        for way, count in self._connection.execute(query.group_by(table.c.way)):
            counts[Way(way)] = count
        return dict(counts)

    def _of(self, letter: Letter, **values: object) -> None:
        table = tables.reminders
        query = sa.update(table).where(
            table.c.way == letter.way.value, table.c.letter == letter.id
        )
        self._connection.execute(query.values(**values))


def _sent(row: sa.Row[tuple[object, ...]]) -> SentReminder:
    return SentReminder(
        way=Way(row.way),
        reminder=from_plain(Reminder, row.record),
        wanted_at=row.wanted_at,
        letter=Sha256(row.letter) if row.letter else None,
        sent_at=row.sent_at,
        tries=row.tries,
        problem=row.problem,
    )

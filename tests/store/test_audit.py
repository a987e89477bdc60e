from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime

import sqlalchemy as sa

from store import tables
from store.audit import START, AuditLog
from store.engine import open_engine
from store.unit_of_work import Store


def _append_many(url: str, who: str, count: int) -> None:
    engine = open_engine(url)
    for number in range(count):
        with engine.begin() as connection:
            AuditLog(connection).append("test", f"{number}", {}, who, datetime.now(UTC))
    engine.dispose()


def test_each_event_carries_the_digest_of_the_one_before(store: Store, now: datetime) -> None:
    with store.begin() as work:
        first = work.audit.append("decided", "candidate 1", {"verdict": "cleared"}, "王小明", now)
        work.audit.append("decided", "candidate 2", {"verdict": "unsure"}, "王小明", now)
        events = work.audit.events()
        assert work.audit.first_break() is None
    assert [event.previous for event in events] == [START, first]


def test_a_forged_event_is_found(store: Store, now: datetime) -> None:
    with store.begin() as work:
        work.audit.append("decided", "candidate 1", {}, "王小明", now)
    forged = {"seq": 2, "kind": "decided", "subject": "x", "who": "y", "at": now, "payload": {}}
    with store.engine.begin() as connection:
        connection.execute(
            sa.insert(tables.audit).values(**forged, previous="0" * 64, digest="1" * 64)
        )
    with store.reading() as work:
        assert work.audit.first_break() == 2


def test_two_processes_append_to_one_chain(store: Store) -> None:
    url = store.engine.url.render_as_string(hide_password=False)
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_append_many, args=(url, who, 25)) for who in ("one", "two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    with store.reading() as work:
        assert len(work.audit.events()) == 50
        assert work.audit.first_break() is None

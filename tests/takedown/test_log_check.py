"""The log's own check: an edit, a cut tail, a rewritten past and a changed look are named."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.settings import Settings
from domain.captures import (
    CaptureId,
    CapturePurpose,
    CaptureState,
    EvidenceCapture,
    TakenPage,
    two_looks,
)
from domain.digests import Sha256
from domain.errors import InputError
from domain.listings import ListingId, PageState
from domain.records import to_plain
from store import tables
from store.unit_of_work import Store
from takedown.log_check import LogState, check_log
from takedown.signing import open_signer
from takedown.stamps import checkpoint_log
from tests.factories import a_sighting
from tests.takedown.drafts import seen


def check(store: Store, settings: Settings, kept: Path | None = None) -> LogState:
    takedown = settings.takedown
    return check_log(store, open_signer(takedown.signing_key, takedown.log_name), kept)


def fill(store: Store, settings: Settings, now: datetime) -> bytes:
    """Three looks, a checkpoint after two of them; gives the checkpoint's note."""
    with store.begin() as work:
        work.listings.keep_sighting(seen(1))
        work.listings.keep_sighting(seen(2))
    checkpoint_log(store, settings, now=now)
    with store.begin() as work:
        work.listings.keep_sighting(seen(3))
        (event,) = work.audit.events("checkpoint")
    return store.blobs.read(Sha256(event.payload["note_sha256"]))


def lift(store: Store, *deeds: str) -> None:
    """What somebody with the database file in hand can do: take the guards off first."""
    with store.engine.begin() as connection:
        for table in ("audit", "sightings"):
            if store.engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"alter table {table} disable trigger user")
            else:
                for deed in ("update", "delete"):
                    connection.exec_driver_sql(f"drop trigger {table}_no_{deed}")
        for deed in deeds:
            connection.exec_driver_sql(deed)


def test_a_log_as_it_was_written_holds(store: Store, settings: Settings, now: datetime) -> None:
    note = fill(store, settings, now)
    (settings.home / "kept.txt").parent.mkdir(parents=True, exist_ok=True)
    (settings.home / "kept.txt").write_bytes(note)
    state = check(store, settings, settings.home / "kept.txt")
    assert (state.events, state.checkpoints, state.problems) == (4, 1, ())


@pytest.mark.parametrize(
    ("deed", "named"),
    [
        ("update audit set who = 'me' where seq = 2", "breaks at event 2"),
        ("delete from audit where seq = 2", "breaks at event"),
        ("delete from audit where seq > 1", "its end is gone"),
    ],
)
def test_what_was_done_to_the_log_is_named(
    store: Store, settings: Settings, now: datetime, tmp_path: Path, deed: str, named: str
) -> None:
    (tmp_path / "kept.txt").write_bytes(fill(store, settings, now))
    lift(store, deed)
    assert any(named in one for one in check(store, settings, tmp_path / "kept.txt").problems)


def test_a_past_that_was_written_anew_does_not_fit_the_checkpoint(
    store: Store, settings: Settings, now: datetime
) -> None:
    fill(store, settings, now)
    with store.reading() as work:
        old = work.audit.events()
    lift(store, "delete from audit")
    with store.begin() as work:
        for event in old:
            who = "somebody else" if event.seq == 1 else event.who
            work.audit.append(event.kind, event.subject, event.payload, who, event.at)
        assert work.audit.first_break() is None
    assert any("written anew" in one for one in check(store, settings).problems)


def test_a_changed_look_is_named(store: Store, settings: Settings, now: datetime) -> None:
    fill(store, settings, now)
    lift(store)
    with store.engine.begin() as connection:
        other = to_plain(a_sighting())
        connection.execute(
            sa.update(tables.sightings).where(tables.sightings.c.id == 2).values(record=other)
        )
    (problem,) = check(store, settings).problems
    assert seen(2).digest in problem


def test_a_checkpoint_of_another_key_is_named(
    store: Store, settings: Settings, now: datetime, tmp_path: Path
) -> None:
    note = fill(store, settings, now)
    (tmp_path / "kept.txt").write_bytes(note.replace(b" ", b"  "))
    problems = check(store, settings, tmp_path / "kept.txt").problems
    assert any("not signed by the key" in one for one in problems)
    (tmp_path / "none.txt").write_text("x")
    with pytest.raises(InputError, match="no checkpoint"):
        check(store, settings, tmp_path / "none.txt")


def looked(number: int, now: datetime, *, readable: bool = True) -> EvidenceCapture:
    facts = seen(number).facts if readable else None
    taken = TakenPage(str(number), "https://x", now, PageState.OK, (), facts)
    return EvidenceCapture(
        id=CaptureId(number),
        listing=ListingId(1),
        url="https://x",
        purpose=CapturePurpose.CONFIRMATION,
        state=CaptureState.TAKEN,
        next_try_at=now,
        taken=taken,
    )


def test_two_looks_need_two_that_were_read(now: datetime) -> None:
    later = now + timedelta(days=1)
    assert two_looks([looked(1, now), looked(2, later, readable=False)]) is None
    both = two_looks([looked(1, now), looked(2, now, readable=False), looked(1, later)])
    assert both is not None
    assert both.second.taken_at == later
    assert {one.agrees for one in both.compared} <= {True, None}

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain.errors import Busy
from domain.runs import RunState, StageReport, Step
from store.unit_of_work import Store


def test_a_run_is_written_when_it_starts_and_when_it_ends(store: Store, now: datetime) -> None:
    report = StageReport({"pages": 3}, ("one page was blocked",), made=(1, 2))
    with store.begin() as work:
        run = work.runs.start(Step("scan", {"platform": "bazaar"}), now)
        assert work.runs.run(run).state == RunState.RUNNING
        work.runs.finish(run, RunState.DONE, now, report=report)
        assert work.runs.run(run).report == report
        assert work.runs.recent(step="match") == ()


def test_a_lease_is_held_by_one(store: Store, now: datetime) -> None:
    with store.begin() as work:
        work.runs.take_lease("night", "one", now, 900)
        work.runs.take_lease("night", "one", now, 900)
        with pytest.raises(Busy, match="one"):
            work.runs.take_lease("night", "two", now + timedelta(seconds=899), 900)


def test_a_lease_that_was_not_renewed_is_free(store: Store, now: datetime) -> None:
    with store.begin() as work:
        work.runs.take_lease("night", "one", now, 900)
        work.runs.take_lease("night", "two", now + timedelta(seconds=901), 900)
        work.runs.give_back_lease("night", "one")
        with pytest.raises(Busy, match="two"):
            work.runs.take_lease("night", "three", now + timedelta(seconds=902), 900)


def test_runs_that_were_cut_off_are_closed(store: Store, now: datetime) -> None:
    with store.begin() as work:
        run = work.runs.start(Step("night"), now)
        assert work.runs.close_abandoned(now, step="night") == 1
        assert work.runs.run(run).state == RunState.INTERRUPTED

from __future__ import annotations

import subprocess
import sys
import time
from datetime import datetime

import pytest

from domain.errors import Busy
from scheduler.clock import utc_now
from scheduler.lease import held
from store.unit_of_work import Store

HOLD_AND_DIE = """
import os, sys
from pathlib import Path
from scheduler.clock import utc_now
from scheduler.lease import held
from store.blobs import FolderBlobs
from store.engine import open_engine
from store.unit_of_work import Store
store = Store(open_engine(sys.argv[1]), FolderBlobs(Path(".")))
with held(store, "night", seconds=900, clock=utc_now):
    os._exit(9)
"""


def test_a_second_one_is_told_who_runs(store: Store) -> None:
    first = held(store, "night", seconds=900, clock=utc_now)
    second = held(store, "night", seconds=900, clock=utc_now)
    with first, pytest.raises(Busy, match="already running"):
        second.__enter__()


def test_it_is_free_when_the_block_ends_even_badly(store: Store) -> None:
    with pytest.raises(RuntimeError), held(store, "night", seconds=900, clock=utc_now):
        raise RuntimeError
    with held(store, "night", seconds=900, clock=utc_now):
        pass


def test_the_lease_of_a_killed_process_of_this_machine_is_free_at_once(store: Store) -> None:
    url = store.engine.url.render_as_string(hide_password=False)
    died = subprocess.run([sys.executable, "-c", HOLD_AND_DIE, url], check=False, timeout=60)
    assert died.returncode == 9
    with held(store, "night", seconds=900, clock=utc_now):
        pass


def test_a_long_run_keeps_its_lease(store: Store) -> None:
    with held(store, "night", seconds=3, clock=utc_now):
        time.sleep(4.5)
        with pytest.raises(Busy), store.begin() as work:
            work.runs.take_lease("night", "another:1", _soon(), 3)


def _soon() -> datetime:
    return utc_now()

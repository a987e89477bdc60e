"""Ninety simulated days with a thousand cases: which days of ours went by unsaid, what went twice.

The reminders are the program's own, with a mail server that is down on nine of the days. Prints
the periods that ran, how early each was first said, and what was missed.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.load import load_settings
from store.blobs import FolderBlobs
from store.engine import bring_up_to_date, open_engine
from store.unit_of_work import Store
from tests.takedown.simulated import Days, run_days

START = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
DAYS, NOTICES = 90, 1_000
OUTAGES = frozenset({9, 10, 29, 30, 31, 55, 56, 70, 80})


def main() -> None:
    """Run the days and print what came of them."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(
            {}, {"home": folder, "database": {"url": f"sqlite:///{folder}/days.sqlite"}}
        )
        engine = open_engine(settings.database.url.get_secret_value())
        bring_up_to_date(engine)
        store = Store(engine, FolderBlobs(Path(folder) / "blobs"))
        began = time.process_time()
        days = run_days(
            store, settings, START, days=DAYS, notices=NOTICES, outages=OUTAGES, seed=1000
        )
        store.close()
        _tell(days, time.process_time() - began)


def _tell(days: Days, seconds: float) -> None:
    last = (START + timedelta(days=DAYS - 1)).date()
    ran_out = {key: clock for key, clock in days.ours.items() if clock.due <= last}
    open_ones = {
        key: clock
        for key, clock in ran_out.items()
        if clock.notice not in days.ended or days.ended[clock.notice] > clock.due
    }
    early = Counter(
        (clock.due - min(days.said[key])).days
        for key, clock in open_ones.items()
        if days.said[key]
    )
    missed = days.missed(last)
    twice = [letter for letter, count in Counter(days.letters).items() if count > 1]
    print(f"cases {NOTICES}, days {DAYS}, mail down on {len(OUTAGES)} of them")
    print(f"periods of ours: {len(days.ours)}, ended by the last day: {len(ran_out)}, "
          f"of these still open on their day: {len(open_ones)}")  # fmt: skip
    print(f"first said, days before the end: {dict(sorted(early.items(), reverse=True))}")
    print(f"letters {len(days.letters)}, sent twice {len(twice)}")
    print(f"missed {len(missed)}")
    print(f"{seconds:.0f} s of CPU")
    for key in missed[:20]:
        print(f"  {key}")


if __name__ == "__main__":
    main()

"""Pulls the plug on a crawl: twenty kills over five hundred listings, and what was lost.

`python -m bench.kills [SEED]` kills the crawl's process or its parent, by chance, with SIGKILL.
"""

from __future__ import annotations

import dataclasses
import sys
import tempfile
import time
from pathlib import Path

from tests.crawler.kills import Counts, crawl_and_kill

LISTINGS, KILLS, REFUSALS = 500, 20, 12


def main(arguments: list[str]) -> int:
    """Print what was counted; 1 when something was lost, doubled or asked too early."""
    seed = int(arguments[0]) if arguments else time.time_ns() % 10**6
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        counts = crawl_and_kill(
            Path(folder), listings=LISTINGS, kills=KILLS, refusals=REFUSALS, seed=seed
        )
    print(f"seed {seed}, {time.monotonic() - start:.0f} s")
    for name, value in dataclasses.asdict(counts).items():
        print(f"{name:>14}  {value}")
    return 0 if _holds(counts) else 1


def _holds(counts: Counts) -> bool:
    wrong = counts.lost + counts.foreign + counts.doubled + counts.without_bytes
    full = counts.kills == KILLS and counts.refused == REFUSALS
    return full and wrong + counts.too_early == 0 and counts.said == "None"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

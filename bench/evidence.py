"""Evidence under attack and under load: `make bench-evidence`.

Random changes of a stamped bundle; two writers of one log, and writers that are killed; what
capture, stamp, bundle and verification cost beside a list of hashes with a token.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from bench.evidence_costs import costs
from bench.evidence_log import log_under_load
from bench.evidence_mutations import mutations

MUTATIONS, SHELL_EVERY, EVENTS, PAYLOAD_MB = 10_000, 10, 5_000, 500


def main() -> int:
    """Print all three; 1 when a change was not named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutations", type=int, default=MUTATIONS)
    parser.add_argument("--shell-every", type=int, default=SHELL_EVERY)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--megabytes", type=int, default=PAYLOAD_MB)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        fine = mutations(Path(name), wanted.mutations, wanted.shell_every)
    log_under_load(wanted.events)
    with tempfile.TemporaryDirectory() as name:
        costs(Path(name), wanted.megabytes)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())

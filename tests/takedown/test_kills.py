"""What is killed half-way is never taken for whole: a bundle, an append to the log."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.load import ROOT
from store.unit_of_work import Store
from takedown.verify_bundle import verify_bundle

BUNDLES = """
import os, sys
from pathlib import Path
from domain.digests import Sha256
from hashlib import sha256
from takedown.bundle import write_bundle
from takedown.custody import custody_files, sealed_files
from tests.takedown.drafts import SIGNER, a_draft, a_log
contents = {f"captures/{at}.bin": os.urandom(1 << 20) for at in range(24)}
blobs = {Sha256(sha256(one).hexdigest()): one for one in contents.values()}
payload = {**contents, **custody_files(a_log(a_draft(), sealed_files(contents)), SIGNER)}
print("begun", flush=True)
while True:
    write_bundle(Path(sys.argv[1]), payload, {}, blobs.__getitem__)
"""

APPENDS = """
import sys
from datetime import UTC, datetime
from store.audit import AuditLog
from store.engine import open_engine
engine = open_engine(sys.argv[1])
print("begun", flush=True)
while True:
    with engine.begin() as connection:
        AuditLog(connection).append("test", "x", {}, "killed", datetime.now(UTC))
"""


def killed(program: str, argument: str, after: float) -> None:
    process = subprocess.Popen([sys.executable, "-c", program, argument], cwd=ROOT,
                               stdout=subprocess.PIPE, start_new_session=True)  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()


@pytest.mark.parametrize("after", [0.01, 0.11, 0.23, 0.4])
def test_a_killed_bundle_is_not_there_or_is_whole(tmp_path: Path, after: float) -> None:
    path = tmp_path / "out" / "case.zip"
    killed(BUNDLES, str(path), after)
    assert not path.exists() or verify_bundle(path) == ()


def test_a_killed_writer_leaves_a_whole_chain(store: Store) -> None:
    url = store.engine.url.render_as_string(hide_password=False)
    for after in (0.05, 0.13, 0.2):
        killed(APPENDS, url, after)
    with store.begin() as work:
        before = work.audit.events()
        work.audit.append("test", "x", {}, "after", before[-1].at)
        assert work.audit.first_break() is None
    assert before

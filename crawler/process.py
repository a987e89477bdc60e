"""Starts a scan's process, watches it, and ends it: what it may know and how long it may take."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from config.load import ROOT
from crawler.left_over import write_pid
from crawler.request import ScanRequest, write_request
from crawler.scan_folder import PAGES
from domain.runs import Progress

ALLOWED = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""All that a scan's process is told of our environment."""

GRACE_SECONDS = 30.0
POLL_SECONDS = 0.2
LOG = "scan.log"

DISK_FAILED = 9
"""A scan's exit code when its disk takes no more: its log lies on the same disk."""

DISK_FAILED_SENTENCE = "The disk is full or broken; what was whole before is kept."


def run_process(folder: Path, request: ScanRequest, progress: Progress) -> str | None:
    """Run one scan into this folder; None when it ended by itself, else the sentence why not."""
    write_request(folder, request)
    with (folder / LOG).open("wb") as log:
        process = subprocess.Popen(  # noqa: S603  # our own module, in our own interpreter
            [sys.executable, "-m", "crawler.scan", str(folder.absolute())],
            cwd=ROOT,
            env=allowed_environment(os.environ),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # an interrupt of ours is handed on by us, once
            start_new_session=True,
        )
        try:
            write_pid(folder, process.pid)
            in_time = _watch(process, folder, request, progress)
        finally:
            _end(process)
    return _told(process.returncode, folder, in_time=in_time)


def allowed_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The few names of our environment that a scan may know.

    It writes no compiled code: on a full disk Python leaves half a file, and the next start fails.
    """
    known = {name: environment[name] for name in ALLOWED if name in environment}
    return {**known, "PYTHONDONTWRITEBYTECODE": "1"}


def _watch(
    process: subprocess.Popen[bytes], folder: Path, request: ScanRequest, progress: Progress
) -> bool:
    """Tell how far it is until it ends; False when its time was up."""
    until = time.monotonic() + request.crawl.time_limit_seconds + GRACE_SECONDS
    budget = request.profile.pace.pages_per_run
    while process.poll() is None:
        if time.monotonic() > until:
            return False
        progress("scan", _pages(folder), budget)
        time.sleep(POLL_SECONDS)
    progress("scan", _pages(folder), budget)
    return True


def _pages(folder: Path) -> int:
    path = folder / PAGES
    return path.read_bytes().count(b"\n") if path.exists() else 0


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end, then end it; it is ours and still runs only when something went wrong."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _told(code: int, folder: Path, *, in_time: bool) -> str | None:
    if not in_time:
        return "The scan took too long and was ended."
    if code == 0:
        return None
    if code == DISK_FAILED:
        return DISK_FAILED_SENTENCE
    if code < 0:
        return f"The scan was killed (signal {-code})."
    lines = (folder / LOG).read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1][:300] if lines else f"The scan failed (exit {code})."

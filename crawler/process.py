"""Starts a scan's process, watches it, and ends it: what it may know and how long it may take."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from config.load import ROOT
from crawler.accounts import StorageState
from crawler.request import ScanRequest, write_request
from crawler.scan_folder import Outcome, ScanFolder
from crawler.scan_talk import END, tell, tell_session
from domain.runs import Progress
from domain.scans import Lease, Rest

ALLOWED = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""All that a scan's process is told of our environment."""

GRACE_SECONDS = 30.0
POLL_SECONDS = 0.05
AHEAD = 2
"""So many addresses wait in the process, so that it need not wait for us."""

LOG = "scan.log"

DISK_FAILED = 9
"""A scan's exit code when its disk takes no more: its log lies on the same disk."""

DISK_FAILED_SENTENCE = "The disk is full or broken; what was whole before is kept."


class Feed(Protocol):
    """Who gives addresses out and keeps what came of them."""

    @property
    def on_the_way(self) -> int:
        """How many addresses were given out and did not come back."""
        ...

    def give(self, most: int) -> tuple[Lease, ...]:
        """Further addresses to ask."""
        ...

    def take(self, outcome: Outcome) -> None:
        """Keep what came of one."""
        ...

    def take_rest(self, rest: Rest) -> None:
        """Remember when a domain may be asked again."""
        ...

    def ending(self) -> str | None:
        """Why no further address is given out."""
        ...


@dataclass(frozen=True, slots=True)
class Ended:
    """How a scan's process ended: why no more was asked, or the sentence why it broke off."""

    reason: str | None
    trouble: str | None
    problems: tuple[str, ...] = ()
    may_start_again: bool = False


def run_process(
    folder: Path,
    request: ScanRequest,
    feed: Feed,
    progress: Progress,
    session: StorageState | None = None,
) -> Ended:
    """Run one scan's process on this folder until the feed ends, or the process does.

    `session` is a sign-in for the browser: it goes over the process's input, and to no disk.
    """
    write_request(folder, request)
    ScanFolder(folder).begin_again()
    with (folder / LOG).open("ab") as log:
        process = subprocess.Popen(  # noqa: S603  # our own module, in our own interpreter
            [sys.executable, "-m", "crawler.scan", str(folder.absolute())],
            cwd=ROOT,
            env=allowed_environment(os.environ),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            # an interrupt of ours is handed on by us, once
            start_new_session=True,
        )
        talk = _Talk(process, ScanFolder(folder), feed, request, progress)
        try:
            talk.open(session)
            in_time = talk.go_on()
        finally:
            _end(process)
            talk.close()
    talk.listen()
    trouble = _told(process.returncode, folder, in_time=in_time)
    # a process that was killed may be started again; one that says why it stopped may not
    killed = process.returncode < 0 and in_time
    return Ended(talk.ending, trouble, tuple(talk.problems), may_start_again=killed)


class _Talk:
    """What goes back and forth between one process and its feed."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        folder: ScanFolder,
        feed: Feed,
        request: ScanRequest,
        progress: Progress,
    ) -> None:
        self.process, self.feed, self.progress = process, feed, progress
        self.pace, self.limit = request.profile.pace, request.crawl.time_limit_seconds
        self.problems: list[str] = []
        self.outcomes, self.rests = folder.outcomes(self.problems), folder.rests(self.problems)
        # written by earlier processes on this folder, and kept by now
        self.outcomes.skip()
        self.rests.skip()
        self.ending: str | None = None
        self._done = 0

    def open(self, session: StorageState | None) -> None:
        """Say with which sign-in the browser starts."""
        if self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                tell_session(self.process.stdin, session)

    def go_on(self) -> bool:
        """Feed and listen until the process ends; False when its time was up."""
        until = time.monotonic() + self.limit + GRACE_SECONDS
        while self.process.poll() is None:
            if time.monotonic() > until:
                return False
            self.listen()
            if self.ending is None:
                self._feed()
            self.progress("scan", self._done, self.pace.pages_per_run)
            time.sleep(POLL_SECONDS)
        return True

    def listen(self) -> None:
        """Keep what the process wrote since the last time."""
        for rest in self.rests.fresh():
            self.feed.take_rest(rest)
        for outcome in self.outcomes.fresh():
            self.feed.take(outcome)
            self._done += outcome.again_at is None

    def close(self) -> None:
        """Close the way to the process."""
        if self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()

    def _feed(self) -> None:
        stdin = self.process.stdin
        if stdin is None:
            return
        try:
            for lease in self.feed.give(AHEAD + 2 * self.pace.requests_at_once):
                tell(stdin, lease)
            self.ending = None if self.feed.on_the_way else self.feed.ending()
            if self.ending is not None:
                stdin.write(END)
                stdin.flush()
        except BrokenPipeError:
            # it has ended; the next look at it says how
            return


def allowed_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The few names of our environment that a scan may know.

    It writes no compiled code: on a full disk Python leaves half a file, and the next start fails.
    """
    known = {name: environment[name] for name in ALLOWED if name in environment}
    return {**known, "PYTHONDONTWRITEBYTECODE": "1"}


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

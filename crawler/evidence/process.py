"""A capture's own process: `python -m crawler.evidence.process FOLDER`, and how it is watched."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from playwright.async_api import Error

from config.load import ROOT
from crawler.evidence.order import (
    CaptureOrder,
    CaptureResult,
    read_order,
    read_result,
    write_order,
    write_result,
)
from crawler.evidence.taking import take
from crawler.process import allowed_environment
from domain.errors import EvidenceError, MonitorError

LOG = "capture.log"
GRACE_SECONDS = 15.0


def run_capture(folder: Path, order: CaptureOrder) -> CaptureResult:
    """Take a capture in a process of its own, and give what it came to.

    Raises:
        EvidenceError: It did not end in time, or failed; nothing of it is to be used.
    """
    write_order(folder, order)
    own = folder / "tmp"
    own.mkdir()
    with (folder / LOG).open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own module, in our own interpreter
            [sys.executable, "-m", "crawler.evidence.process", str(folder.absolute())],
            cwd=ROOT,
            # the browser's profile is made in a folder that is empty and goes with the capture
            env={**allowed_environment(os.environ), "TMPDIR": str(own.absolute())},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            process.wait(order.time_limit_seconds + GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            raise EvidenceError("The capture took longer than it may.") from None
        finally:
            _end(process)
    result = read_result(folder)
    if result is None:
        raise EvidenceError(f"The capture failed: {_last_line(folder / LOG)}")
    return result


def main(arguments: list[str]) -> int:
    """Take the capture that is ordered in this folder."""
    folder = Path(arguments[0])
    try:
        order = read_order(folder)
        taken = asyncio.run(asyncio.wait_for(take(order, folder), order.time_limit_seconds))
        write_result(folder, taken)
    except (MonitorError, Error, OSError, TimeoutError) as exc:
        sys.stderr.write(f"{(str(exc).splitlines() or [type(exc).__name__])[0]}\n")
        return 1
    return 0


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and every browser it started."""
    try:
        os.killpg(process.pid, 9)
    except ProcessLookupError:
        return
    finally:
        process.wait()


def _last_line(path: Path) -> str:
    lines = path.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1][:300] if lines else "it told nothing"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

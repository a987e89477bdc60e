"""Scans whose parent was cut off before it took them in: what they saw is not lost."""

from __future__ import annotations

import os
from pathlib import Path

from crawler.scan_folder import LISTINGS, PAGES, ScanFolder

TAKEN_IN, PID = "taken_in", "scan.pid"
"""A folder that holds the first was taken in; the second names the process that writes it."""


def left_over(scans: Path, slug: str) -> list[ScanFolder]:
    """The folders of this platform's scans that nobody took in, oldest first.

    A folder whose process still runs is left alone: it belongs to whoever watches it.
    """
    folders = sorted(scans.glob(f"{slug}-[0-9]*")) if scans.is_dir() else []
    return [ScanFolder(folder) for folder in folders if _is_left_over(folder)]


def mark_taken_in(folder: Path) -> None:
    """Remember that this folder was taken in; taking it in again would add nothing."""
    (folder / TAKEN_IN).touch()


def write_pid(folder: Path, pid: int) -> None:
    """Name the process that writes this folder."""
    (folder / PID).write_text(str(pid), encoding="ascii")


def _is_left_over(folder: Path) -> bool:
    saw = (folder / PAGES).exists() or (folder / LISTINGS).exists()
    return saw and not (folder / TAKEN_IN).exists() and not _runs(folder / PID)


def _runs(path: Path) -> bool:
    try:
        os.kill(int(path.read_text(encoding="ascii")), 0)
    except (OSError, ValueError):
        return False
    return True

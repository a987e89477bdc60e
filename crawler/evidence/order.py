"""An order for a capture: what is to be captured and how, and what a finished one tells."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from config.settings import Section
from domain.digests import Sha256
from domain.errors import InputError

ORDER, RESULT = "order.json", "result.json"


class CaptureOrder(Section):
    """One page to capture, told to a process of its own. No secrets."""

    capture_id: str
    url: str
    purpose: str
    who: str
    case: str | None = None
    rule: str | None = None
    ffmpeg: Path | None = None
    browser: Path
    allow_loopback: bool = False
    locale: str = "zh-CN"
    time_zone: str = "Asia/Shanghai"
    width: int = 1366
    height: int = 900
    settle_seconds: float = 8.0
    step_seconds: float = 30.0
    time_limit_seconds: float = 120.0
    code_version: str
    lock_sha256: Sha256 | None = None
    previous_checkpoint: Sha256 | None = None
    browser_arguments: tuple[str, ...] = ()


class KeptFile(Section):
    """A file of a capture, as it lies in its folder."""

    name: str
    media_type: str
    sha256: Sha256
    size_bytes: int


class CaptureResult(Section):
    """What a finished capture consists of; written last, so that half a capture has none."""

    final_url: str
    status: int | None
    title: str | None
    started_at: str
    ended_at: str
    files: tuple[KeptFile, ...]
    problems: tuple[str, ...] = ()


def write_order(folder: Path, order: CaptureOrder) -> None:
    """Put the order where the capture's process reads it."""
    folder.mkdir(parents=True)
    (folder / ORDER).write_text(order.model_dump_json(), encoding="utf-8")


def read_order(folder: Path) -> CaptureOrder:
    """The order in this folder.

    Raises:
        InputError: There is none, or it does not fit.
    """
    try:
        return CaptureOrder.model_validate_json((folder / ORDER).read_bytes())
    except (OSError, ValidationError) as exc:
        raise InputError("holds no order that fits.", where=str(folder)) from exc


def write_result(folder: Path, result: CaptureResult) -> None:
    """Write the result in one move, after every file is on disk."""
    part = folder / f".{RESULT}"
    with part.open("wb") as file:
        file.write(result.model_dump_json().encode())
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / RESULT)


def read_result(folder: Path) -> CaptureResult | None:
    """What the capture in this folder came to; None when it never ended."""
    try:
        return CaptureResult.model_validate_json((folder / RESULT).read_bytes())
    except (OSError, ValidationError):
        return None


def json_bytes(record: Any) -> bytes:
    """A record as readable JSON with sorted keys."""
    return (json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()

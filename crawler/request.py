"""What a scan's process is told: the platform, what to ask, and its limits. No secrets."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from config.profiles import PlatformProfile
from config.settings import Crawl, Section
from domain.errors import InputError
from domain.scans import Rest

REQUEST = "request.json"


class ScanRequest(Section):
    """One scan of a platform: its limits, and how long each domain still rests.

    The addresses come one by one, over the standard input (see `crawler.scan_talk`).
    """

    profile: PlatformProfile
    crawl: Crawl
    lane: Literal["http", "browser", "manual"]
    rests: tuple[Rest, ...] = ()


def write_request(folder: Path, request: ScanRequest) -> None:
    """Put the request where the scan's process reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / (REQUEST + ".part")
    part.write_text(request.model_dump_json(), encoding="utf-8")
    part.replace(folder / REQUEST)


def read_request(folder: Path) -> ScanRequest:
    """The request in this folder.

    Raises:
        InputError: There is none, or it does not fit.
    """
    try:
        return ScanRequest.model_validate_json((folder / REQUEST).read_bytes())
    except OSError as exc:
        raise InputError("holds no request.json.", where=str(folder)) from exc
    except ValidationError as exc:
        raise InputError("request.json does not fit.", where=str(folder)) from exc

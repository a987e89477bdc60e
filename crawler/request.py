"""What a scan's process is told: the platform, what to ask, and its limits. No secrets."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from config.profiles import PlatformProfile
from config.settings import Crawl, Section
from domain.errors import InputError
from domain.queries import Tier

REQUEST = "request.json"


class ScanRequest(Section):
    """One scan: search words for a platform, or single addresses that a person named.

    `tiers` say of each search word how far it lies from a registered name.
    """

    profile: PlatformProfile
    crawl: Crawl
    lane: Literal["http", "browser", "manual"]
    terms: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    urls: tuple[str, ...] = ()


def write_request(folder: Path, request: ScanRequest) -> None:
    """Put the request where the scan's process reads it."""
    folder.mkdir(parents=True)
    (folder / REQUEST).write_text(request.model_dump_json(), encoding="utf-8")


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

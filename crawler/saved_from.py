"""Where and when a browser says that it saved a page: in MHTML's head, or in a comment."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

HEAD = 8_000
"""Bytes at the start of a file in which it says so."""

_ENDS = re.compile(rb"\r?\n\r?\n")
_SINGLE_FILE = re.compile(
    r"<!--\s{0,9}Page saved with SingleFile\s{1,9}url:\s{0,9}(\S{1,2000})"
    r"(?:\s{1,9}saved date:\s{0,9}([^\n]{1,80}))?"
)
_SAVED_FROM = re.compile(r"<!--\s{0,9}saved from url=\(\d{4,5}\)(\S{1,2000})")
_ZONE_NAME = re.compile(r"\s*\([^)]*\)\s*$")


@dataclass(frozen=True, slots=True)
class SavedFrom:
    """The address and the time that a saved file gives itself; None where it gives none."""

    url: str | None = None
    at: datetime | None = None


def saved_from(kept: bytes) -> SavedFrom:
    """What the browser wrote at the start of this file (Chromium, Firefox, SingleFile).

    The file is as it was brought: it is believed as far as a canonical link is, no further.
    """
    head = kept[:HEAD]
    if b"mime-version:" in head.lower():
        return _of_mhtml(_ENDS.split(head.lstrip(), maxsplit=1)[0])
    text = head.decode("utf-8", "replace")
    if found := _SINGLE_FILE.search(text):
        return SavedFrom(_web(found[1]), _told_time(found[2] or ""))
    found = _SAVED_FROM.search(text)
    return SavedFrom(_web(found[1]) if found else None)


def _of_mhtml(head: bytes) -> SavedFrom:
    told = email.message_from_bytes(head, policy=email.policy.default)
    location = told.get("Snapshot-Content-Location") or told.get("Content-Location")
    return SavedFrom(_web(str(location or "")), _mail_time(str(told.get("Date") or "")))


def _web(text: str) -> str | None:
    link = "".join(text.split())
    return link if link.startswith(("http://", "https://")) else None


def _mail_time(text: str) -> datetime | None:
    try:
        time = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # "-0000" says that the zone is not known, and browsers write UTC so
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def _told_time(text: str) -> datetime | None:
    """The time as scripts write it: `Fri Nov 20 2026 11:00:00 GMT+0800 (China Standard Time)`."""
    plain = _ZONE_NAME.sub("", text.removesuffix("-->").strip())
    try:
        time = datetime.strptime(plain, "%a %b %d %Y %H:%M:%S GMT%z")
    except (ValueError, OverflowError):
        return None
    return time.astimezone(UTC)

"""What a scan leaves: one line a sighting, the bytes beside it, and how it ended.

A line is written once its blobs are on disk, and synced. A scan that is killed therefore leaves
whole lines and at most one torn one, which reading skips and tells.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from domain.digests import Sha256, sha256_of
from domain.errors import EvidenceError, InputError, NotFound
from domain.listings import PageKind, PageState, Sighting
from domain.records import from_plain, to_plain

Record = TypeVar("Record")

LISTINGS, PAGES, END, BLOBS = "listings.jsonl", "pages.jsonl", "scan.json", "blobs"


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A sighting, and whether it was read from the listing's own page or from a card."""

    kind: PageKind
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class PageLook:
    """One page of the scan: what it was, by which signs, and what it told."""

    url: str
    kind: PageKind
    state: PageState
    seen_at: datetime
    signs: tuple[str, ...] = ()
    listings: int = 0
    unidentified: int = 0


@dataclass(frozen=True, slots=True)
class ScanEnd:
    """How the scan ended; `finished` is the only reason that is not an early end."""

    platform: str
    reason: str
    ended_at: datetime
    counts: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, int] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScanRead:
    """A scan's folder as it was found; `problems` tell what could not be read."""

    lines: tuple[SeenLine, ...]
    pages: tuple[PageLook, ...]
    end: ScanEnd | None
    problems: tuple[str, ...]

    @property
    def states(self) -> Counter[PageState]:
        """How many pages were in which state."""
        return Counter(page.state for page in self.pages)


class ScanFolder:
    """Writes and reads one scan's folder; writing raises OSError when the disk is full."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, content: bytes) -> Sha256:
        """Keep bytes under their digest; they are on disk when this returns."""
        digest = sha256_of(content)
        path = self.folder / BLOBS / digest
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, content)
        return digest

    def read_blob(self, digest: Sha256) -> bytes:
        """The bytes of this digest.

        Raises:
            NotFound: They are not in the folder.
            EvidenceError: They no longer have the digest they are named by.
        """
        try:
            content = (self.folder / BLOBS / digest).read_bytes()
        except OSError as exc:
            raise NotFound(f"The scan {self.folder.name} lacks the bytes {digest}.") from exc
        if sha256_of(content) != digest:
            raise EvidenceError(f"The bytes {digest} of scan {self.folder.name} were changed.")
        return content

    def add(self, line: SeenLine) -> None:
        """Append a sighting whose bytes are already kept."""
        _append(self.folder / LISTINGS, line)

    def add_page(self, page: PageLook) -> None:
        """Append what one page was."""
        _append(self.folder / PAGES, page)

    def finish(self, end: ScanEnd) -> None:
        """Say how the scan ended; a scan that was cut off has no such file."""
        _write_whole(self.folder / END, json.dumps(to_plain(end), ensure_ascii=False).encode())

    def read(self) -> ScanRead:
        """All that is whole in this folder, in the order of writing."""
        problems: list[str] = []
        lines = tuple(_records(self.folder / LISTINGS, SeenLine, problems))
        pages = tuple(_records(self.folder / PAGES, PageLook, problems))
        return ScanRead(lines, pages, self._end(problems), tuple(problems))

    def _end(self, problems: list[str]) -> ScanEnd | None:
        try:
            return from_plain(ScanEnd, json.loads((self.folder / END).read_bytes()))
        except FileNotFoundError:
            return None
        except (ValueError, InputError):
            problems.append(f"{END} cannot be read.")
            return None


def _write_whole(path: Path, content: bytes) -> None:
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _append(path: Path, record: object) -> None:
    """One write of one whole line; a line torn by an earlier kill is closed off first."""
    text = json.dumps(to_plain(record), ensure_ascii=False, separators=(",", ":"))
    with path.open("ab") as file:
        torn = file.tell() > 0 and _last_byte(path) != b"\n"
        file.write((b"\n" if torn else b"") + text.encode("utf-8", "surrogatepass") + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1)


def _records(path: Path, kind: type[Record], problems: list[str]) -> Iterator[Record]:
    if not path.exists():
        return
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            yield from_plain(kind, json.loads(line.decode("utf-8", "surrogatepass")))
        except (ValueError, InputError):
            problems.append(f"{path.name} line {number} is torn or unreadable; it was left out.")

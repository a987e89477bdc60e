"""What a scan leaves: one line an address, the bytes beside it, and how it ended.

A line is written once its blobs are on disk, and synced: all that one page told is there, or
nothing of it. A scan that is killed therefore leaves whole lines and at most one torn one, which
reading skips and tells.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from domain.digests import Sha256, sha256_of
from domain.errors import EvidenceError, InputError, NotFound
from domain.listings import PageKind, PageState, Sighting
from domain.records import from_plain, to_plain
from domain.scans import Ask, AskId, Rest

Record = TypeVar("Record")
_ENCODER = msgspec.json.Encoder(enc_hook=to_plain)

MORE, AGAIN = "paging:more follows", "paging:the same goods again"
"""Signs of a result page: that it announces another, and that it is one seen before."""

OUTCOMES, RESTS, END, BLOBS = "outcomes.jsonl", "rests.jsonl", "scan.json", "blobs"


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A sighting, and whether it was read from the listing's own page or from a card."""

    kind: PageKind
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class PageLook:
    """One page of the scan: what it was, by which signs, and what it told.

    `digest` is that of its bytes; `skew_seconds` is how far the server's clock was ahead of ours.
    """

    url: str
    kind: PageKind
    state: PageState
    seen_at: datetime
    signs: tuple[str, ...] = ()
    listings: int = 0
    unidentified: int = 0
    digest: Sha256 | None = None
    skew_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one address: what the page was, what it told, and where it leads.

    `shown` are the goods by which a further page of results is told from a repeated one. With
    `again_at` the address is to be asked again, from then on; `asked` says whether it was sent.
    """

    ask: AskId
    look: PageLook
    lines: tuple[SeenLine, ...] = ()
    onward: tuple[Ask, ...] = ()
    further: Ask | None = None
    shown: tuple[str, ...] = ()
    again_at: datetime | None = None
    asked: bool = True


@dataclass(frozen=True, slots=True)
class ScanEnd:
    """How the scan ended; `finished` is the only reason that is not an early end."""

    platform: str
    reason: str
    ended_at: datetime
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

    def add(self, outcome: Outcome) -> None:
        """Append what came of an address; its bytes are already kept."""
        _append(self.folder / OUTCOMES, outcome)

    def add_rest(self, rest: Rest) -> None:
        """Append when a domain may be asked again."""
        _append(self.folder / RESTS, rest)

    def finish(self, end: ScanEnd) -> None:
        """Say how the scan ended; a scan that was cut off has no such file."""
        _write_whole(self.folder / END, json.dumps(to_plain(end), ensure_ascii=False).encode())

    def read(self) -> ScanRead:
        """All that is whole in this folder, in the order of writing."""
        problems: list[str] = []
        outcomes = tuple(_records(self.folder / OUTCOMES, Outcome, problems))
        return scan_read(outcomes, self.end(problems), problems)

    def outcomes(self, problems: list[str]) -> Growing[Outcome]:
        """The outcomes as they are written, from the first on."""
        return Growing(self.folder / OUTCOMES, Outcome, problems)

    def rests(self, problems: list[str]) -> Growing[Rest]:
        """The rests as they are written, from the first on."""
        return Growing(self.folder / RESTS, Rest, problems)

    def begin_again(self) -> None:
        """Forget how an earlier process ended."""
        (self.folder / END).unlink(missing_ok=True)

    def end(self, problems: list[str]) -> ScanEnd | None:
        """How the scan ended; None where it was cut off."""
        try:
            return from_plain(ScanEnd, json.loads((self.folder / END).read_bytes()))
        except FileNotFoundError:
            return None
        except (ValueError, InputError):
            problems.append(f"{END} cannot be read.")
            return None


class Growing(Generic[Record]):
    """A file of lines that another process is writing; each whole line is given once."""

    def __init__(self, path: Path, kind: type[Record], problems: list[str]) -> None:
        self.path, self.kind, self.problems = path, kind, problems
        self._read = 0

    def skip(self) -> None:
        """Leave out what is there by now."""
        self._read = self.path.stat().st_size if self.path.exists() else 0

    def fresh(self) -> Iterator[Record]:
        """The records that were finished since the last time."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            file.seek(self._read)
            text = file.read()
        whole = text[: text.rfind(b"\n") + 1]
        self._read += len(whole)
        yield from _parsed(self.path.name, whole, self.kind, self.problems)


def scan_read(
    outcomes: Iterable[Outcome], end: ScanEnd | None, problems: Iterable[str]
) -> ScanRead:
    """A scan as its outcomes tell it; an address that is to be asked again tells nothing yet."""
    done = [one for one in outcomes if one.again_at is None]
    lines = tuple(line for one in done for line in one.lines)
    return ScanRead(lines, tuple(one.look for one in done), end, tuple(problems))


def _write_whole(path: Path, content: bytes) -> None:
    part = path.with_name(path.name + ".part")
    try:
        with _opened(part, os.O_WRONLY | os.O_TRUNC) as file:
            _write_through(file, content)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _append(path: Path, record: object) -> None:
    """One write of one whole line; a line torn by an earlier kill is closed off first."""
    line = line_of(record)
    with _opened(path, os.O_RDWR | os.O_APPEND) as file:
        size = os.fstat(file).st_size
        torn = size > 0 and os.pread(file, 1, size - 1) != b"\n"
        _write_through(file, (b"\n" if torn else b"") + line + b"\n")


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    """The file's descriptor: Python's own files look at it again and again, once a page."""
    file = os.open(path, flags | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        yield file
    finally:
        os.close(file)


def _write_through(file: int, content: bytes) -> None:
    """Write all of it; it is on disk when this returns."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(file, rest) :]
    os.fdatasync(file)


def line_of(record: object) -> bytes:
    """The record as JSON on one line, as `from_plain` reads it."""
    try:
        return _ENCODER.encode(record)
    except UnicodeEncodeError:
        # halves of characters, which strangers' pages hold
        text = json.dumps(to_plain(record), ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "surrogatepass")


def _records(path: Path, kind: type[Record], problems: list[str]) -> Iterator[Record]:
    if path.exists():
        yield from _parsed(path.name, path.read_bytes(), kind, problems)


def _parsed(name: str, text: bytes, kind: type[Record], problems: list[str]) -> Iterator[Record]:
    for line in text.split(b"\n"):
        if not line.strip():
            continue
        try:
            yield from_plain(kind, json.loads(line.decode("utf-8", "surrogatepass")))
        except (ValueError, InputError):
            problems.append(f"A line of {name} is torn or unreadable; it was left out.")

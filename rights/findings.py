"""Findings: what the metadata of an exhibit says, read by exiftool, and never turned into a score.

Anybody can write metadata: it corroborates, or contradicts, and proves nothing by itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from domain.digests import Sha256
from domain.papers import FileFacts

SECONDS = 20
MEMORY_KIB = 1_500_000
MOST_FINDINGS = 400
LONGEST_VALUE = 1_000
LARGEST_ANSWER_BYTES = 8_000_000
TOGETHER = 40
LARGEST_TOGETHER_BYTES = 8_000_000
"""Files, and bytes of one file, that one process reads together with others."""
LIMITS = (
    # macOS has no limit on memory; the other two hold there
    f"ulimit -t {SECONDS}; ulimit -f {LARGEST_ANSWER_BYTES // 512}; "
    f'ulimit -v {MEMORY_KIB} 2>/dev/null; exec "$@"'
)
NOT_INSTALLED = "not read: exiftool is not installed"
# what exiftool says of our own copy, of itself, and pictures within
OWN_GROUPS = {"System", "ExifTool", "SourceFile", "Composite", ""}
ERROR = "ExifTool:Error"

# a PDF's Creator is a program, and a camera's owner need not be who took the picture
AUTHORS = {
    ("IFD0", "Artist"),
    ("IFD0", "XPAuthor"),
    ("XMP-dc", "Creator"),
    ("XMP-tiff", "Artist"),
    ("IPTC", "By-line"),
    ("PNG", "Artist"),
    ("PNG", "Author"),
}
CAPTURED = ("DateTimeOriginal", "DateCreated", "DigitalCreationDate", "DateTimeDigitized")
NOTICES = ("Copyright", "Rights", "CopyrightNotice")
SERIALS = ("SerialNumber", "InternalSerialNumber", "BodySerialNumber")
SOFTWARE = ("Software", "CreatorTool")
RAW_TYPES = {"CR2", "CR3", "CRW", "NEF", "NRW", "ARW", "RAF", "ORF", "RW2", "PEF", "SRW", "DNG"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One field of a file's metadata: where it stands (EXIF, XMP, IPTC …), its name, its text."""

    group: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Findings:
    """The metadata of one file; `not_read` says why there is none."""

    fields: tuple[Finding, ...] = ()
    not_read: str | None = None

    def values(self, *names: str) -> tuple[str, ...]:
        """The texts of every field of these names, in the order of the names, each once."""
        found = [one.value for name in names for one in self.fields if one.name == name]
        return tuple(dict.fromkeys(value for value in found if value.strip()))


def exiftool() -> str | None:
    """The program's path; None where it is not installed."""
    return shutil.which("exiftool")


def findings_of(content: bytes, *, program: str | None = None) -> Findings:
    """What exiftool reads in these bytes, within limits of time, memory and answer.

    The program gets no configuration, no home and no other file; it opens no connection.
    """
    program = program or exiftool()
    if program is None:
        return Findings(not_read=NOT_INSTALLED)
    with tempfile.TemporaryDirectory(prefix="jianzhen-") as folder:
        exhibit, answer = Path(folder, "exhibit"), Path(folder, "answer.json")
        exhibit.write_bytes(content)
        code = _ask(program, answer, exhibit)
        text = answer.read_bytes().decode("utf-8", "replace")
    if code is None:
        return Findings(not_read=f"not read: exiftool took longer than {SECONDS} seconds")
    rows = _rows(text)
    if not rows:
        return Findings(not_read=f"not read: exiftool ended with code {code}")
    return _findings(rows[0])


def findings_of_all(contents: Mapping[Sha256, bytes]) -> dict[Sha256, Findings]:
    """The same for many files: the small ones in one process, each alone where that fails."""
    program = exiftool()
    if program is None:
        return dict.fromkeys(contents, Findings(not_read=NOT_INSTALLED))
    small = {sha: one for sha, one in contents.items() if len(one) <= LARGEST_TOGETHER_BYTES}
    found = (_together(program, small) if small else None) or {}
    return found | {
        digest: findings_of(content, program=program)
        for digest, content in contents.items()
        if digest not in found
    }


def with_findings(facts: FileFacts | None, found: Findings) -> FileFacts | None:
    """The facts of a file, filled up by its metadata; what our own reading found stays."""
    if not found.fields:
        return facts
    own = facts or FileFacts()
    return replace(
        own,
        captured_on=own.captured_on or next(iter(_days(found.values(*CAPTURED))), None),
        capture_days=tuple(dict.fromkeys([*own.capture_days, *_days(found.values(*CAPTURED))])),
        changed_on=own.changed_on or next(iter(_days(found.values("ModifyDate"))), None),
        notices=tuple(dict.fromkeys([*own.notices, *found.values(*NOTICES)])),
        source_kind=next(iter(found.values("DigitalSourceType")), own.source_kind),
        artist=own.artist or next(iter(_authors(found)), None),
        authors=_authors(found),
        software=own.software or next(iter(found.values(*SOFTWARE)), None),
        camera=own.camera or next(iter(found.values("Model")), None),
        camera_serial=own.camera_serial or next(iter(found.values(*SERIALS)), None),
        layers=own.layers if own.layers is not None else _layers(found),
        is_raw=own.is_raw or bool(RAW_TYPES & set(found.values("FileType"))),
        history=found.values("HistoryWhen", "History"),
        document_id=next(iter(found.values("OriginalDocumentID")), None),
    )


def _together(program: str, part: Mapping[Sha256, bytes]) -> dict[Sha256, Findings] | None:
    """The findings of each file; None where any of it went wrong."""
    with tempfile.TemporaryDirectory(prefix="jianzhen-") as folder:
        answer = Path(folder, "answer.json")
        for digest, content in part.items():
            Path(folder, digest).write_bytes(content)
        code = _ask(program, answer, *(Path(folder, digest) for digest in part))
        rows = _rows(answer.read_bytes().decode("utf-8", "replace"))
    told = {Path(str(row.get("SourceFile"))).name: row for row in rows or ()}
    if code is None or set(told) != set(part):
        return None
    return {digest: _findings(told[digest]) for digest in part}


def _findings(told: Mapping[str, object]) -> Findings:
    if ERROR in told:
        return Findings(not_read=f"not read: {told[ERROR]}")
    return Findings(tuple(_told(told))[:MOST_FINDINGS])


def _ask(program: str, answer: Path, *exhibits: Path) -> int | None:
    # -config with nothing after it reads no configuration; it must stand first
    options = ["-config", "", "-json", "-G1", "-a", "-fast", "-struct", "-charset", "UTF8"]
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(answer.parent), "LANG": "C"}
    with answer.open("wb") as out:
        try:
            done = subprocess.run(  # noqa: S603 - the path is found, the bytes are in our own file
                ["/bin/sh", "-c", LIMITS, "sh", program, *options, *map(str, exhibits)],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd=answer.parent,
                timeout=2 * SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
    return done.returncode


def _rows(text: str) -> list[Mapping[str, object]] | None:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not (isinstance(answer, list) and all(isinstance(row, Mapping) for row in answer)):
        return None
    return answer


def _told(answer: Mapping[str, object]) -> Iterator[Finding]:
    for key, value in answer.items():
        group, _, name = key.rpartition(":")
        if group not in OWN_GROUPS:
            for text in _texts(value):
                yield Finding(group, name, text[:LONGEST_VALUE])


def _texts(value: object) -> Iterator[str]:
    """A list of names is one text a name; a table (a step of a history) is one text."""
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, Mapping):
        yield ", ".join(f"{key}: {text}" for key, text in value.items())
    else:
        yield str(value)


def _authors(found: Findings) -> tuple[str, ...]:
    named = (one.value for one in found.fields if (one.group, one.name) in AUTHORS)
    return tuple(dict.fromkeys(name for name in named if name.strip()))


def _layers(found: Findings) -> int | None:
    counts = [int(one) for one in found.values("LayerCount") if one.isascii() and one.isdigit()]
    return max(counts, default=None)


def _days(texts: Iterable[str]) -> Iterator[date]:
    for text in texts:
        with contextlib.suppress(ValueError):
            yield date.fromisoformat(text[:10].replace(":", "-"))

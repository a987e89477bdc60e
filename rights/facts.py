"""Facts: what programs read in the files of a claim, by the best that is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from domain.digests import Sha256
from domain.papers import FileFacts
from rights.credentials import checker, credentials_of
from rights.findings import TOGETHER, Findings, exiftool, findings_of_all, with_findings
from rights.proof.reading import file_facts

VERSION = "facts/1"
MOST_BYTES = 100_000_000
"""What is held in memory at once, but for a single file that is larger."""


def maker() -> str:
    """What reads: with other programs installed, files are read anew."""
    return "+".join([VERSION, *(["exiftool"] if exiftool() else []), *checker()])


def read_facts(
    digests: Iterable[Sha256], read: Callable[[Sha256], bytes]
) -> dict[Sha256, FileFacts | None]:
    """What each file says of itself: our own reading, then its metadata and credentials."""
    facts: dict[Sha256, FileFacts | None] = {}
    for part in _parts(digests, read):
        found = findings_of_all(part)
        facts |= {digest: _facts(content, found[digest]) for digest, content in part.items()}
    return facts


def _parts(
    digests: Iterable[Sha256], read: Callable[[Sha256], bytes]
) -> Iterator[dict[Sha256, bytes]]:
    part: dict[Sha256, bytes] = {}
    for digest in sorted(set(digests)):
        content = read(digest)
        if part and (len(part) == TOGETHER or _size(part) + len(content) > MOST_BYTES):
            yield part
            part = {}
        part[digest] = content
    if part:
        yield part


def _size(part: dict[Sha256, bytes]) -> int:
    return sum(len(content) for content in part.values())


def _facts(content: bytes, found: Findings) -> FileFacts | None:
    facts = with_findings(file_facts(content), found)
    told = credentials_of(content)
    if told.state is None:
        return facts
    return replace(facts or FileFacts(), credentials=told.state, credentials_by=told.signer)

"""The bytes that one scan kept, one after another in a single file.

A file for each would cost more than all else that is done around a page. Each stands behind a line
with its digest and its length. What a kill or a full disk cut off at the end is written over.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.digests import Sha256, sha256_of

LONGEST_HEAD = 100
_HEAD = re.compile(rb"([0-9a-f]{64}) (\d{1,12})\n")


class PagePack:
    """Keeps and gives bytes by their digest; one process writes, any may read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._places: dict[Sha256, tuple[int, int]] = {}
        self._end = 0
        """Up to here the file is known and whole."""

    def keep(self, content: bytes) -> Sha256:
        """Keep these bytes, on disk after the next `sync`. Raises OSError."""
        digest = sha256_of(content)
        with opened(self.path, os.O_RDWR) as file:
            self._look_through(file)
            if digest not in self._places:
                head = f"{digest} {len(content)}\n".encode()
                write(file, [head, content, b"\n"], self._end)
                self._look_through(file)
        return digest

    def sync(self) -> None:
        """All that was kept before is on disk when this returns; any thread may call it."""
        if self.path.exists():
            with opened(self.path, os.O_RDWR) as file:
                os.fdatasync(file)

    def read(self, digest: Sha256) -> bytes | None:
        """The bytes that stand under this digest, whatever they are now; None where none do."""
        if not self.path.exists():
            return None
        with opened(self.path, os.O_RDONLY) as file:
            self._look_through(file)
            start, length = self._places.get(digest, (0, -1))
            return os.pread(file, length, start) if length >= 0 else None

    def _look_through(self, file: int) -> None:
        """Note what is whole behind the known end."""
        size = os.fstat(file).st_size
        while self._end < size:
            found = _HEAD.match(os.pread(file, LONGEST_HEAD, self._end))
            start = self._end + (found.end() if found else 0)
            length = int(found[2]) if found else 0
            if not found or start + length + 1 > size:
                return
            self._places[Sha256(found[1].decode())] = (start, length)
            self._end = start + length + 1


@contextmanager
def opened(path: Path, flags: int) -> Iterator[int]:
    """The file's descriptor: Python's own files look at it again and again, once a page."""
    create = 0 if flags == os.O_RDONLY else os.O_CREAT
    file = os.open(path, flags | create | os.O_CLOEXEC, 0o666)
    try:
        yield file
    finally:
        os.close(file)


def write(file: int, pieces: list[bytes], at: int) -> None:
    """Write all of it from there on, and cut off what stood behind."""
    rest = [memoryview(piece) for piece in pieces]
    end = at + sum(map(len, rest))
    while rest:
        written = os.pwritev(file, rest, at)
        at += written
        while rest and written >= len(rest[0]):
            written -= len(rest.pop(0))
        if rest:
            rest[0] = rest[0][written:]
    if os.fstat(file).st_size > end:
        os.ftruncate(file, end)

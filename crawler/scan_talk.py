"""How a scan's process is told what to ask: one line a lease, over its standard input."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from crawler.accounts import StorageState
from domain.errors import InputError
from domain.records import from_plain, to_plain
from domain.scans import Lease

END = b"end\n"
"""Nothing more will come: finish what is on the way. An input that just closes says that whoever
started the scan is gone."""

LOCK = "lock"
LONGEST_LINE = 1 << 20


class ParentGone(Exception):
    """Whoever started this scan is gone: nobody would take what further pages tell."""


def tell(stdin: IO[bytes], lease: Lease) -> None:
    """Hand an address to the scan.

    Raises:
        BrokenPipeError: The scan has ended.
    """
    stdin.write(json.dumps(to_plain(lease)).encode() + b"\n")
    stdin.flush()


def tell_session(stdin: IO[bytes], session: StorageState | None) -> None:
    """Hand over the sign-in to be used, or none; the first line of a scan's input.

    Raises:
        BrokenPipeError: The scan has ended.
    """
    stdin.write(json.dumps(session).encode() + b"\n")
    stdin.flush()


def told_session(descriptor: int) -> StorageState | None:
    """The sign-in to be used: the first line, and no byte of what follows.

    Raises:
        ParentGone: The input closed without a word.
    """
    line = bytearray()
    while not line.endswith(b"\n"):
        byte = os.read(descriptor, 1)
        if not byte:
            raise ParentGone
        line += byte
    session: StorageState | None = json.loads(line)
    return session


async def told(descriptor: int) -> AsyncIterator[Lease]:
    """Each address as it is handed over, until there are no more.

    Raises:
        ParentGone: The input closed without a word.
    """
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    protocol = asyncio.StreamReaderProtocol(reader)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: protocol, os.fdopen(descriptor, "rb"))
    try:
        while line := await reader.readline():
            if line == END:
                return
            yield from_plain(Lease, json.loads(line))
    finally:
        transport.close()
    raise ParentGone


@contextmanager
def locked(folder: Path, patience_seconds: float) -> Iterator[None]:
    """Be the only process that asks for this scan, until the block ends or the process dies.

    Raises:
        InputError: Another one goes on.
    """
    until = time.monotonic() + patience_seconds
    with (folder / LOCK).open("wb") as file:
        while not _taken(file):
            if time.monotonic() > until:
                raise InputError(
                    "is still being written by another process.",
                    where=str(folder),
                    mend="Wait for it to end.",
                )
            time.sleep(0.1)
        yield


def _taken(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

"""Decoding in a process apart: a picture that kills its decoder costs that picture alone."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from config.load import ROOT
from domain.languages import Sentence
from matcher.pictures.decoder_process import COUNT
from matcher.pictures.opening import LONGEST_SIDE, STRIP_PIXELS, Opened
from matcher.pictures.states import REASONS, Limits, PictureState, Trait

ALLOWED = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT")
"""All that the decoder is told of our environment."""

WALL_FACTOR = 6
"""Seconds that we wait for each second of CPU: the machine may be busy."""

HEAD_BYTES = 4096
SOCKET_BYTES = 1 << 20


class _Lost(Exception):
    """The decoder said nothing that can be used; why it went is in its state."""


@contextmanager
def decoder(limits: Limits | None = None) -> Iterator[Decoder]:
    """A decoder whose process is ended with the block."""
    opened = Decoder(limits)
    try:
        yield opened
    finally:
        opened.close()


class Decoder:
    """Gives the pixels of pictures, one at a time, from a process that is started when needed."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    @property
    def pid(self) -> int | None:
        """The process that decodes just now, if one was needed."""
        return None if self._process is None else self._process.pid

    def decode(self, content: bytes) -> Opened:
        """What is in these bytes; whatever they do to the decoder has a name too."""
        if len(content) > self.limits.max_bytes:
            return Opened(PictureState.TOO_MANY_BYTES, f"{len(content)} bytes")
        try:
            return self._asked(content)
        except (_Lost, OSError):
            return Opened(self._mourned())

    def close(self) -> None:
        """End the process, if one runs; the next picture starts another."""
        if self._socket is not None:
            self._socket.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._socket = None

    def _asked(self, content: bytes) -> Opened:
        connection = self._started()
        until = time.monotonic() + self.limits.cpu_seconds * WALL_FACTOR
        connection.settimeout(self.limits.cpu_seconds * WALL_FACTOR)
        connection.sendall(COUNT.pack(len(content)))
        connection.sendall(content)
        (size,) = COUNT.unpack(_received(connection, COUNT.size, until))
        if size > HEAD_BYTES:
            raise _Lost
        head = _read_head(_received(connection, size, until))
        if head.shape is None:
            return head.opened
        height, width = head.shape
        pixels = _plane(_received(connection, height * width * 3, until), height, width, 3)
        if not head.alpha:
            return dataclasses.replace(head.opened, pixels=pixels)
        alpha = _plane(_received(connection, height * width, until), height, width)
        return dataclasses.replace(head.opened, pixels=pixels, alpha=alpha)

    def _started(self) -> socket.socket:
        if self._socket is not None:
            return self._socket
        ours, theirs = socket.socketpair()
        for end in (ours, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SOCKET_BYTES)
        known = {name: os.environ[name] for name in ALLOWED if name in os.environ}
        limits = json.dumps(dataclasses.asdict(self.limits))
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  # our own module and interpreter
                [sys.executable, "-m", "matcher.pictures.decoder_process", limits],
                cwd=ROOT,
                # one thread a process, and no compiled code left behind on a full disk
                env={**known, "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"},
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                # an interrupt is for us; the decoder ends with its socket
                start_new_session=True,
            )
        self._socket = ours
        return ours

    def _mourned(self) -> PictureState:
        """Why the decoder is gone; it is ended, where it only does not answer."""
        process, in_time = self._process, True
        if process is not None:
            try:
                process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                in_time = False
        code = None if process is None else process.returncode
        self.close()
        if not in_time or code == -signal.SIGPROF:
            return PictureState.OUT_OF_TIME
        return PictureState.DECODER_DIED


def reason_of(opened: Opened) -> Sentence:
    """Why nothing may be concluded from a picture, with what its decoder said."""
    reason, cause = REASONS[opened.state], f" ({opened.cause})" if opened.cause else ""
    return Sentence(reason.zh + cause, reason.en + cause, reason.ja + cause)


@dataclasses.dataclass(frozen=True, slots=True)
class _Head:
    opened: Opened
    shape: tuple[int, int] | None
    alpha: bool


def _read_head(content: bytearray) -> _Head:
    """The decoder's answer, believed only as far as it has the right form."""
    try:
        head = json.loads(content)
        shape = None if head["shape"] is None else (int(head["shape"][0]), int(head["shape"][1]))
        opened = Opened(
            state=PictureState(head["state"]),
            cause=None if head["cause"] is None else str(head["cause"]),
            format=None if head["format"] is None else str(head["format"]),
            width=None if head["width"] is None else int(head["width"]),
            height=None if head["height"] is None else int(head["height"]),
            traits=tuple(Trait(one) for one in head["traits"]),
        )
    except (ValueError, KeyError, TypeError, LookupError) as exc:
        raise _Lost from exc
    if shape is not None and not _is_likely(shape):
        raise _Lost
    return _Head(opened, shape, bool(head["alpha"]))


def _is_likely(shape: tuple[int, int]) -> bool:
    height, width = shape
    sides = 0 < height <= LONGEST_SIDE and 0 < width <= LONGEST_SIDE
    # rounding of both sides may add a row and a column
    return sides and height * width <= STRIP_PIXELS + 2 * LONGEST_SIDE


def _plane(content: bytearray, *shape: int) -> NDArray[np.uint8]:
    return np.frombuffer(content, dtype=np.uint8).reshape(shape)


def _received(connection: socket.socket, size: int, until: float) -> bytearray:
    content = bytearray(size)
    view, place = memoryview(content), 0
    while place < size:
        connection.settimeout(max(0.001, until - time.monotonic()))
        got = connection.recv_into(view[place:])
        if not got:
            raise _Lost
        place += got
    return content

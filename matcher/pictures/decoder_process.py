"""The decoder's own process: bytes come in on a socket, pixels go out, within set limits.

It is told nothing of our environment and opens no file after its start. Whatever a picture does to
it, the worst is that it ends; `decoding` then starts the next one.
"""

from __future__ import annotations

import json
import resource
import signal
import socket
import struct
import sys
from pathlib import Path

from PIL import Image

from matcher.pictures.opening import Opened, open_picture
from matcher.pictures.states import Limits

COUNT = struct.Struct(">Q")
"""How lengths are written on the socket."""


def serve(connection: socket.socket, limits: Limits) -> None:
    """Answer one picture after the other until the other end closes."""
    Image.init()
    _limit_memory(limits.memory_bytes)
    while (size := _received(connection, COUNT.size)) is not None:
        # CPU time, for the machine may be busy; the signal ends the process
        signal.setitimer(signal.ITIMER_PROF, limits.cpu_seconds)
        content = _received(connection, COUNT.unpack(size)[0])
        if content is None:
            return
        _answer(connection, open_picture(content, limits))


def _answer(connection: socket.socket, opened: Opened) -> None:
    shape = None if opened.pixels is None else opened.pixels.shape[:2]
    head = json.dumps(
        {
            "state": opened.state.value,
            "cause": opened.cause,
            "format": opened.format,
            "width": opened.width,
            "height": opened.height,
            "traits": list(opened.traits),
            "shape": shape,
            "alpha": opened.alpha is not None,
        }
    ).encode()
    connection.sendall(COUNT.pack(len(head)) + head)
    for plane in (opened.pixels, opened.alpha):
        if plane is not None:
            connection.sendall(plane.tobytes())


def _received(connection: socket.socket, size: int) -> bytes | None:
    content = bytearray(size)
    view, place = memoryview(content), 0
    while place < size:
        got = connection.recv_into(view[place:])
        if not got:
            return None
        place += got
    return bytes(content)


def _limit_memory(beyond: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return
    used = int(statm.read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + beyond, used + beyond))


if __name__ == "__main__":
    serve(socket.socket(fileno=0), Limits(**json.loads(sys.argv[1])))

"""The browser's only way out: a proxy on loopback that connects to checked addresses alone.

A page in a browser can reach for anything on our network: pictures, scripts, WebSockets, workers.
All of it goes through here, where a name is resolved once and the checked address is connected to.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from crawler.addresses import AddressRefused, check_url, checked_addresses

HEAD_LIMIT = 65_536
CHUNK = 65_536
CONNECT_SECONDS = 20.0
REFUSED = b"HTTP/1.1 403 Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass(slots=True)
class Passage:
    """One connection that the browser asked for: to whom it went, or why it went nowhere."""

    asked: str
    at: datetime
    addresses: tuple[str, ...] = ()
    peer: str | None = None
    refused: str | None = None


@contextlib.contextmanager
def egress_proxy(*, allow_loopback: bool, journal: list[Passage] | None = None) -> Iterator[int]:
    """Run the proxy in a thread until the block ends; gives its port.

    Every connection is written into the `journal`, in the order in which they were asked for.
    """
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="egress", daemon=True)
    thread.start()
    proxy = _Egress(allow_loopback=allow_loopback, journal=[] if journal is None else journal)
    starting = asyncio.start_server(proxy.serve, "127.0.0.1", 0, limit=HEAD_LIMIT)
    server = asyncio.run_coroutine_threadsafe(starting, loop).result()
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _close(server: asyncio.Server) -> None:
    server.close()
    running = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


class _Egress:
    """Serves one connection of the browser at a time with one connection outward."""

    def __init__(self, *, allow_loopback: bool, journal: list[Passage]) -> None:
        self.allow_loopback, self.journal = allow_loopback, journal

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request of the browser: a tunnel, or a plain request passed on."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            await self._pass_on(head, reader, writer)
        except (OSError, ValueError, AddressRefused, TimeoutError, asyncio.LimitOverrunError):
            with contextlib.suppress(OSError):
                writer.write(REFUSED)
                await writer.drain()
        except asyncio.IncompleteReadError:
            return
        finally:
            writer.close()

    async def _pass_on(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
        tunnel = method == "CONNECT"
        url = f"https://{target}" if tunnel else target
        out_reader, out_writer = await self._connect(url)
        try:
            if tunnel:
                writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            else:
                out_writer.write(_origin_form(head, method, target))
            ways = (_pipe(reader, out_writer), _pipe(out_reader, writer))
            await asyncio.wait(
                [asyncio.ensure_future(way) for way in ways], return_when=asyncio.ALL_COMPLETED
            )
        finally:
            out_writer.close()

    async def _connect(self, url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        passage = Passage(url.split("?", 1)[0], datetime.now(UTC))
        self.journal.append(passage)
        try:
            return await self._reach(url, passage)
        except (OSError, AddressRefused, TimeoutError) as exc:
            passage.refused = str(exc) or type(exc).__name__
            raise

    async def _reach(
        self, url: str, passage: Passage
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        allow = self.allow_loopback
        host, port = check_url(url, allow_loopback=allow)
        found = await asyncio.to_thread(checked_addresses, host, port, allow_loopback=allow)
        passage.addresses = found
        for address in found[:-1]:
            with contextlib.suppress(OSError, TimeoutError):
                opened = await _opened(address, port)
                passage.peer = f"{address} {port}"
                return opened
        opened = await _opened(found[-1], port)
        passage.peer = f"{found[-1]} {port}"
        return opened


async def _opened(address: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.wait_for(asyncio.open_connection(address, port), CONNECT_SECONDS)


def _origin_form(head: bytes, method: str, target: str) -> bytes:
    """The request as its server expects it, one to a connection so that each is checked."""
    parts = urlsplit(target)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    _, *lines = head[:-4].split(b"\r\n")
    names = (b"proxy-connection:", b"connection:", b"proxy-authorization:")
    upgrade = any(line.lower().startswith(b"upgrade:") for line in lines)
    kept = [line for line in lines if upgrade or not line.lower().startswith(names)]
    kept += [] if upgrade else [b"Connection: close"]
    return b"\r\n".join([f"{method} {path} HTTP/1.1".encode("latin-1"), *kept]) + b"\r\n\r\n"


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while chunk := await reader.read(CHUNK):
            writer.write(chunk)
            await writer.drain()
    with contextlib.suppress(OSError, RuntimeError):
        writer.write_eof()

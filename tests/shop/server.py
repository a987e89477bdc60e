"""Bazaar on loopback: two storefronts, one server, told apart by the host that is asked.

`http://127.0.0.1:PORT` is the server-rendered storefront, `http://localhost:PORT` the
script-rendered one: platform profiles are chosen by host, so each storefront has its own.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast
from urllib.parse import parse_qsl, urlsplit

from tests.shop.catalogue import LIVE, RECIPES, STREET
from tests.shop.live import live_page
from tests.shop.pictures import SIZES, picture_jpeg
from tests.shop.replies import Ask, Reply, html, picture
from tests.shop.street import street_page
from tests.shop.trouble import rest_of, trouble_reply

HOSTS = {STREET: "127.0.0.1", LIVE: "localhost"}
ROBOTS = b"User-agent: *\nDisallow: /checkout/\nDisallow: /account/\n"
TEMPLATES = Path(__file__).with_name("platforms")


@dataclass(frozen=True, slots=True)
class Shop:
    """The running marketplace; `asked` counts every address that was asked, by host and path."""

    port: int
    asked: Counter[str] = field(default_factory=Counter)

    @property
    def url(self) -> str:
        """The server-rendered storefront's address."""
        return self.origin(STREET)

    @property
    def live_url(self) -> str:
        """The script-rendered storefront's address."""
        return self.origin(LIVE)

    def origin(self, shop: str) -> str:
        """A storefront's address, without a slash at the end."""
        return f"http://{HOSTS[shop]}:{self.port}"


@contextmanager
def serving(port: int = 0) -> Iterator[Shop]:
    """Serve the marketplace on loopback until the block ends; port 0 takes a free one."""
    with _Server(port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server.shop
        finally:
            server.shutdown()
            thread.join()


def write_profiles(folder: Path, shop: Shop) -> tuple[Path, ...]:
    """Write the platform profiles of both storefronts, with the addresses of this shop."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for template in sorted(TEMPLATES.glob("*.toml")):
        path = folder / template.name
        text = template.read_text(encoding="utf-8")
        path.write_text(text.replace("{port}", str(shop.port)), encoding="utf-8")
        written.append(path)
    return tuple(written)


def answer(ask: Ask) -> Reply:
    """What the shop says to this request: trouble first, then what both storefronts share."""
    trouble = trouble_reply(ask)
    if trouble is not None:
        return trouble
    ask = replace(ask, path=rest_of(ask.path))
    if ask.path == "/robots.txt":
        return Reply(200, ROBOTS, "text/plain; charset=utf-8")
    page = _picture(ask.path) or (live_page(ask) if ask.shop == LIVE else street_page(ask))
    return page or html("<!doctype html><title>404</title><p>页面不存在</p>", 404)


def _picture(path: str) -> Reply | None:
    """`/img/<key>_<width>.jpg`, in the widths the shop serves."""
    name = path.removeprefix("/img/").removesuffix(".jpg")
    key, _, width = name.rpartition("_")
    if not path.startswith("/img/") or key not in RECIPES or width not in map(str, SIZES):
        return None
    return picture(picture_jpeg(RECIPES[key], int(width)))


class _Server(ThreadingHTTPServer):
    """The listening socket, and what it serves."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.shop = Shop(self.server_address[1])


class _Handler(BaseHTTPRequestHandler):
    """Turns a request into an `Ask` and sends the `Reply`."""

    def do_GET(self) -> None:
        shop = cast(_Server, self.server).shop
        host = (self.headers.get("Host") or "").partition(":")[0]
        front = LIVE if host == HOSTS[LIVE] else STREET
        parts = urlsplit(self.path)
        before = shop.asked[host + self.path]
        shop.asked[host + self.path] += 1
        query = dict(parse_qsl(parts.query))
        self._send(answer(Ask(front, shop.origin(front), parts.path, query, before)))

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        if reply.media_type:
            self.send_header("Content-Type", reply.media_type)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what was asked is counted."""

"""A few pages on loopback, made by the test that asks for them; every request is noted."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from config.load import load_profiles, load_settings
from config.settings import Settings
from crawler.accounts import StorageState
from crawler.ledger.feed import Feed
from crawler.process import run_process
from crawler.request import ScanRequest
from crawler.scan_folder import ScanFolder
from domain.listings import PageKind
from domain.runs import silent
from domain.scans import Ask, Purpose
from store import tables
from store.blobs import FolderBlobs
from store.engine import open_engine
from store.unit_of_work import Store
from tests.shop.replies import Reply
from tests.shop.server import Shop, write_profiles

PRODUCT = """<!doctype html><script type="application/ld+json">{{"@context": "https://schema.org",
 "@type": "Product", "name": "Mug {0}", "sku": "{0}", "image": [{1}], "offers": {{"@type": "Offer",
 "price": "12.50", "priceCurrency": "USD"}}}}</script><h1>Mug {0}</h1><p>$12.50</p>"""

NO_ROBOTS = Reply(404, b"")

Answering = Callable[[str, int], Reply]
"""What is said to a path that was asked so often before."""


@dataclass(slots=True)
class Site:
    """The running site; `asked` holds each path with the second at which it was asked."""

    port: int
    asked: list[tuple[float, str]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    cookies: set[str] = field(default_factory=set)
    robots: Reply = NO_ROBOTS

    @property
    def url(self) -> str:
        """The site's address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def times(self, path: str) -> int:
        """How often this path was asked."""
        return sum(one == path for _, one in self.asked)


@contextmanager
def site(answering: Answering) -> Iterator[Site]:
    """Serve these answers on loopback until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            before = running.times(self.path)
            running.asked.append((time.time(), self.path))
            running.agents.add(self.headers.get("User-Agent", ""))
            running.cookies.add(self.headers.get("Cookie", ""))
            reply = running.robots if self.path == "/robots.txt" else answering(self.path, before)
            self.send_response(reply.status)
            headers = {
                "Content-Type": reply.media_type or "",
                "Content-Length": str(len(reply.body)),
            }
            for name, value in {**headers, **reply.headers}.items():
                self.send_header(name, value)
            # whoever asked may be gone by now
            with suppress(ConnectionError):
                self.end_headers()
                self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: what was asked is noted."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        running = Site(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield running
        finally:
            server.shutdown()
            thread.join()


def scan_site(
    folder: Path, found: Site, paths: tuple[str, ...], *, delay_seconds: float = 0, **crawl: object
) -> tuple[ScanFolder, str | None]:
    """Have a scan's own process ask for these paths; its folder, and why it ended early."""
    write_profiles(folder / "profiles", Shop(found.port))
    settings = settings_of(folder, **crawl)
    profile = load_profiles(settings)["bazaar_street"]
    pace = profile.pace.model_copy(update={"delay_seconds": delay_seconds, "requests_at_once": 4})
    profile = profile.model_copy(update={"pace": pace})
    request = ScanRequest(profile=profile, crawl=settings.crawl, lane="http")
    urls = [found.url + path for path in paths]
    return run_addresses(folder, request, urls)


def run_addresses(
    folder: Path,
    request: ScanRequest,
    urls: list[str],
    kind: PageKind = PageKind.ITEM,
    session: StorageState | None = None,
) -> tuple[ScanFolder, str | None]:
    """Have a scan's own process ask for these addresses, from a frontier on a small database."""
    engine = open_engine(f"sqlite:///{folder}/frontier.sqlite")
    tables.metadata.create_all(engine)
    store, now = Store(engine, FolderBlobs(folder / "blobs")), datetime.now(UTC)
    with store.begin() as work:
        scan = work.frontier.open_scan(request.profile.slug, Purpose.ADDRESS, "scan", now, None)
        work.frontier.add(scan.id, [Ask(url, kind) for url in urls])
    feed = Feed(store, scan, request.profile, request.crawl.time_limit_seconds)
    ended = run_process(folder / "scan", request, feed, silent, session)
    store.close()
    return ScanFolder(folder / "scan"), ended.trouble


def settings_of(home: Path, **crawl: object) -> Settings:
    """Settings of an installation that may ask loopback and knows the test profiles."""
    given = {"profile_folders": ["profiles"], "allow_loopback": True, "contact": "a@b.example"}
    return load_settings({}, {"home": str(home), "crawl": {**given, **crawl}})

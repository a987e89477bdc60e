"""Between the spider and the network: guarded addresses, honoured waits, and a breaker.

A wait is kept at the last moment before a request is sent, by the download handlers: whatever
stood in a queue when a refusal came waits too.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, Self, runtime_checkable
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred

from crawler.addresses import (
    AddressRefused,
    check_url,
    checked_addresses,
    is_allowed,
    is_literal,
)
from crawler.pace import DomainPace, retry_after_seconds
from domain.scans import Rest

logger = logging.getLogger(__name__)

WAITING = frozenset({429, 500, 502, 503, 504, 522, 524})
"""Statuses after which the same address may be asked again, later."""

REFUSING = frozenset({403, 412, 418})
"""Statuses that count against the domain; asking the same address again is no use."""

BROKEN = (
    OSError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
"""Failures of the way to the platform; the rest are ours, or are told as they are."""

RETRIES = 3
TRIAL_SECONDS = 1.0
OPENED = "politeness/opened"
"""The statistic that tells that a breaker opened."""

FORBIDS_ALL = b"User-agent: *\nDisallow: /\n"
"""What a robots.txt is taken to say when the server cannot give it (RFC 9309, 2.3.1.4)."""

Download = Callable[[Request], Awaitable[Response]]


LEASED = "leased"
"""Marks a request of the frontier, which lets the address wait and gives it out again."""


class NotAsked(IgnoreRequest):
    """A request that was not sent; the message says why.

    Attributes:
        until: From when on it may be sent; None where it never may.
    """

    def __init__(self, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.until = until


@runtime_checkable
class Remembering(Protocol):
    """A spider that keeps what a domain wants beyond its own life."""

    def remember(self, rest: Rest) -> None:
        """Keep it, on disk when this returns."""
        ...


class AddressGuard:
    """Refuses requests, and redirects, that lead into our own network."""

    def __init__(self, *, allow_loopback: bool) -> None:
        self.allow_loopback = allow_loopback

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The guard with this crawl's settings."""
        return cls(allow_loopback=crawler.settings.getbool("ALLOW_LOOPBACK"))

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or say why not."""
        try:
            host, port = check_url(request.url, allow_loopback=self.allow_loopback)
            if is_literal(host):
                self._check(host, port)
            else:
                # a name is looked up over the network, which must not hold up the others
                await asyncio.to_thread(self._check, host, port)
        except AddressRefused as exc:
            raise NotAsked(str(exc)) from exc

    def _check(self, host: str, port: int) -> None:
        checked_addresses(host, port, allow_loopback=self.allow_loopback)


class GuardedResolver(CachingThreadedResolver):
    """Gives only allowed addresses to connect to, so a name that changes gains nothing."""

    allow_loopback = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """The resolver with this crawl's settings."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.allow_loopback = crawler.settings.getbool("ALLOW_LOOPBACK")
        return resolver

    def getHostByName(  # noqa: N802  # Twisted's name
        self, name: str, timeout: Any = ()
    ) -> Deferred[str]:
        """The one address that will be connected to."""
        return super().getHostByName(name, timeout).addCallback(self._allowed, name)

    def _allowed(self, address: str, name: str) -> str:
        if not is_allowed(address, allow_loopback=self.allow_loopback):
            raise AddressRefused(name, f"{address} lies in a private or reserved network")
        return address


class Patience:
    """Sends each request when its domain may be asked, and heeds what the domain answers."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.domains: defaultdict[str, DomainPace] = defaultdict(DomainPace)
        self.delay_seconds = settings.getfloat("PACE_SECONDS")
        self.jitter = settings.getfloat("PACE_JITTER")
        limit = settings.getfloat("CLOSESPIDER_TIMEOUT")
        self.until = time.monotonic() + limit if limit else float("inf")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """One for each crawl."""
        return cls(crawler)

    def recall(self, rests: Iterable[Rest]) -> None:
        """Go on with what earlier scans were told."""
        for rest in rests:
            self.domains[rest.host] = DomainPace.of(rest, time.monotonic())

    async def send(self, request: Request, download: Download) -> Response:
        """The answer to this request, asked again a few times where nobody else would.

        Raises:
            NotAsked: The breaker is open, or the scan's time is up before the domain may be asked.
        """
        for _ in range(0 if request.meta.get(LEASED) else RETRIES):
            await self._wait(request)
            try:
                response = await self._sent(request, download)
            except BROKEN:
                continue
            self.heed(request, response)
            if response.status not in WAITING:
                return response
        return await self._last(request, download)

    def asks_again_at(self, url: str) -> datetime:
        """When the domain of this address may be asked again."""
        pace, now = self.domains[_host(url)], time.monotonic()
        # while a trial is on its way there is nothing to do but to wait for it
        ahead = max(pace.asks_again_at - now, TRIAL_SECONDS if pace.on_trial else 0.0)
        return datetime.now(UTC) + timedelta(seconds=ahead)

    def heed(self, request: Request, response: Response) -> None:
        """Note how the domain answers, before anything else is sent to it."""
        if response.status in WAITING or response.status in REFUSING:
            header = (response.headers.get("Retry-After") or b"").decode("latin-1")
            self._failed(request, retry_after_seconds(header, datetime.now(UTC)))
        elif response.status < 400:
            pace = self._pace(request)
            troubled = bool(pace.waits)
            pace.succeeded()
            if troubled:
                self._remember(request)
        else:
            self._pace(request).told_nothing()

    async def _last(self, request: Request, download: Download) -> Response:
        """The last try; a robots.txt that the server cannot give forbids everything."""
        await self._wait(request)
        try:
            response = await self._sent(request, download)
        except BROKEN:
            if not _is_robots(request):
                raise
            return Response(request.url, body=FORBIDS_ALL)
        self.heed(request, response)
        if _is_robots(request) and response.status in WAITING:
            return Response(request.url, body=FORBIDS_ALL)
        return response

    async def _sent(self, request: Request, download: Download) -> Response:
        """The answer; a way that broke is noted before it is told."""
        try:
            return await download(request)
        except BROKEN:
            self._failed(request, None)
            raise
        except BaseException:
            # too large, or cut off by us: that says nothing of the domain
            self._pace(request).told_nothing()
            raise

    async def _wait(self, request: Request) -> None:
        """Wait until this domain may be asked, and take the turn.

        A refusal may come at any moment of the wait, so everything is looked at again after it.
        """
        pace, host = self._pace(request), _host(request.url)
        while True:
            now = time.monotonic()
            if pace.refuses(now):
                until = self.asks_again_at(request.url)
                raise NotAsked(f"{host} refused us; it is not asked again for now.", until)
            wait = pace.wait_seconds(now)
            if now + wait > self.until:
                until = self.asks_again_at(request.url)
                raise NotAsked(f"the scan's time is up before {host} may be asked.", until)
            if wait <= 0:
                # no secret hangs on this chance: it keeps requests from coming like a clock
                spread = random.uniform(1 - self.jitter, 1 + self.jitter)  # noqa: S311
                pace.sent(now, self.delay_seconds * spread)
                return
            await asyncio.sleep(wait)

    def _failed(self, request: Request, retry_after: float | None) -> None:
        pace = self._pace(request)
        was_open = pace.opened_at
        pace.failed(request.url, time.monotonic(), retry_after)
        self._remember(request)
        if pace.opened_at is not None and pace.opened_at != was_open:
            logger.warning("breaker opened", extra={"domain": _host(request.url)})
            if self.crawler.stats is not None:
                self.crawler.stats.inc_value(OPENED)

    def _remember(self, request: Request) -> None:
        """Write down what the domain wants before anything else: a kill must not lose it."""
        spider = self.crawler.spider
        if isinstance(spider, Remembering):
            spider.remember(self._pace(request).rest(_host(request.url), time.monotonic()))

    def _pace(self, request: Request) -> DomainPace:
        return self.domains[_host(request.url)]


class PatientHandler(HTTP11DownloadHandler):
    """Sends a request over HTTP when its domain may be asked."""

    async def download_request(self, request: Request) -> Response:
        """The answer, after every wait that the domain asked for."""
        return await patience_of(self.crawler).send(request, super().download_request)


def patience_of(crawler: Crawler) -> Patience:
    """The patience of this crawl, one for all its handlers."""
    patience = crawler.get_extension(Patience)
    if patience is None:
        raise RuntimeError("The crawl was started without its patience.")
    return patience


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def _is_robots(request: Request) -> bool:
    return urlsplit(request.url).path == "/robots.txt"

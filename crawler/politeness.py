"""Between the spider and the network: guarded addresses, honoured waits, and a breaker."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
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

from crawler.addresses import AddressRefused, check_url, checked_addresses, is_allowed
from crawler.pace import DomainPace, retry_after_seconds

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
OPENED = "politeness/opened"
"""The statistic that tells that a breaker opened."""


class NotAsked(IgnoreRequest):
    """A request that was not sent; the message says why."""


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
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, self._check, host, port)
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


class Politeness:
    """Waits as long as a platform asks, asks again a few times, and stops when it is refused."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.domains: defaultdict[str, DomainPace] = defaultdict(DomainPace)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """One for each crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait until this domain may be asked; refuse while its breaker is open."""
        pace = self._pace(request)
        while True:
            now = time.monotonic()
            if pace.refuses(now):
                raise NotAsked(f"{_host(request.url)} refused us; it is not asked again for now.")
            wait = pace.wait_seconds(now)
            if wait <= 0:
                return
            await asyncio.sleep(wait)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Note how the domain answers; ask again later where that may help."""
        if _is_robots(request):
            return response
        pace = self._pace(request)
        if response.status in WAITING or response.status in REFUSING:
            return self._refused(request, response, pace)
        if response.status < 400:
            pace.succeeded()
        return response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """A broken connection counts as a refusal of this address; it is tried again."""
        if not isinstance(exception, BROKEN):
            return None
        pace = self._pace(request)
        pace.failed(request.url, time.monotonic(), None)
        self._tell(request, pace)
        return self._again(request, pace)

    def _refused(
        self, request: Request, response: Response, pace: DomainPace
    ) -> Response | Request:
        header = (response.headers.get("Retry-After") or b"").decode("latin-1")
        wanted = retry_after_seconds(header, datetime.now(UTC))
        pace.failed(request.url, time.monotonic(), wanted)
        self._tell(request, pace)
        if response.status in REFUSING:
            return response
        return self._again(request, pace) or response

    def _again(self, request: Request, pace: DomainPace) -> Request | None:
        """The same request, at the end of the queue; None when it was tried often enough."""
        tries = int(request.meta.get("tries", 0))
        if tries >= RETRIES or pace.opened_at is not None:
            return None
        meta = {**request.meta, "tries": tries + 1}
        return request.replace(meta=meta, dont_filter=True, priority=request.priority - 10)

    def _tell(self, request: Request, pace: DomainPace) -> None:
        if pace.opened_at is None:
            return
        logger.warning("breaker opened", extra={"domain": _host(request.url)})
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(OPENED)

    def _pace(self, request: Request) -> DomainPace:
        return self.domains[_host(request.url)]


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def _is_robots(request: Request) -> bool:
    return urlsplit(request.url).path == "/robots.txt"

"""The spider of every marketplace: search pages and item pages in, one record a sighting out."""

from __future__ import annotations

import asyncio
import errno
import logging
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.capture import RAW, RENDERED, SCREENSHOT, keep_capture, render
from crawler.frontier import Frontier
from crawler.pages import Answer
from crawler.politeness import NotAsked
from crawler.reading import read_page
from crawler.request import ScanRequest
from crawler.scan_folder import PageLook, ScanFolder
from crawler.sightings import page_look, sighted
from domain.listings import Capture, Lane, PageKind, PageReading, PageState

logger = logging.getLogger(__name__)

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What writing says when there is no room."""

REFUSED = (PageState.BLOCKED, PageState.LOGIN)
REFUSALS = {Lane.BROWSER: 1, Lane.HTTP: 3, Lane.MANUAL: 1, Lane.API: 1}
"""After so many refused pages with no good one between, the scan ends: it does not hammer."""


class MarketplaceSpider(scrapy.Spider):
    """Follows a platform's search pages, and item links where its profile says so."""

    name = "marketplace"

    def __init__(self, request: ScanRequest, folder: ScanFolder, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.request, self.folder = request, folder
        self.lane = Lane(request.lane)
        self.frontier = Frontier(request.profile)
        self.stopped: str | None = None
        self._refusals = 0

    async def start(self) -> AsyncIterator[Any]:
        """The first page of every search, or the addresses that a person named."""
        for url in self.request.urls:
            yield self._ask(url, PageKind.ITEM)
        for term in self.request.terms:
            if search := self.frontier.search_page(term, 1):
                yield self._ask(search, PageKind.LISTING, term=term)

    async def parse(self, response: Response, **_arguments: Any) -> AsyncIterator[Any]:
        """Keep and read one page; give its sightings, then the pages it leads to."""
        try:
            answer, captures = await self._captured(response)
        except OSError as exc:
            self.disk_failed(exc)
            return
        reading = read_page(answer, {self.request.profile.slug: self.request.profile})
        seen_at = answer.captured_at or datetime.now(UTC)
        self._write_page(page_look(reading, seen_at))
        for line in sighted(reading, self.lane, seen_at, captures):
            yield line
        self._weigh(reading)
        for request in self._onward(response, reading):
            yield request

    async def failed(self, failure: Failure) -> None:
        """A page that was not had: told by its kind of failure, never taken for an empty one."""
        request = failure.request  # type: ignore[attr-defined]  # scrapy puts it there
        cause = failure.value
        sign = f"not asked:{cause}" if isinstance(cause, NotAsked) else type(cause).__name__
        if page := request.meta.get("playwright_page"):
            await page.close()
        kind = PageKind(request.cb_kwargs["kind"])
        look = PageLook(request.url, kind, PageState.ERROR, datetime.now(UTC), (sign,))
        self._write_page(look)

    def stop(self, reason: str) -> None:
        """End the scan; the first reason stays."""
        engine = self.crawler.engine
        if self.stopped is None and engine is not None:
            self.stopped = reason
            closing = engine.close_spider_async(reason=reason)
            # kept, because a task that nobody holds may be dropped before it runs
            self._closing = asyncio.ensure_future(closing)

    def disk_failed(self, exc: OSError) -> None:
        """End the scan because its folder takes no more."""
        self.stop("disk_full" if exc.errno in FULL else "disk_error")

    async def _captured(self, response: Response) -> tuple[Answer, tuple[Capture, ...]]:
        """The page's bytes as they are read and as they are kept."""
        page = response.meta.get("playwright_page")
        media_type = (response.headers.get("Content-Type") or b"").decode("latin-1") or None
        body, url, seen_at = response.body, response.url, datetime.now(UTC)
        try:
            if page is None:
                raw = keep_capture(self.folder, RAW, body, media_type or "text/html", url)
                return Answer(url, body, response.status, media_type, seen_at), (raw,)
            rendered = await render(page)
            url = page.url
        finally:
            if page is not None:
                await page.close()
        body = body if rendered.html is None else rendered.html.encode("utf-8", "replace")
        kept = [(RENDERED, body, "text/html"), (SCREENSHOT, rendered.screenshot, "image/png")]
        captures = tuple(
            keep_capture(self.folder, kind, content, media, url)
            for kind, content, media in kept
            if content is not None
        )
        return Answer(url, body, response.status, "text/html; charset=utf-8", seen_at), captures

    def _write_page(self, look: PageLook) -> None:
        try:
            self.folder.add_page(look)
        except OSError as exc:
            self.disk_failed(exc)

    def _weigh(self, reading: PageReading) -> None:
        """Stop where the platform does not want us: no captcha is solved, no door is forced."""
        if reading.state not in REFUSED:
            self._refusals = 0
            return
        self._refusals += 1
        if self._refusals >= REFUSALS[self.lane]:
            self.stop(reading.state.value)

    def _onward(self, response: Response, reading: PageReading) -> Iterator[Request]:
        if self.stopped or response.cb_kwargs["kind"] != PageKind.LISTING:
            return
        page, term = int(response.cb_kwargs["page"]), str(response.cb_kwargs["term"])
        if url := self.frontier.next_page(reading, term, page):
            yield self._ask(url, PageKind.LISTING, term=term, page=page + 1)
        for url in self.frontier.item_pages(reading):
            yield self._ask(url, PageKind.ITEM)

    def _ask(self, url: str, kind: PageKind, *, term: str = "", page: int = 1) -> Request:
        browser = self.lane is Lane.BROWSER
        meta = {"playwright": True, "playwright_include_page": True} if browser else {}
        return Request(
            url,
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"kind": kind.value, "term": term, "page": page},
            # all searches are asked before the first item page spends the budget
            priority=10 if kind is PageKind.LISTING else 0,
            meta=meta,
        )

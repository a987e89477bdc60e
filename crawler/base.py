"""The spider of every marketplace: an address in, what came of it out."""

from __future__ import annotations

import asyncio
import dataclasses
import errno
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.capture import RAW, RENDERED, SCREENSHOT, keep_capture, render
from crawler.frontier import further_page, item_pages, offers_more, shown_on
from crawler.pages import Answer
from crawler.politeness import BROKEN, LEASED, WAITING, NotAsked, patience_of
from crawler.reading import read_page
from crawler.request import ScanRequest
from crawler.scan_folder import MORE, Outcome, PageLook, ScanFolder
from crawler.scan_talk import ParentGone, told
from crawler.scribe import Scribe
from crawler.sightings import page_look, sighted
from domain.digests import sha256_of
from domain.listings import Capture, Lane, PageReading, PageState
from domain.scans import Lease, Rest

logger = logging.getLogger(__name__)

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What writing says when there is no room."""

REFUSED = (PageState.BLOCKED, PageState.LOGIN)
REFUSALS = {Lane.BROWSER: 1, Lane.HTTP: 3, Lane.MANUAL: 1, Lane.API: 1}
"""After so many refused pages with no good one between, the scan ends: it does not hammer."""


class MarketplaceSpider(scrapy.Spider):
    """Asks for the addresses that it is handed, and writes what came of each."""

    name = "marketplace"

    def __init__(
        self, request: ScanRequest, folder: ScanFolder, stdin: int, **arguments: Any
    ) -> None:
        super().__init__(**arguments)
        self.request, self.folder, self.stdin = request, folder, stdin
        self.scribe = Scribe(folder)
        self.lane = Lane(request.lane)
        self.stopped: str | None = None
        self._refusals = 0

    async def start(self) -> AsyncIterator[Any]:
        """A request for each address that is handed over."""
        patience_of(self.crawler).recall(self.request.rests)
        try:
            async for lease in told(self.stdin):
                yield self._request(lease)
        except ParentGone:
            self.stop("parent_gone")

    async def parse(self, response: Response, lease: Lease) -> AsyncIterator[Outcome]:
        """Keep and read one page; give what it tells."""
        try:
            answer, captures = await self._captured(response)
        except OSError as exc:
            self.disk_failed(exc)
            return
        reading = read_page(answer, {self.request.profile.slug: self.request.profile})
        seen_at = answer.captured_at or datetime.now(UTC)
        kept = (one.sha256 for one in captures if one.kind in (RAW, RENDERED))
        digest = next(kept, None) or sha256_of(answer.body)
        look = page_look(reading, seen_at, digest, _skew(response, seen_at))
        if response.status in WAITING:
            # asked for patience: that is no page, and no refusal of us either
            again_at = patience_of(self.crawler).asks_again_at(response.url)
            self.write(Outcome(lease.id, look, again_at=again_at, tries=lease.tries))
            return
        self._weigh(reading)
        profile, ask = self.request.profile, lease.ask
        if offers_more(profile, reading, ask):
            look = dataclasses.replace(look, signs=(*look.signs, MORE))
        yield Outcome(
            lease.id,
            look,
            lines=tuple(sighted(reading, self.lane, seen_at, captures)),
            onward=tuple(item_pages(profile, reading, ask)),
            further=further_page(profile, reading, ask),
            shown=shown_on(reading) if ask.term else (),
            tries=lease.tries,
        )

    async def failed(self, failure: Failure) -> None:
        """A page that was not had: told by its kind of failure, never taken for an empty one."""
        request = failure.request  # type: ignore[attr-defined]  # scrapy puts it there
        lease, cause = request.cb_kwargs["lease"], failure.value
        if page := request.meta.get("playwright_page"):
            await page.close()
        now = datetime.now(UTC)
        look = PageLook(request.url, lease.ask.kind, PageState.ERROR, now, (_sign(cause),))
        if isinstance(cause, NotAsked):
            self.write(
                Outcome(lease.id, look, again_at=cause.until, asked=False, tries=lease.tries)
            )
            return
        again_at = None
        if isinstance(cause, BROKEN):
            again_at = patience_of(self.crawler).asks_again_at(request.url)
        self.write(Outcome(lease.id, look, again_at=again_at, tries=lease.tries))

    async def write_soon(self, outcome: Outcome) -> None:
        """Append what came of a page together with others, beside the reading of more."""
        try:
            await self.scribe.write(outcome)
        except OSError as exc:
            self.disk_failed(exc)

    def write(self, outcome: Outcome) -> None:
        """Append what came of an address at once; a disk that takes no more ends the scan."""
        try:
            self.folder.add(outcome)
        except OSError as exc:
            self.disk_failed(exc)

    def remember(self, rest: Rest) -> None:
        """Keep what a domain wants, for this scan's successor."""
        try:
            self.folder.add_rest(rest)
        except OSError as exc:
            self.disk_failed(exc)

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

    def _weigh(self, reading: PageReading) -> None:
        """Stop where the platform does not want us: no captcha is solved, no door is forced."""
        if reading.state not in REFUSED:
            self._refusals = 0
            return
        self._refusals += 1
        if self._refusals >= REFUSALS[self.lane]:
            self.stop(reading.state.value)

    def _request(self, lease: Lease) -> Request:
        browser = self.lane is Lane.BROWSER
        meta: dict[str, Any] = {LEASED: True}
        if browser:
            meta |= {"playwright": True, "playwright_include_page": True}
        return Request(
            lease.ask.url,
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"lease": lease},
            # the frontier gives each address once, and again only where that is meant
            dont_filter=True,
            meta=meta,
        )


def _skew(response: Response, now: datetime) -> float | None:
    """How many seconds the server's clock was ahead of ours, where it told its time."""
    stated = (response.headers.get("Date") or b"").decode("latin-1")
    try:
        return (parsedate_to_datetime(stated) - now).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _sign(cause: BaseException | None) -> str:
    if isinstance(cause, NotAsked):
        return f"not asked:{cause}"
    return f"{type(cause).__name__}:{str(cause)[:120]}" if str(cause) else type(cause).__name__

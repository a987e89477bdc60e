"""What happens to a page in the scan's process: its pictures are fetched, then it is written."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.base import MarketplaceSpider
from crawler.pictures import check_picture
from crawler.politeness import NotAsked
from crawler.scan_folder import Outcome, SeenLine
from crawler.sightings import PICTURES_PER_LISTING
from domain.listings import PictureLink, SeenPicture

logger = logging.getLogger(__name__)


class PicturesPipeline:
    """Fetches each picture once, by the part of its address that its size leaves alone."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.fetched: dict[tuple[str, str], asyncio.Future[SeenPicture]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """One for each crawl."""
        return cls(crawler)

    async def process_item(self, item: Outcome) -> Outcome:
        """The same with the pictures of every listing, each with bytes or the reason why not."""
        lines = [await self._with_pictures(line) for line in item.lines]
        return dataclasses.replace(item, lines=tuple(lines))

    async def _with_pictures(self, line: SeenLine) -> SeenLine:
        links = line.sighting.facts.images
        pictures = [await self._picture(link) for link in links[:PICTURES_PER_LISTING]]
        reason = f"beyond the first {PICTURES_PER_LISTING} pictures of the listing"
        rest = [
            SeenPicture(link.url, link.key, reason=reason) for link in links[PICTURES_PER_LISTING:]
        ]
        sighting = dataclasses.replace(line.sighting, pictures=(*pictures, *rest))
        return dataclasses.replace(line, sighting=sighting)

    async def _picture(self, link: PictureLink) -> SeenPicture:
        # a key is a part of an address: two hosts may use the same one for different pictures
        name = (urlsplit(link.url).hostname or "", link.key)
        if name not in self.fetched:
            self.fetched[name] = asyncio.ensure_future(self._fetch(link))
        picture = await self.fetched[name]
        return dataclasses.replace(picture, url=link.url, key=link.key)

    async def _fetch(self, link: PictureLink) -> SeenPicture:
        limit = _spider(self.crawler).request.crawl.max_picture_bytes
        engine = self.crawler.engine
        if engine is None:
            return SeenPicture(link.url, link.key, reason="the scan had ended")
        try:
            request = Request(link.url, meta={"download_maxsize": limit})
            response = await engine.download_async(request)
        except NotAsked as exc:
            return SeenPicture(link.url, link.key, reason=str(exc))
        # an address may fail in any way the network, its server or its own text knows
        except Exception as exc:  # noqa: BLE001
            reason = f"it could not be fetched ({type(exc).__name__})"
            return SeenPicture(link.url, link.key, reason=reason)
        if response.status != 200:
            return SeenPicture(link.url, link.key, reason=f"status {response.status}")
        return await self._kept(link, response.body)

    async def _kept(self, link: PictureLink, content: bytes) -> SeenPicture:
        spider = _spider(self.crawler)
        crawl = spider.request.crawl
        check = await asyncio.to_thread(
            check_picture,
            content,
            max_bytes=crawl.max_picture_bytes,
            max_pixels=crawl.max_picture_pixels,
        )
        if check.media_type is None:
            return SeenPicture(link.url, link.key, reason=check.reason)
        try:
            digest = spider.folder.keep(content)
        except OSError as exc:
            spider.disk_failed(exc)
            return SeenPicture(link.url, link.key, reason="the disk did not take it")
        return SeenPicture(link.url, link.key, digest, check.media_type)


class FolderPipeline:
    """Writes what came of each address as a line of the scan's folder."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """One for each crawl."""
        return cls(crawler)

    async def process_item(self, item: Outcome) -> Outcome:
        """Keep the line; a disk that is full ends the scan."""
        await _spider(self.crawler).write_soon(item)
        return item


def _spider(crawler: Crawler) -> MarketplaceSpider:
    spider = crawler.spider
    if not isinstance(spider, MarketplaceSpider):
        raise TypeError("These pipelines serve the marketplace spider alone.")
    return spider

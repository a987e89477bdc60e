"""The peer of `bench.crawl`: plain Scrapy, six selectors of parsel, a file for what they find."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

# here, so that the peer loads nothing of ours
SIX_QUERIES = (
    "title::text", "h1::text", "a::attr(href)", "img::attr(src)", "[class*=price]::text",
    "meta[property]::attr(content)",
)  # fmt: skip


class Peer(scrapy.Spider):
    """Asks for each address and keeps what six selectors find."""

    name = "peer"

    def __init__(self, urls: list[str], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.urls = urls

    async def start(self) -> AsyncIterator[Any]:
        """A request for each address."""
        for url in self.urls:
            yield scrapy.Request(url, dont_filter=True)

    def parse(self, response: Response) -> Iterator[dict[str, object]]:
        """What the six selectors find."""
        yield {query: response.css(query).getall() for query in SIX_QUERIES}


def main(folder: Path) -> int:
    """Crawl all addresses of this folder."""
    process = AsyncCrawlerProcess(
        {"LOG_LEVEL": "WARNING", "TELNETCONSOLE_ENABLED": False, "ROBOTSTXT_OBEY": True,
         "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DOWNLOAD_DELAY": 0,
         "FEEDS": {str(folder / "peer.jsonl"): {"format": "jsonlines"}}}
    )  # fmt: skip
    process.crawl(Peer, urls=json.loads((folder / "urls.json").read_text())["asked"])
    process.start()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

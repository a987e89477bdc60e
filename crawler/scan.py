"""The scan's own process: `python -m crawler.scan FOLDER` does what the folder's request says.

It knows no database and no secret: what it fetches is hostile, and it could give away nothing.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.metadata
import os
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler import settings as scrapy_settings
from crawler.accounts import StorageState
from crawler.base import FULL, MarketplaceSpider
from crawler.egress import egress_proxy
from crawler.process import DISK_FAILED, DISK_FAILED_SENTENCE, GRACE_SECONDS
from crawler.request import ScanRequest, read_request
from crawler.scan_folder import ScanEnd, ScanFolder
from crawler.scan_talk import ParentGone, locked, told_session
from domain.errors import InputError, MonitorError

FORBIDDEN_PREFIXES = ("JIANZHEN_", "PG", "DATABASE_")
"""Names of the environment under which addresses of databases and secrets are given."""

EARLY = ("disk_full", "disk_error")
LONGEST_PAGE_SECONDS = 60

OBJECTS_BETWEEN_LOOKS = 20_000
"""Python looks for cycles after so many new objects; a page's state in a script makes as many at
once, and pages that were read are freed without a look, as nothing of theirs is a cycle."""


def main(arguments: list[str], environment: Mapping[str, str]) -> int:
    """Run the scan of this folder; 0 when it could say how it ended."""
    try:
        refuse_secrets(environment)
        if len(arguments) != 1:
            raise InputError("needs one folder.", where="crawler.scan")
        reason = run_scan(Path(arguments[0]))
    except MonitorError as exc:
        return _ended(str(exc), exc.exit_code)
    except ParentGone:
        return _ended("Whoever started this scan is gone.", 1)
    except OSError as exc:
        if exc.errno in FULL:
            return _ended(DISK_FAILED_SENTENCE, DISK_FAILED)
        return _ended(f"The scan's folder cannot be written: {exc.strerror}.", 1)
    return _ended(DISK_FAILED_SENTENCE, DISK_FAILED) if reason in EARLY else 0


def _ended(sentence: str, code: int) -> int:
    """Say why, where the log can still be written, and give the exit code."""
    try:
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()
    except OSError:
        # what could not be written Python would try again at its end, and then exit with 120
        sys.stderr = None
    return code


def refuse_secrets(environment: Mapping[str, str]) -> None:
    """Go no further in a process that was given what it must not know.

    Raises:
        InputError: The environment names a database or a secret.
    """
    for name in sorted(environment):
        if name.startswith(FORBIDDEN_PREFIXES):
            raise InputError(
                f"A scan must not know {name}.", mend="Start it with `jianzhen scan PLATFORM`."
            )


def run_scan(folder: Path) -> str:
    """Ask for what comes over the standard input, and write how it ended; gives the reason.

    Raises:
        InputError: The request does not fit, another process works on this folder, or there is no
            browser for a platform that needs one.
        OSError: The folder cannot be written.
    """
    request, scans = read_request(folder), ScanFolder(folder)
    # whatever a library reads from its input must not be an address
    stdin = os.dup(sys.stdin.fileno())
    session = told_session(stdin)
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS, 20, 50)
    with locked(folder, GRACE_SECONDS), _settings_for(request, session) as settings:
        process = AsyncCrawlerProcess(settings)
        crawler = process.create_crawler(MarketplaceSpider)
        process.crawl(crawler, request=request, folder=scans, stdin=stdin)
        process.start()
        end = _scan_end(crawler, request)
        scans.finish(end)
    return end.reason


def _scan_end(crawler: Crawler, request: ScanRequest) -> ScanEnd:
    """How this crawl ended, and by what."""
    versions = {name: importlib.metadata.version(name) for name in ("scrapy", "playwright")}
    return ScanEnd(request.profile.slug, _reason(crawler), datetime.now(UTC), versions)


def _reason(crawler: Crawler) -> str:
    spider, stats = crawler.spider, crawler.stats
    if not isinstance(spider, MarketplaceSpider) or stats is None:
        return "not_started"
    return spider.stopped or str(stats.get_value("finish_reason") or "cut_off")


@contextlib.contextmanager
def _settings_for(request: ScanRequest, session: StorageState | None) -> Iterator[Settings]:
    settings = Settings()
    settings.setmodule(scrapy_settings, priority="project")
    settings.setdict(_told(request), priority="cmdline")
    if request.lane != "browser":
        yield settings
        return
    # the browser's library takes a second to load, which the other lane need not spend
    browsers = importlib.import_module("crawler.browser")
    browser = browsers.find_browser(request.crawl.browser_path)
    if browser is None:
        raise InputError("No Chromium was found.", mend="Install one or set crawl.browser_path.")
    with egress_proxy(allow_loopback=request.crawl.allow_loopback) as port:
        settings.setdict(browsers.browser_settings(browser, port, session), priority="cmdline")
        yield settings


def _told(request: ScanRequest) -> dict[str, object]:
    pace, crawl = request.profile.pace, request.crawl
    return {
        "USER_AGENT": crawl.user_agent,
        "ROBOTSTXT_OBEY": request.profile.permission.robots == "obey",
        "ROBOTSTXT_USER_AGENT": crawl.user_agent.split("/", 1)[0],
        "PACE_SECONDS": pace.delay_seconds,
        # a page that hangs must not hold the scan beyond its time
        "DOWNLOAD_TIMEOUT": min(LONGEST_PAGE_SECONDS, crawl.time_limit_seconds),
        "CONCURRENT_REQUESTS_PER_DOMAIN": pace.requests_at_once,
        "CONCURRENT_REQUESTS": max(4, pace.requests_at_once),
        "DOWNLOAD_MAXSIZE": crawl.max_page_bytes,
        "CLOSESPIDER_TIMEOUT": crawl.time_limit_seconds,
        "ALLOW_LOOPBACK": crawl.allow_loopback,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

"""The browser lane: which browser, how it is started, and `python -m crawler.browser find`."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright
from scrapy import Request
from scrapy.http import Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from config.load import load_settings
from crawler.accounts import StorageState
from crawler.politeness import patience_of

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
MAC_APPLICATIONS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
)
NAVIGATION_SECONDS = 45
UNWANTED = ("font", "media")
"""Kinds of files that neither the reading nor the screenshot needs from the network."""

HANDLER = "crawler.browser.PatientBrowser"


class PatientBrowser(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]  # it has no types
    """Opens a page in the browser when its domain may be asked."""

    async def download_request(self, request: Request) -> Response:
        """The answer, after every wait that the domain asked for."""
        return await patience_of(self._crawler).send(request, super().download_request)


def find_browser(chosen: Path | None) -> Path | None:
    """The Chromium to use: the one set, one in PATH, an application, Playwright's own, or None."""
    if chosen is not None:
        return chosen if chosen.is_file() else None
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    return _mac_application() or _playwrights_own()


def launch_options(browser: Path, egress_port: int) -> dict[str, object]:
    """How the browser is started: quiet, headless, and with the egress proxy as its only way out.

    The sandbox is given up only for root, who cannot have it: pages are hostile.
    """
    arguments = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        f"--proxy-server=http://127.0.0.1:{egress_port}",
        # loopback too goes through the proxy, where it is refused unless it is allowed
        "--proxy-bypass-list=<-loopback>",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {"executable_path": str(browser), "headless": True, "args": arguments}


def browser_settings(
    browser: Path, egress_port: int, session: StorageState | None = None
) -> dict[str, object]:
    """Scrapy's settings for the browser lane; `session` is the analyst's own sign-in."""
    context: dict[str, object] = {"service_workers": "block", "accept_downloads": False}
    return {
        "DOWNLOAD_HANDLERS": {"http": HANDLER, "https": HANDLER},
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": launch_options(browser, egress_port),
        "PLAYWRIGHT_CONTEXTS": {
            "default": context | ({"storage_state": session} if session else {})
        },
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": NAVIGATION_SECONDS * 1000,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 2,
        "PLAYWRIGHT_ABORT_REQUEST": is_unwanted,
    }


def is_unwanted(request: object) -> bool:
    """Whether a request of the page is left out to spare the platform."""
    return getattr(request, "resource_type", "") in UNWANTED


def main(arguments: list[str]) -> int:
    """`find` prints the browser's path; 1 when there is none."""
    if arguments != ["find"]:
        sys.stderr.write("usage: python -m crawler.browser find\n")
        return 2
    browser = find_browser(load_settings().crawl.browser_path)
    if browser is None:
        sys.stderr.write("No Chromium was found; install one or set crawl.browser_path.\n")
        return 1
    sys.stdout.write(f"{browser}\n")
    return 0


def _mac_application() -> Path | None:
    if platform.system() != "Darwin":
        return None
    folders = (Path("/Applications"), Path.home() / "Applications")
    paths = (folder / name for folder in folders for name in MAC_APPLICATIONS)
    return next((path for path in paths if path.is_file()), None)


def _playwrights_own() -> Path | None:
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What the analyst has open in their own browser, kept as it stands: nothing is clicked or loaded.

The browser is the analyst's, started by them with a debugging port on loopback. We attach, look
at one open tab, and go.
"""

from __future__ import annotations

import contextlib
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Page, sync_playwright

from crawler.accounts import StorageState
from crawler.beside import BESIDE
from crawler.intake import MANIFEST
from domain.errors import InputError

PAGE, SCREENSHOT, MHTML, REQUESTS = "page.html", "screenshot.png", "page.mhtml", "requests.json"
NAMES = (SCREENSHOT, MHTML, REQUESTS)
"""In the order of the manifest's columns."""

STEP_MS = 20_000
TALLEST_PIXELS = 15_000

_RESOURCES = """() => performance.getEntriesByType('navigation')
  .concat(performance.getEntriesByType('resource')).map(one => ({url: one.name,
  kind: one.initiatorType, status: one.responseStatus || null, startMs: one.startTime,
  durationMs: one.duration, size: one.decodedBodySize}))"""


@dataclass(frozen=True, slots=True)
class Assisted:
    """A kept tab: its folder, its address, and what could not be kept."""

    folder: Path
    url: str
    problems: tuple[str, ...]


def capture_tab(browser_url: str, folder: Path, address: str | None, now: datetime) -> Assisted:
    """Keep one open tab in this folder, as `intake` reads it.

    `address` is the start of the tab's address; without it there must be one web page open.

    Raises:
        InputError: The browser is not on this machine or cannot be reached, or no tab, or more
            than one, fits.
    """
    with _attached(browser_url) as browser:
        page = _tab(browser, address)
        problems: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PAGE).write_text(page.content(), encoding="utf-8")
        _kept(folder / SCREENSHOT, lambda: _screenshot(page), problems)
        _kept(folder / MHTML, lambda: _mhtml(page), problems)
        _kept(folder / REQUESTS, lambda: json.dumps(page.evaluate(_RESOURCES)).encode(), problems)
        with (folder / MANIFEST).open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("file", "url", "captured_on", *BESIDE))
            rows.writerow((PAGE, page.url, now.isoformat(timespec="seconds"), *NAMES))
        return Assisted(folder, page.url, tuple(problems))


def session_of_browser(browser_url: str) -> StorageState:
    """The sign-ins that the analyst's own browser holds; nothing is loaded or changed.

    Raises:
        InputError: The browser is not on this machine or cannot be reached.
    """
    with _attached(browser_url) as browser:
        states = [context.storage_state() for context in browser.contexts]
    return {
        name: [dict(one) for state in states for one in state.get(name, [])]  # type: ignore[attr-defined]
        for name in ("cookies", "origins")
    }


def check_loopback(url: str) -> None:
    """Refuse a browser that is not this machine's own: its port hands out every sign-in.

    Raises:
        InputError: The address is not a loopback address, written as numbers.
    """
    try:
        parts = urlsplit(url)
        own = ip_address(parts.hostname or "").is_loopback and parts.username is None
    except ValueError:
        own = False
    if not own or parts.scheme not in ("http", "ws"):
        raise InputError(
            f"{url!r} is no browser on this machine.", mend="Give http://127.0.0.1:9222."
        )


@contextlib.contextmanager
def _attached(url: str) -> Iterator[Browser]:
    check_loopback(url)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.connect_over_cdp(url, timeout=STEP_MS)
        except Error as exc:
            raise InputError(
                f"No browser answers at {url}.",
                mend="Start it with --remote-debugging-port=9222 and a profile of its own.",
            ) from exc
        # leaving closes the connection; the analyst's browser stays open
        yield browser


def _tab(browser: Browser, address: str | None) -> Page:
    pages = [page for context in browser.contexts for page in context.pages]
    web = [page for page in pages if page.url.startswith(("http://", "https://"))]
    fitting = [page for page in web if page.url.startswith(address or "")]
    if len(fitting) != 1:
        names = "; ".join(page.url[:120] for page in web) or "none"
        raise InputError(
            f"{len(fitting)} open pages fit; there are: {names}.", mend="Name one with --url."
        )
    return fitting[0]


def _kept(path: Path, step: object, problems: list[str]) -> None:
    try:
        path.write_bytes(step())  # type: ignore[operator]
    except Error as exc:
        problems.append(f"{path.name} could not be kept ({str(exc).splitlines()[0][:160]}).")


def _screenshot(page: Page) -> bytes:
    width, tall = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    height = min(max(int(tall), 1), TALLEST_PIXELS)
    clip = {"x": 0.0, "y": 0.0, "width": float(width), "height": float(height)}
    return page.screenshot(full_page=True, clip=clip, type="png", timeout=STEP_MS)  # type: ignore[arg-type]


def _mhtml(page: Page) -> bytes:
    session = page.context.new_cdp_session(page)
    try:
        return str(session.send("Page.captureSnapshot", {"format": "mhtml"})["data"]).encode()
    finally:
        session.detach()

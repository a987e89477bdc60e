"""What is kept of a page: the raw answer, the rendered page, and its screenshot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from crawler.scan_folder import ScanFolder
from domain.listings import Capture

logger = logging.getLogger(__name__)

if TYPE_CHECKING:
    from playwright.async_api import Page

Result = TypeVar("Result")

RAW, RENDERED, SCREENSHOT = "raw", "rendered", "screenshot"

SETTLE_SECONDS = 8.0
"""How long a page may go on loading before it is read as it stands."""

STEP_SECONDS = 20.0
"""How long reading the page or taking its picture may last; some pages hang there for ever."""

TALLEST_PIXELS = 15_000
"""A longer page is cut here; beyond it Chromium's pictures grow past all use."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as the browser showed it; what took too long is None."""

    html: str | None
    screenshot: bytes | None


async def render(page: Page) -> Rendered:
    """The page as it stands once it is quiet, or once its time is up."""
    await _within(SETTLE_SECONDS, page.wait_for_load_state("networkidle"), "settle")
    html = await _within(STEP_SECONDS, page.content(), "content")
    return Rendered(html, await _within(STEP_SECONDS, _screenshot(page), "screenshot"))


def keep_capture(
    folder: ScanFolder, kind: str, content: bytes, media_type: str, url: str
) -> Capture:
    """Keep these bytes and say what they are.

    Raises:
        OSError: The disk does not take them.
    """
    return Capture(kind, folder.keep(content), media_type, len(content), url)


async def _screenshot(page: Page) -> bytes:
    size = page.viewport_size or {"width": 1280, "height": 720}
    tall = await page.evaluate("document.documentElement.scrollHeight")
    height = min(max(int(tall), size["height"]), TALLEST_PIXELS)
    clip = {"x": 0.0, "y": 0.0, "width": float(size["width"]), "height": float(height)}
    return await page.screenshot(full_page=True, clip=clip, type="png")  # type: ignore[arg-type]


async def _within(seconds: float, step: Awaitable[Result], what: str) -> Result | None:
    try:
        return await asyncio.wait_for(step, seconds)
    # the browser's own errors are known by its library alone, which the other lane does not load
    except Exception as exc:  # noqa: BLE001
        logger.info("a step of the capture failed", extra={"step": what, "why": str(exc)[:200]})
        return None

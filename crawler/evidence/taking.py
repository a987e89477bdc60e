"""Taking a capture: one page in a browser of its own, recorded from first to last."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from playwright.async_api import Browser, Error, Page, async_playwright

from crawler.browser import launch_options
from crawler.egress import Passage, egress_proxy
from crawler.evidence import environment
from crawler.evidence.exchange import Exchange, Recorder
from crawler.evidence.film import Film
from crawler.evidence.order import CaptureOrder, CaptureResult, KeptFile, json_bytes
from crawler.evidence.tls import TlsWatch
from crawler.evidence.wacz import write_wacz
from crawler.evidence.warc import write_warc
from domain.digests import Sha256

Result = TypeVar("Result")

TILE_PIXELS = 15_000
"""A longer page is kept as several pictures of this height."""

MOST_TILES = 8
SCROLL_SECONDS = 12.0

SCROLL = """async (pause) => {
  const step = window.innerHeight * 0.8;
  for (let y = 0; y < document.documentElement.scrollHeight && y < 120000; y += step) {
    window.scrollTo(0, y);
    await new Promise(done => setTimeout(done, pause));
  }
  window.scrollTo(0, 0);
}"""


@dataclass(slots=True)
class _Taking:
    """A capture while it goes on."""

    order: CaptureOrder
    folder: Path
    recorder: Recorder = field(default_factory=Recorder)
    journal: list[Passage] = field(default_factory=list)
    steps: list[dict[str, object]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    files: list[KeptFile] = field(default_factory=list)
    tls: TlsWatch = field(default_factory=TlsWatch)
    clean: dict[str, object] = field(default_factory=dict)

    async def step(self, name: str, deed: Awaitable[Result], seconds: float) -> Result | None:
        """Do one step within its time; what went wrong is written down and the next one begins."""
        at = datetime.now(UTC)
        told: dict[str, object] = {"step": name, "at": at.isoformat(timespec="milliseconds")}
        self.steps.append(told)
        try:
            result = await asyncio.wait_for(deed, seconds)
        except (Error, TimeoutError, ValueError, OSError) as exc:
            told["result"] = (str(exc).splitlines() or [type(exc).__name__])[0][:300]
            self.problems.append(f"{name}: {told['result']}")
            return None
        told["result"] = "done"
        told["seconds"] = round((datetime.now(UTC) - at).total_seconds(), 3)
        return result

    def keep(self, name: str, media_type: str, content: bytes | None = None) -> None:
        """Write a file of the capture, or take in the one that was written, with its digest."""
        path = self.folder / name
        if content is not None:
            path.write_bytes(content)
        with path.open("rb") as file:
            digest = Sha256(hashlib.file_digest(file, "sha256").hexdigest())
        size = path.stat().st_size
        self.files.append(
            KeptFile(name=name, media_type=media_type, sha256=digest, size_bytes=size)
        )


async def take(order: CaptureOrder, folder: Path) -> CaptureResult:
    """Capture a page into this folder: WARC first, then what it looked like, then how it was.

    Raises:
        OSError: The disk does not take it.
        playwright.async_api.Error: The browser does not start.
    """
    taking = _Taking(order, folder)
    taking.clean |= environment.profile_before()
    started = datetime.now(UTC)
    with egress_proxy(allow_loopback=order.allow_loopback, journal=taking.journal) as port:
        async with async_playwright() as playwright:
            options = launch_options(order.browser, port)
            arguments = (*_arguments(options), *order.browser_arguments)
            options["args"] = list(arguments)
            browser = await playwright.chromium.launch(**options)  # type: ignore[arg-type]
            try:
                seen = await _look(taking, browser, arguments)
            finally:
                await browser.close()
    return _told(taking, started, seen)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the browser was left with."""

    final_url: str
    title: str | None
    browser_version: str
    arguments: tuple[str, ...]
    user_agent: str
    cookies: tuple[str, ...]


async def _look(taking: _Taking, browser: Browser, arguments: tuple[str, ...]) -> _Seen:
    order = taking.order
    context = await browser.new_context(
        viewport={"width": order.width, "height": order.height},
        locale=order.locale,
        timezone_id=order.time_zone,
        service_workers="block",
        accept_downloads=False,
    )
    taking.recorder.listen(context)
    taking.clean["cookies_before"] = len(await context.cookies())
    page = await context.new_page()
    taking.clean |= await environment.profile_after(browser)
    limit, film = order.step_seconds, Film(taking.folder / "film")
    await taking.step("watch tls", taking.tls.listen(context, page), limit)
    if order.ffmpeg:
        await taking.step("film", film.start(context, page, (order.width, order.height)), limit)
    await taking.step("open", page.goto(order.url, wait_until="load"), limit)
    await taking.step("scroll", page.evaluate(SCROLL, 120), SCROLL_SECONDS)
    await taking.step(
        "settle", page.wait_for_load_state("networkidle"), max(order.settle_seconds, 0.1)
    )
    await taking.step("read answers", taking.recorder.settle(), limit)
    title = await taking.step("title", page.title(), limit)
    _keep_recording(taking, page.url, title)
    await _keep_looks(taking, page)
    await taking.step("certificates", taking.tls.read_chains(), limit)
    agent = await taking.step("user agent", page.evaluate("navigator.userAgent"), limit)
    cookies = tuple(sorted({str(one.get("name")) for one in await context.cookies()}))
    if order.ffmpeg:
        await taking.step("end of film", film.stop(), limit)
        await taking.step("write film", _film_kept(taking, film, order.ffmpeg), limit * 2)
    return _Seen(page.url, title, browser.version, arguments, agent or "", cookies)


async def _film_kept(taking: _Taking, film: Film, ffmpeg: Path) -> None:
    path = taking.folder / "steps.mp4"
    await asyncio.to_thread(film.write, ffmpeg, path)
    taking.keep(path.name, "video/mp4")


def _keep_recording(taking: _Taking, url: str, title: str | None) -> None:
    warc = taking.folder / "data.warc.gz"
    about = {"captureID": taking.order.capture_id, "isPartOf": taking.order.purpose}
    index = write_warc(warc, taking.recorder.exchanges, about)
    wacz = taking.folder / "capture.wacz"
    write_wacz(wacz, warc, index, url=url, title=title, at=datetime.now(UTC))
    warc.unlink()
    taking.keep("capture.wacz", "application/wacz")


async def _keep_looks(taking: _Taking, page: Page) -> None:
    limit = taking.order.step_seconds
    html = await taking.step("rendered page", page.content(), limit)
    if html is not None:
        taking.keep("rendered.html.txt", "text/plain", html.encode("utf-8", "replace"))
    tall = await taking.step("height", page.evaluate(_HEIGHT), limit)
    for place, (top, height) in enumerate(_tiles(int(tall or taking.order.height)), 1):
        picture = await taking.step(f"picture {place}", _picture(taking, page, top, height), limit)
        if picture is not None:
            taking.keep(f"page-{place:02}.png", "image/png", picture)


_HEIGHT = "document.documentElement.scrollHeight"


def _tiles(tall: int) -> list[tuple[int, int]]:
    """Tops and heights of the pictures of a page this tall."""
    starts = range(0, max(tall, 1), TILE_PIXELS)
    return [(top, min(TILE_PIXELS, tall - top)) for top in starts][:MOST_TILES]


def _picture(taking: _Taking, page: Page, top: int, height: int) -> Awaitable[bytes]:
    clip = {"x": 0.0, "y": float(top), "width": float(taking.order.width), "height": float(height)}
    return page.screenshot(full_page=True, clip=clip, type="png")  # type: ignore[arg-type]


def _told(taking: _Taking, started: datetime, seen: _Seen) -> CaptureResult:
    ended, order, exchanges = datetime.now(UTC), taking.order, taking.recorder.exchanges
    main = _main(exchanges, seen.final_url)
    if pem := taking.tls.pem():
        taking.keep("tls-chain.pem", "application/x-pem-file", pem)
    record: dict[str, object] = {
        "identity": environment.identity(order),
        "time": environment.times(order, started, ended, main),
        "network": environment.network(order, seen.final_url, exchanges, taking.journal),
        "tls": taking.tls.record(),
        "http": {**environment.http(main), "cookies": list(seen.cookies)},
        "tools": environment.tools(order, seen.browser_version, seen.arguments, seen.user_agent),
        "clean_environment": {**taking.clean, **environment.surroundings()},
        "steps": taking.steps,
        "completeness": environment.completeness(exchanges, taking.recorder.messages),
        "files": [one.model_dump() for one in taking.files],
    }
    record["not_measured"] = environment.not_measured(record)
    taking.keep("environment.json", "application/json", json_bytes(record))
    return CaptureResult(
        final_url=seen.final_url,
        status=main.status if main else None,
        title=seen.title,
        started_at=started.isoformat(),
        ended_at=ended.isoformat(),
        files=tuple(taking.files),
        problems=tuple(taking.problems),
    )


def _main(exchanges: list[Exchange], final_url: str) -> Exchange | None:
    """The answer that became the page."""
    page = final_url.partition("#")[0]
    documents = [one for one in exchanges if one.kind == "document" and one.status]
    same = [one for one in documents if one.url.partition("#")[0] == page] or documents
    return same[-1] if same else None


def _arguments(options: dict[str, object]) -> list[str]:
    found = options["args"]
    return [str(one) for one in found] if isinstance(found, list) else []

"""A real browser: its sign-ins, its ways out, and what an analyst has open in it."""

from __future__ import annotations

import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from crawler.assist import capture_tab, check_loopback, session_of_browser
from crawler.browser import find_browser, launch_options
from crawler.egress import egress_proxy
from crawler.intake import SavedPage, saved_pages
from domain.errors import InputError
from tests.crawler.site import site
from tests.shop.replies import Reply

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PAGE = Reply(200, b"<!doctype html><title>t</title><h1>Fox mug</h1>", "text/html")


@pytest.fixture
def browser() -> Path:
    found = find_browser(None)
    if found is None:
        pytest.skip("no Chromium on this machine")
    return found


@contextmanager
def _listener() -> Iterator[tuple[int, list[bytes]]]:
    """A server on loopback that notes whoever reaches it."""
    reached: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    peer, _ = server.accept()
                except TimeoutError:
                    continue
                with peer:
                    peer.settimeout(1)
                    try:
                        reached.append(peer.recv(200))
                    except OSError:
                        reached.append(b"")

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1], reached
        finally:
            stop.set()
            thread.join()


REACHING = {
    "web socket": "new WebSocket('ws://127.0.0.1:PORT/')",
    "web socket by name": "new WebSocket('ws://localhost:PORT/')",
    "web socket, mapped address": "new WebSocket('ws://[::ffff:127.0.0.1]:PORT/')",
    "fetch": "fetch('http://127.0.0.1:PORT/', {mode: 'no-cors'}).catch(() => 0)",
    "picture": "new Image().src = 'http://127.0.0.1:PORT/'",
    "worker": "new Worker(URL.createObjectURL(new Blob(["
    "\"new WebSocket('ws://127.0.0.1:PORT/')\"])))",
    "address bar": "location.href = 'http://127.0.0.1:PORT/'",
}


@pytest.mark.browser
@pytest.mark.parametrize("way", list(REACHING))
@pytest.mark.parametrize("allowed", [False, True])
def test_a_page_reaches_this_machine_only_where_loopback_is_allowed(
    browser: Path, way: str, *, allowed: bool
) -> None:
    # a mapped address is never let through, whatever is allowed
    expected = allowed and "mapped" not in way
    with _listener() as (port, reached), egress_proxy(allow_loopback=allowed) as proxy:
        script = REACHING[way].replace("PORT", str(port))
        with sync_playwright() as playwright:
            opened = playwright.chromium.launch(**launch_options(browser, proxy))  # type: ignore[arg-type]
            page = opened.new_page()
            page.set_content("<h1>a stranger's page</h1>")
            page.evaluate(f"() => {{ {script} }}")
            until = time.monotonic() + (30 if expected else 1.5)
            while time.monotonic() < until and not reached:
                page.wait_for_timeout(50)
            opened.close()
    assert bool(reached) is expected


@pytest.mark.browser
def test_a_redirect_leads_no_browser_to_a_private_address(browser: Path) -> None:
    to: dict[str, str] = {}
    with (
        _listener() as (port, reached),
        site(lambda _path, _before: Reply(302, b"", headers=to)) as found,
        egress_proxy(allow_loopback=True) as proxy,
        sync_playwright() as playwright,
    ):
        to["Location"] = f"http://10.0.0.1:{port}/"
        opened = playwright.chromium.launch(**launch_options(browser, proxy))  # type: ignore[arg-type]
        answer = opened.new_page().goto(found.url + "/item")
        opened.close()
    assert answer is not None
    assert (answer.status, reached) == (403, [])


@contextmanager
def _analysts(browser: Path, folder: Path, url: str) -> Iterator[str]:
    """A browser as an analyst starts it, with one page open; gives its debugging address."""
    arguments = ["--remote-debugging-port=0", f"--user-data-dir={folder}", "--no-first-run"]
    process = subprocess.Popen(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", *arguments, url],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        port_file = folder / "DevToolsActivePort"
        until = time.monotonic() + 60
        while time.monotonic() < until and not port_file.exists():
            time.sleep(0.1)
        address = f"http://127.0.0.1:{port_file.read_text().splitlines()[0]}"
        while time.monotonic() < until and url not in _tabs(address):
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


def _tabs(address: str) -> str:
    with urllib.request.urlopen(f"{address}/json/list") as answer:
        return str(answer.read().decode())


@pytest.mark.browser
def test_an_open_page_is_kept_as_it_stands_and_its_session_is_read(
    browser: Path, tmp_path: Path
) -> None:
    cookie = {"Set-Cookie": "sid=7; Path=/; Max-Age=9999"}
    reply = Reply(200, PAGE.body, "text/html", cookie)
    with site(lambda _path, _before: reply) as found:
        url = f"{found.url}/item"
        with _analysts(browser, tmp_path / "profile", url) as address:
            kept = capture_tab(address, tmp_path / "kept", None, NOW)
            state = session_of_browser(address)
            assert url in _tabs(address)
            with pytest.raises(InputError, match="0 open pages fit"):
                capture_tab(address, tmp_path / "none", "https://other.example", NOW)
        # it was loaded once, by the analyst
        assert found.times("/item") == 1
    assert (kept.url, kept.problems) == (url, ())
    (page,) = saved_pages(tmp_path / "kept")
    assert isinstance(page, SavedPage)
    assert (page.url, page.captured_at) == (url, NOW)
    shown = {kind: path.read_bytes() for kind, path in page.beside}
    assert shown["screenshot"].startswith(b"\x89PNG")
    assert b"multipart/related" in shown["mhtml"]
    assert url.encode() in shown["requests"]
    assert [one["name"] for one in state["cookies"]] == ["sid"]


@pytest.mark.parametrize(
    "url",
    ["http://10.0.0.1:9222", "http://shop.example:9222", "http://localhost:9222",
     "https://127.0.0.1:9222", "http://user@127.0.0.1:9222", "file:///etc/passwd", "9222", ""],
)  # fmt: skip
def test_only_a_browser_on_this_machine_is_attached_to(url: str) -> None:
    with pytest.raises(InputError, match="no browser on this machine"):
        check_loopback(url)

"""Whether public tools read our recordings: `make bench-replay`.

Fetches the `wacz` validator from PyPI and ReplayWeb.page from npm into a folder that is deleted at
the end (both are other people's programs and neither is shipped), captures a page of the test
marketplace, shuts the marketplace down, and replays the recording in a browser that reaches
nothing but the folder.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Frame, Page, sync_playwright
from warcio.archiveiterator import ArchiveIterator

from crawler.browser import find_browser
from crawler.evidence.order import CaptureOrder
from crawler.evidence.process import run_capture
from tests.shop.server import serving

VALIDATOR, PLAYER = "wacz==0.6.0", "replaywebpage@2.4.6"
PAGE = """<!doctype html><meta charset=utf-8><body style="margin:0">
<replay-web-page style="display:block;height:100vh" source="/capture.wacz" url="{url}"
 embed="replayonly" replayBase="/replay/"></replay-web-page><script src="/ui.js"></script>"""
SECONDS = 60


def main() -> int:
    """Print what the validator and the player say; 1 when either does not take the recording."""
    browser = find_browser(None)
    if browser is None:
        print("no browser on this machine, not run")
        return 2
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        url, pictures = _captured(place, browser)
        valid = _validated(place)
        replayed = _replayed(place, browser, url)
    print(f"pictures byte for byte as served: {pictures}")
    print(f"wacz validate: {'valid' if valid else 'NOT VALID'}")
    print(f"replay with nothing else to reach: {replayed} pictures shown")
    return 0 if valid and replayed else 1


def _captured(place: Path, browser: Path) -> tuple[str, str]:
    """The address that was captured, and how many pictures are what the server sends."""
    with serving() as shop:
        url = f"{shop.live_url}/search?q="
        order = CaptureOrder(capture_id="1", url=url, purpose="confirmation", who="bench",
                             browser=browser, allow_loopback=True, code_version="1")  # fmt: skip
        run_capture(place / "taken", order)
        shutil.copy(place / "taken/capture.wacz", place / "capture.wacz")
        with zipfile.ZipFile(place / "capture.wacz") as archive:
            archive.extract("archive/data.warc.gz", place)
        same = of = 0
        with (place / "archive/data.warc.gz").open("rb") as file:
            for one in ArchiveIterator(file):
                address = one.rec_headers.get_header("WARC-Target-URI") or ""
                if one.rec_type == "response" and address.endswith(".jpg"):
                    of += 1
                    with urlopen(address) as answer:  # noqa: S310 - the test marketplace
                        same += answer.read() == one.content_stream().read()
    return url, f"{same} of {of}"


def _validated(place: Path) -> bool:
    subprocess.run([sys.executable, "-m", "venv", place / "venv"], check=True)
    pip = [place / "venv/bin/pip", "install", "--quiet", VALIDATOR]
    subprocess.run([str(one) for one in pip], check=True)
    command = [place / "venv/bin/wacz", "validate", "-f", place / "capture.wacz"]
    done = subprocess.run(
        [str(one) for one in command], capture_output=True, text=True, check=False
    )
    print("\n".join(f"  {line}" for line in (done.stdout + done.stderr).strip().splitlines()))
    return done.returncode == 0


def _replayed(place: Path, browser: Path, url: str) -> int:
    """How many pictures the replayed page shows, whole, with the marketplace shut down."""
    subprocess.run(["npm", "pack", "--silent", PLAYER], cwd=place, check=True, capture_output=True)
    (package,) = place.glob("replaywebpage-*.tgz")
    subprocess.run(["tar", "xzf", str(package)], cwd=place, check=True)
    site = place / "site"
    (site / "replay").mkdir(parents=True)
    shutil.copy(place / "package/ui.js", site / "ui.js")
    shutil.copy(place / "package/sw.js", site / "replay/sw.js")
    shutil.copy(place / "capture.wacz", site / "capture.wacz")
    (site / "index.html").write_text(PAGE.format(url=url), encoding="utf-8")
    handler = partial(_Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        shown = _looked_at(browser, f"http://127.0.0.1:{server.server_port}/index.html", place)
        server.shutdown()
    return shown


def _looked_at(browser: Path, address: str, place: Path) -> int:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(browser), args=["--no-sandbox", "--disable-gpu"]
        )
        page = started.new_page(viewport={"width": 1366, "height": 900})
        page.goto(address)
        shown = 0
        for _ in range(SECONDS):
            page.wait_for_timeout(1000)
            shown = max((_pictures(frame) for frame in _frames(page)), default=0)
            if shown:
                break
        picture = page.screenshot()
        started.close()
    kept = Path(tempfile.gettempdir()) / "jianzhen-replay.png"
    kept.write_bytes(picture)
    print(f"  looks like this: {kept} (sha256 {hashlib.sha256(picture).hexdigest()[:12]})")
    return shown


def _frames(page: Page) -> list[Frame]:
    return [one for one in page.frames if "/w/" in one.url]


def _pictures(frame: Frame) -> int:
    whole = "[...document.images].filter(one => one.complete && one.naturalWidth > 1).length"
    return int(frame.evaluate(whole))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    sys.exit(main())

"""What capture, stamp, bundle and verification cost, beside a list of hashes with a token.

The peer does what auto-archiver does with what it archived: a page as its screenshot and its HTML,
a text file of SHA-256 values, and an RFC 3161 token over that file, kept unchecked; verified with
`sha256sum -c` and `openssl ts -verify`. Both run here, in the same run, on the same bytes. CPU
seconds count every process that was started, the test authority's among them.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from time import process_time

from playwright.async_api import async_playwright

from crawler.browser import find_browser, launch_options
from crawler.evidence.order import CaptureOrder
from crawler.evidence.process import run_capture
from domain.digests import Sha256, sha256_of
from stamping.authority import Authority, ask
from stamping.token import check
from takedown.bundle import write_bundle
from takedown.custody import custody_files, sealed_files
from takedown.verify_bundle import verify_bundle
from tests.authority import TimeServer, an_authority
from tests.shop.server import serving
from tests.takedown.drafts import SIGNER, a_draft, a_log

STAMPS = 20


def costs(place: Path, megabytes: int) -> None:
    """Print our cost, the peer's, and the ratio, for each of the four."""
    print(f"{'CPU seconds':<34} {'ours':>7} {'hash list + token':>18} {'ratio':>6}")
    _capture(place)
    server = TimeServer(an_authority(place / "tsa"))
    _stamp(server)
    _bundle(place, megabytes, server)
    server.close()


def _capture(place: Path) -> None:
    browser = find_browser(None)
    if browser is None:
        print("capture: no browser on this machine, not run")
        return
    with serving() as shop:
        url = f"{shop.live_url}/search?q="
        order = CaptureOrder(capture_id="1", url=url, purpose="confirmation", who="bench",
                             browser=browser, allow_loopback=True, code_version="1")  # fmt: skip
        ours = _cpu(lambda: run_capture(place / "capture", order))
        theirs = _cpu(lambda: asyncio.run(_screenshot(browser, url, place / "peer")))
    held = sum(path.stat().st_size for path in (place / "capture").iterdir() if path.is_file())
    _row(f"capture of a page ({held >> 10} kB)", ours, theirs)


async def _screenshot(browser: Path, url: str, folder: Path) -> None:
    """A page as its picture and its HTML, hashed: no answers, headers or certificates are kept."""
    folder.mkdir()
    async with async_playwright() as playwright:
        options = launch_options(browser, 9)
        # the options are a mapping of plain values, as the browser takes them
        options["args"] = [one for one in list(options["args"]) if "proxy" not in one]  # type: ignore[call-overload]
        started = await playwright.chromium.launch(**options)  # type: ignore[arg-type]
        page = await started.new_page(viewport={"width": 1366, "height": 900})
        await page.goto(url, wait_until="networkidle")
        (folder / "page.png").write_bytes(await page.screenshot(full_page=True))
        (folder / "page.html").write_text(await page.content(), encoding="utf-8")
        await started.close()
    lines = (f"{sha256(one.read_bytes()).hexdigest()}  {one.name}\n" for one in folder.iterdir())
    (folder / "hashes.txt").write_text("".join(list(lines)))


def _stamp(server: TimeServer) -> None:
    one = Authority("one", server.url, server.authority.root, policy="1.2.3.4.1")
    digests = [sha256_of(bytes([place])) for place in range(STAMPS)]
    ours = _cpu(lambda: [check(ask(one, each, seconds=20), each, one) for each in digests])
    theirs = _cpu(lambda: [ask(one, each, seconds=20) for each in digests])
    _row(f"stamp, {STAMPS} times", ours, theirs)


def _bundle(place: Path, megabytes: int, server: TimeServer) -> None:
    contents = {f"captures/page-{at:03}.bin": os.urandom(1 << 20) for at in range(megabytes)}
    blobs = {Sha256(sha256(one).hexdigest()): one for one in contents.values()}
    path, folder = place / "big.zip", place / "plain"
    folder.mkdir()
    ours = _cpu(lambda: _write(path, contents, blobs))
    theirs = _cpu(lambda: _plain(folder, contents, server))
    _row(f"bundle, {megabytes} MB", ours, theirs)
    checked = _cpu(lambda: _expect(verify_bundle(path) == ()))
    again = _cpu(lambda: _check_plain(folder, server))
    _row(f"verify, {megabytes} MB", checked, again)
    tool = [sys.executable, "-I", "takedown/verify_bundle.py", str(path)]
    alone = _cpu(lambda: subprocess.run(tool, check=True, capture_output=True))
    _row(f"verify, {megabytes} MB, the one file", alone, again)


def _write(path: Path, contents: dict[str, bytes], blobs: dict[Sha256, bytes]) -> None:
    payload = dict(contents)
    payload |= custody_files(a_log(a_draft(), sealed_files(payload)), SIGNER)
    write_bundle(path, payload, {}, blobs.__getitem__)


def _plain(folder: Path, contents: dict[str, bytes], server: TimeServer) -> None:
    lines = []
    for name, content in contents.items():
        file = name.replace("/", "-")
        (folder / file).write_bytes(content)
        lines.append(f"{sha256(content).hexdigest()}  {file}\n")
    (folder / "hashes.txt").write_text("".join(lines))
    server.authority.answer(folder / "hashes.txt", folder / "hashes.txt.tsr")


def _check_plain(folder: Path, server: TimeServer) -> None:
    subprocess.run(["sha256sum", "--quiet", "-c", "hashes.txt"], cwd=folder, check=True)
    command = ["openssl", "ts", "-verify", "-data", "hashes.txt", "-in", "hashes.txt.tsr",
               "-CAfile", str(server.authority.root.absolute())]  # fmt: skip
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def _row(what: str, ours: float, theirs: float) -> None:
    print(f"{what:<34} {ours:7.2f} {theirs:18.2f} {ours / max(theirs, 1e-9):6.2f}")


def _expect(holds: bool) -> None:
    assert holds


def _cpu(run: Callable[[], object]) -> float:
    start, before = process_time(), os.times()
    run()
    after = os.times()
    children = (after.children_user - before.children_user) + (
        after.children_system - before.children_system
    )
    return process_time() - start + children

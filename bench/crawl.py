"""The two crawl lanes over real and scripted pages on loopback: `python -m bench.crawl`.

The HTTP lane asks for labelled real pages, keeps and reads them; the named peer, in the same run,
is plain Scrapy with parsel and six selectors. Counted is the CPU time of the crawl's own process,
its start included; pictures are not fetched. With `browser`, script-rendered pages are opened in
the browser and the memory of all its processes is watched.
"""

from __future__ import annotations

import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bench.pages import PAGES, labelled_pages
from config.load import ROOT, load_profiles
from crawler.request import ScanRequest, write_request
from crawler.scan_folder import ScanFolder
from crawler.scan_talk import END
from domain.listings import PageKind
from domain.records import to_plain
from domain.scans import Ask, AskId, Lease
from tests.crawler.site import settings_of, site
from tests.shop.replies import Reply
from tests.shop.server import Shop, write_profiles

HTTP_PAGES, BROWSER_PAGES = 960, 300
LEAST_PER_SECOND, LEAST_RATIO = 40.0, 0.8
ORDER = ("ours", "peer", "peer", "ours")
"""So that a machine which slows down or speeds up meanwhile does so for both."""
MOST_GROWTH = 1.15
"""The memory of the last third of the pages against that of the second third."""

SCRIPTED = b"""<!doctype html><title>Mug</title><body><script>
document.body.innerHTML = '<h1>Mug</h1><p class=price>$12.50</p>' +
'<li>tea</li>'.repeat(2000);</script>"""


def main(arguments: list[str]) -> int:
    """Print the figures; 1 when a lane is below its bar."""
    if not PAGES.is_dir():
        print("The real pages are not here; nothing was measured.")
        return 0
    return _browser_lane() if arguments == ["browser"] else _http_lane()


def _http_lane() -> int:
    pages = [page for page in labelled_pages() if page.path.suffix == ".html"]
    urls = [page.answer.url for page in pages]
    bodies = [page.path.read_bytes() for page in pages]

    def answer(path: str, _before: int) -> Reply:
        number = int(path.rsplit("/", 1)[1])
        # no two answers are alike, as in life: kept bytes are known by their digest
        return Reply(200, bodies[number % len(bodies)] + b"<!-- %d -->" % number, "text/html")

    spent, pages_read, listed = dict.fromkeys(ORDER, 0.0), 0, 0
    with site(answer) as found:
        asked = [f"{found.url}/{number}" for number in range(HTTP_PAGES)]
        for who in ORDER:
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                (folder / "urls.json").write_text(json.dumps({"asked": asked, "saved_from": urls}))
                if who == "peer":
                    spent[who] += _cpu(_child, "bench.crawl_peer", folder, b"")
                    continue
                spent[who] += _cpu(_crawl, folder, asked, "http")
                kept = ScanFolder(folder).read()
                pages_read += len(kept.pages)
                listed += sum(look.listings > 0 for look in kept.pages)
    wanted = HTTP_PAGES * ORDER.count("ours")
    rate, peer_rate = wanted / spent["ours"], wanted / spent["peer"]
    print(f"HTTP lane: {pages_read} real pages, {listed} with listings, {spent['ours']:.1f} CPU s")
    print(f"  {rate:.1f} pages a CPU-second, Scrapy + parsel with 6 selectors {peer_rate:.1f}")
    print(f"  ratio {rate / peer_rate:.2f} (bars: {LEAST_PER_SECOND:g} pages, {LEAST_RATIO:g})")
    good = pages_read == wanted and rate >= LEAST_PER_SECOND
    return 0 if good and rate / peer_rate >= LEAST_RATIO else 1


def _browser_lane() -> int:
    memory = _Memory()
    with (
        site(lambda _path, _before: Reply(200, SCRIPTED)) as found,
        tempfile.TemporaryDirectory() as name,
    ):
        folder = Path(name)
        asked = [f"{found.url}/{number}" for number in range(BROWSER_PAGES)]
        (folder / "urls.json").write_text(json.dumps({"asked": asked, "saved_from": asked}))
        spent = _cpu(_crawl, folder, asked, "browser", memory)
        kept = ScanFolder(folder).read()
    middle, last = memory.thirds()
    print(f"browser lane: {len(kept.pages)} scripted pages, {spent:.1f} CPU seconds")
    print(
        f"  {len(kept.pages) / spent:.2f} pages a CPU-second; "
        "browser processes that nobody waited for are not counted"
    )
    print(f"  memory of all its processes: {middle:.0f} MB, then {last:.0f} MB")
    return 0 if len(kept.pages) == BROWSER_PAGES and last <= MOST_GROWTH * middle else 1


def _crawl(folder: Path, asked: list[str], lane: str, memory: _Memory | None = None) -> None:
    write_profiles(folder / "profiles", Shop(1))
    settings = settings_of(folder)
    profile = load_profiles(settings)["bazaar_street"]
    quick = {"delay_seconds": 0.0, "requests_at_once": 8 if lane == "http" else 2}
    profile = profile.model_copy(update={"pace": profile.pace.model_copy(update=quick)})
    crawl = settings.crawl
    write_request(folder, ScanRequest.model_validate(
        {"profile": profile, "crawl": crawl, "lane": lane}))  # fmt: skip
    leases = (Lease(AskId(number), Ask(url, PageKind.ITEM), 1) for number, url in enumerate(asked))
    lines = b"".join(json.dumps(to_plain(lease)).encode() + b"\n" for lease in leases)
    _child("bench.crawl_ours", folder, b"null\n" + lines + END, memory)


def _child(module: str, folder: Path, told: bytes, memory: _Memory | None = None) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", module, str(folder)], cwd=ROOT, stdin=subprocess.PIPE
    )
    if memory is not None:
        memory.watch(process)
    process.communicate(told)


def _cpu(work: Callable[..., object], *told: object) -> float:
    """The CPU seconds of the processes that this work started and that have ended."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work(*told)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class _Memory:
    """The resident memory of a process and all that it started, once a second (Linux)."""

    def __init__(self) -> None:
        self.megabytes: list[float] = []

    def watch(self, process: subprocess.Popen[bytes]) -> None:
        """Look on in the background until the process ends."""
        threading.Thread(target=self._look_on, args=(process,), daemon=True).start()

    def thirds(self) -> tuple[float, float]:
        """The mean of the second third and of the last one."""
        third = max(len(self.megabytes) // 3, 1)
        parts = self.megabytes[third : 2 * third], self.megabytes[2 * third : -1]
        middle, last = (sum(part) / max(len(part), 1) for part in parts)
        return middle, last

    def _look_on(self, process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None:
            pages = sum(_resident(pid) for pid in _family(process.pid))
            self.megabytes.append(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)
            time.sleep(1)


def _family(pid: int) -> list[int]:
    known = [pid]
    for one in itertools.count():
        if one >= len(known):
            return known
        for path in Path(f"/proc/{known[one]}/task").glob("*/children"):
            known += [int(child) for child in _words(path)]
    return known


def _resident(pid: int) -> int:
    words = _words(Path(f"/proc/{pid}/statm"))
    return int(words[1]) if words else 0


def _words(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:
        return []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

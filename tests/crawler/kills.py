"""A crawl whose plug is pulled at random moments, and what is counted after it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from crawler.scan_folder import ScanFolder
from store import tables
from store.blobs import FolderBlobs
from store.engine import bring_up_to_date, open_engine
from store.unit_of_work import Store
from tests.crawler.site import PRODUCT, Site, settings_of, site
from tests.shop.replies import Reply, html
from tests.shop.server import Shop, write_profiles

FIRST, ON_A_PAGE = 610000, 50
WISH_SECONDS = 1.0
CLOCKS = 0.02
"""Seconds within which a request and its answer lie; both processes read the same clock."""

PARENT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from config.load import load_profiles
from crawler.frontier import search_page
from crawler.ledger.scanning import Scan
from crawler.request import ScanRequest
from domain.runs import silent
from store.unit_of_work import open_store
from tests.crawler.site import settings_of
settings = settings_of(Path(sys.argv[1]), scans_folder="scans")
profile = load_profiles(settings)["bazaar_street"]
store = open_store(settings)
request = ScanRequest(profile=profile, crawl=settings.crawl, lane="http")
report = Scan(store, settings, request, None).search(
    [search_page(profile, "mug")], datetime.now(UTC), silent)
print(report.degraded)
"""
"""What `jianzhen scan` does once it knows the words, without the imports of the other stages."""


@dataclass(frozen=True)
class Counts:
    """What was counted after a crawl that was killed so often.

    Of `refused` those `unheard` came back to a process that was dead by then: their wish is known
    to nobody, and there are never more of them than kills. `too_early` are requests that a known
    wish forbade; like what is lost, foreign, doubled or bare it is 0 when all is well.
    """

    listings: int
    kills: int
    refused: int
    unheard: int
    lost: int
    foreign: int
    doubled: int
    without_bytes: int
    too_early: int
    asked_again: int
    requests: int
    said: str


def crawl_and_kill(home: Path, *, listings: int, kills: int, refusals: int, seed: int) -> Counts:
    """Run a scan to its end, killing its process or its parent at random moments."""
    chance = random.Random(seed)
    chosen = chance.sample(range(listings), refusals)
    unwilling = {f"/item/{FIRST + number}.html" for number in chosen}
    refused: list[float] = []

    def answering(path: str, before: int) -> Reply:
        if path in unwilling and not before:
            refused.append(time.time())
            return Reply(429, b"", headers={"Retry-After": f"{WISH_SECONDS:.0f}"})
        return _page(path, listings)

    with site(answering) as found:
        done, said = _crawl(home, found, chance, kills, gap=max(2, 38 * listings // 500))
    asked = [at for at, _ in found.asked]
    wishes = _wishes(home)
    known = sum(
        wish - WISH_SECONDS + CLOCKS < at < wish - CLOCKS for wish in wishes for at in asked
    )
    # the refusal's own request is noted before it is answered
    hasty = sum(any(CLOCKS < at - start < WISH_SECONDS for at in asked) for start in refused)
    unheard = max(0, len(refused) - len(wishes))
    early = known + max(0, hasty - unheard)
    twice = Counter(path for _, path in found.asked if path != "/robots.txt")
    again = sum(count - 1 for count in twice.values()) - len(refused)
    lost, foreign, doubled, bare = _kept(home, listings)
    return Counts(
        listings,
        done,
        len(refused),
        unheard,
        lost,
        foreign,
        doubled,
        bare,
        early,
        again,
        len(found.asked),
        said.strip(),
    )


def _wishes(home: Path) -> list[float]:
    """Until when each refusal that a process lived to read and write down forbids to ask."""
    folders = [ScanFolder(path.parent) for path in home.glob("scans/*/rests.jsonl")]
    rests = [rest for folder in folders for rest in folder.rests([]).fresh()]
    return [rest.not_before.timestamp() for rest in rests if rest.waits]


def _crawl(
    home: Path, found: Site, chance: random.Random, wanted: int, gap: int
) -> tuple[int, str]:
    """Run the scan to its end, killing it or its parent at random moments; what it said last."""
    write_profiles(home / "profiles", Shop(found.port))
    profile = home / "profiles" / "bazaar_street.toml"
    text = profile.read_text(encoding="utf-8").replace(
        "pages_per_run = 400", "pages_per_run = 900"
    )
    text = text.replace("max_pages = 5", "max_pages = 30").replace(
        "page_size = 12", "page_size = 50"
    )
    profile.write_text(text.replace("delay_seconds = 0", "delay_seconds = 0.02"), "utf-8")
    engine = open_engine(f"sqlite:///{home}/jianzhen.sqlite")
    bring_up_to_date(engine)
    engine.dispose()
    kills, parent = 0, _start(home)
    while kills < wanted and _goes_on(parent, found, len(found.asked) + chance.randint(2, gap)):
        time.sleep(chance.uniform(0.0, 0.06))
        victim = _child(parent.pid) if chance.random() < 0.6 else parent.pid
        if victim is None:
            continue
        os.kill(victim, signal.SIGKILL)
        kills += 1
        if victim == parent.pid:
            parent.communicate()
            parent = _start(home)
    out, err = parent.communicate(timeout=240)
    assert parent.returncode == 0, err
    return kills, out


def _kept(home: Path, listings: int) -> tuple[int, int, int, int]:
    """How many listings are lost, foreign, or kept twice, and how many lack their page's bytes."""
    settings = settings_of(home)
    engine = open_engine(settings.database.url.get_secret_value())
    store = Store(engine, FolderBlobs(settings.blobs.folder))
    with store.reading() as work:
        latest = work.listings.sightings(work.listings.latest_sightings())
    with engine.connect() as connection:
        kept = Counter(connection.scalars(sa.select(tables.sightings.c.listing)))
    bare = sum(not store.blobs.has(one.captures[0].sha256) for one in latest.values())
    store.close()
    wanted = {str(FIRST + number) for number in range(listings)}
    seen = {one.key.item_id for one in latest.values()}
    doubled = sum(count - 1 for count in kept.values())
    return len(wanted - seen), len(seen - wanted), doubled, bare


def _page(path: str, listings: int) -> Reply:
    if path.startswith("/item/"):
        item = path.removeprefix("/item/").removesuffix(".html")
        return html(PRODUCT.format(item, ""))
    page = int(path.rpartition("page=")[2])
    first = FIRST + (page - 1) * ON_A_PAGE
    cards = "".join(
        f'<li class="card"><a class="goods" href="/item/{number}.html">'
        f'<span class="title">Mug {number}</span></a> <span class="price">¥12.50</span></li>'
        for number in range(first, min(first + ON_A_PAGE, FIRST + listings))
    )
    following = f'<a class="next" rel="next" href="/search?q=mug&amp;page={page + 1}">→</a>'
    if not cards:
        return html('<!doctype html><p class="empty">没有找到与“mug”相关的宝贝</p>')
    return html(
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><h1>mug</h1>'
        f'<p class="total">共 {listings} 件宝贝</p><ul class="results">{cards}</ul>'
        f"{following if first + ON_A_PAGE < FIRST + listings else ''}"
    )


def _start(home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PARENT, str(home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _child(parent: int) -> int | None:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    )
    pids = listed.stdout.split()
    return int(pids[0]) if pids else None


def _goes_on(parent: subprocess.Popen[str], found: Site, requests: int) -> bool:
    """Wait until the site was asked so often; False when the scan ended before."""
    until = time.monotonic() + 90
    while len(found.asked) < requests:
        assert time.monotonic() < until
        if parent.poll() is not None:
            return False
        time.sleep(0.003)
    return True

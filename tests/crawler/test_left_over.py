"""Nothing is lost when somebody pulls the plug: real processes, signals, and a full disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.load import load_settings
from crawler.scan_talk import locked
from domain.rights import MarkName, Portfolio, Script
from domain.runs import RunState
from store.engine import bring_up_to_date, open_engine
from store.unit_of_work import Store, open_store
from tests.factories import a_holder, a_mark
from tests.shop.catalogue import STREET, find_offers
from tests.shop.server import Shop, serving, write_profiles

PAGE = """<html><head><script type="application/ld+json">{{"@context": "https://schema.org",
 "@type": "Product", "name": "Mug {0}", "sku": "{0}", "offers": {{"@type": "Offer",
 "price": "12.50", "priceCurrency": "USD"}}}}</script></head><body><h1>Mug {0}</h1>$12.50
 {1}</body></html>"""


HEEDING = (
    "import signal, runpy; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "runpy.run_module('review.cli.main', run_name='__main__', alter_sys=True)"
)
"""The command line as a terminal starts it: whatever starts the tests may ignore interrupts."""


class Installation:
    """A `jianzhen` of its own, run as a person does: in a process."""

    def __init__(self, home: Path) -> None:
        self.home = home
        home.mkdir(parents=True, exist_ok=True)
        self.environment = {
            **os.environ,
            "JIANZHEN_HOME": str(home),
            "JIANZHEN_CRAWL__ALLOW_LOOPBACK": "true",
            "JIANZHEN_CRAWL__CONTACT": "ip@hoshikawa.example",
            "JIANZHEN_CRAWL__PROFILE_FOLDERS": f'["@config/platforms", "{home}/profiles"]',
        }
        engine = open_engine(f"sqlite:///{home}/jianzhen.sqlite")
        bring_up_to_date(engine)
        engine.dispose()

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start one command; the caller waits for it."""
        return subprocess.Popen(
            [sys.executable, "-c", HEEDING, *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run one command to its end: its exit code and all that it said."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        return process.returncode, out + err

    def store(self) -> Store:
        """The opened store; the caller closes it."""
        return open_store(load_settings({"JIANZHEN_HOME": str(self.home)}))

    def seen(self) -> int:
        """How many listings are kept."""
        store = self.store()
        with store.reading() as work:
            found = len(work.listings.latest_sightings())
        store.close()
        return found

    def last_state(self) -> RunState:
        """How the last run ended."""
        store = self.store()
        with store.reading() as work:
            state = work.runs.recent(1)[0].state
        store.close()
        return state


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "home")


@pytest.fixture
def shop(installation: Installation) -> Iterator[Shop]:
    """The test marketplace, asked slowly enough to be cut off in the middle."""
    with serving() as shop:
        folder = installation.home / "profiles"
        write_profiles(folder, shop)
        street = folder / "bazaar_street.toml"
        text = street.read_text(encoding="utf-8")
        assert "delay_seconds" in text
        street.write_text(text.replace("delay_seconds = 0", "delay_seconds = 0.05"), "utf-8")
        store = installation.store()
        with store.begin() as work:
            work.rights.keep_portfolio(
                Portfolio(
                    (a_holder(),),
                    (
                        a_mark(
                            names=(
                                MarkName("杯子", Script.CHINESE),
                                MarkName("杯", Script.CHINESE),
                            )
                        ),
                    ),
                )
            )
        store.close()
        yield shop


def wait_for(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def lines_of(installation: Installation) -> int:
    folders = list((installation.home / "scans").glob("*/outcomes.jsonl"))
    return folders[0].read_bytes().count(b"\n") if folders else 0


def saved_pages(folder: Path, count: int, filler: str = "") -> Path:
    folder.mkdir()
    rows = ["file,url,captured_on"]
    for number in range(count):
        (folder / f"{number}.html").write_text(PAGE.format(number, filler), encoding="utf-8")
        rows.append(f"{number}.html,https://shop.example/products/mug-{number},2026-11-01")
    (folder / "manifest.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def test_ctrl_c_in_the_middle_of_intake_keeps_what_was_whole_and_a_rerun_completes_it(
    installation: Installation, tmp_path: Path
) -> None:
    pages = saved_pages(tmp_path / "pages", 1500)
    process = installation.start("intake", str(pages))
    wait_for(lambda: installation.seen() >= 20)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Stopped" in err
    assert "Traceback" not in out + err
    first = installation.seen()
    assert 20 <= first < 1500
    assert installation.last_state() == RunState.INTERRUPTED
    assert installation.run("intake", str(pages))[0] == 0
    assert installation.seen() == 1500


@pytest.mark.parametrize(
    ("blow", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_a_scan_whose_parent_was_cut_off_is_gone_on_with_by_the_next(
    installation: Installation, shop: Shop, blow: signal.Signals, code: int
) -> None:
    process = installation.start("scan", "bazaar_street")
    wait_for(lambda: lines_of(installation) >= 3)
    process.send_signal(blow)
    process.communicate(timeout=60)
    assert process.returncode == code
    (folder,) = (installation.home / "scans").iterdir()
    with locked(folder, 60):
        assert installation.seen() == 0
    code, said = installation.run("scan", "bazaar_street")
    assert code == 0
    assert "was cut off; it goes on" in said
    assert list((installation.home / "scans").iterdir()) == [folder]
    assert installation.seen() >= 3


def test_a_scan_whose_process_is_killed_starts_it_again_and_misses_nothing(
    installation: Installation, shop: Shop
) -> None:
    process = installation.start("scan", "bazaar_street", "--json")
    wait_for(lambda: lines_of(installation) >= 3)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        pytest.skip("which process the scan started is told by Linux alone")
    os.kill(int(children.read_text().split()[0]), signal.SIGKILL)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "killed (signal 9)" in out
    assert "started again" in out
    assert installation.seen() == len(find_offers(STREET, "杯"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte; only root may make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(disk)]
    if os.name != "posix" or os.geteuid() != 0 or subprocess.run(command, check=False).returncode:
        pytest.skip("a small disk can be mounted by root on Linux alone")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_full_disk_gets_one_clear_line_and_loses_nothing(
    small_disk: Path, tmp_path: Path
) -> None:
    installation = Installation(small_disk / "home")
    pages = saved_pages(tmp_path / "pages", 300, filler="x" * 20_000)
    code, said = installation.run("intake", str(pages))
    assert code == 9
    assert "The disk is full" in said
    assert "Traceback" not in said
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    assert installation.run("intake", str(pages))[0] == 0
    assert installation.seen() == 300

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.load import load_profiles, load_settings
from config.profiles import ExpectedYield
from crawler.health import doubts
from crawler.process import DISK_FAILED, DISK_FAILED_SENTENCE, allowed_environment
from crawler.request import ScanRequest, write_request
from crawler.scan import refuse_secrets
from crawler.scan_folder import ScanFolder, ScanRead
from crawler.scan_talk import END, tell
from domain.errors import InputError
from domain.listings import PageKind
from domain.scans import Ask, AskId, Lease
from tests.shop.catalogue import STREET, find_offers
from tests.shop.server import Shop, serving, write_profiles

SCAN = "import runpy; runpy.run_module('crawler.scan', run_name='__main__')"
ITEM = PageKind.ITEM
SMALL_FILES = (
    "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, 12_000));"
)
"""Lets no file grow beyond a few pages: writing fails as on a full disk."""


@pytest.mark.parametrize("name", ["JIANZHEN_DATABASE__URL", "JIANZHEN_SECRETS", "PGPASSWORD"])
def test_a_scan_refuses_to_know_a_secret(name: str) -> None:
    with pytest.raises(InputError, match=name):
        refuse_secrets({"PATH": "/bin", name: "x"})


def test_no_secret_is_handed_on() -> None:
    given = {"PATH": "/bin", "JIANZHEN_DATABASE__URL": "x", "PGPASSWORD": "x", "AWS_KEY": "x"}
    assert set(allowed_environment(given)) == {"PATH", "PYTHONDONTWRITEBYTECODE"}


def test_a_killed_scan_leaves_whole_lines(tmp_path: Path) -> None:
    with serving() as shop:
        process = _start(tmp_path, shop)
        lines = tmp_path / "scan" / "outcomes.jsonl"
        until = time.monotonic() + 120
        while not (lines.exists() and lines.read_bytes().count(b"\n") >= 3):
            assert time.monotonic() < until
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    read = ScanFolder(tmp_path / "scan").read()
    assert len(read.lines) >= 3
    assert "cut off" in doubts(read, ExpectedYield())[0]


def test_a_full_disk_ends_the_scan_with_one_line_and_keeps_what_was_whole(tmp_path: Path) -> None:
    with serving() as shop:
        process = _start(tmp_path, shop, SMALL_FILES)
        _, err = process.communicate(timeout=120)
    assert process.returncode == DISK_FAILED
    assert err.decode().strip().splitlines()[-1] == DISK_FAILED_SENTENCE
    read: ScanRead = ScanFolder(tmp_path / "scan").read()
    folder = ScanFolder(tmp_path / "scan")
    assert all(
        folder.read_blob(one.sha256) for line in read.lines for one in line.sighting.captures
    )


def _start(tmp_path: Path, shop: Shop, before: str = "") -> subprocess.Popen[bytes]:
    write_profiles(tmp_path / "profiles", shop)
    crawl = {"profile_folders": ["profiles"], "allow_loopback": True, "contact": "a@b.example"}
    settings = load_settings({}, {"home": str(tmp_path), "crawl": crawl})
    profile = load_profiles(settings)["bazaar_street"]
    request = ScanRequest(profile=profile, crawl=settings.crawl, lane="http")
    write_request(tmp_path / "scan", request)
    process = subprocess.Popen(
        [sys.executable, "-c", before + SCAN, str(tmp_path / "scan")],
        env=allowed_environment(os.environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    offers = [offer.item_id for offer in find_offers(STREET, "")]
    for number, item in enumerate(offers, start=1):
        assert process.stdin is not None
        tell(process.stdin, Lease(AskId(number), Ask(f"{shop.url}/item/{item}.html", ITEM), 1))
    assert process.stdin is not None
    process.stdin.write(END)
    process.stdin.flush()
    return process

"""A browser's own word of where and when it saved a page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.load import load_profiles, load_settings
from crawler.intake import SavedPage, TakenPage, read_saved
from crawler.saved_from import SavedFrom, saved_from

URL = "https://item.taobao.com/item.htm?id=812345678901"
AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
MHTML = f"""From: <Saved by Blink>
Snapshot-Content-Location: {URL}
Subject: =?utf-8?Q?=E6=9D=AF?=
Date: Fri, 20 Nov 2026 03:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----B"

------B
Content-Type: text/html
Content-Location: {URL}

<h1>Snapshot-Content-Location: https://evil.example/</h1>
------B--
"""
SINGLE = f"""<!DOCTYPE html> <html lang=zh><!--
 Page saved with SingleFile
 url: {URL}
 saved date: Fri Nov 20 2026 11:00:00 GMT+0800 (中国标准时间)
--><meta charset=utf-8><title>x</title>"""


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (MHTML, SavedFrom(URL, AT)),
        (MHTML.replace("\n", "\r\n"), SavedFrom(URL, AT)),
        (SINGLE, SavedFrom(URL, AT)),
        (f"<!-- saved from url=(0048){URL} --><h1>x</h1>", SavedFrom(URL)),
        ("<!-- saved from url=(0014)about:internet -->", SavedFrom()),
        (SINGLE.replace(URL, "javascript:alert(1)"), SavedFrom(None, AT)),
        (SINGLE.replace("Nov 20", "Nix 99"), SavedFrom(URL)),
        ("<h1>no word of it</h1>", SavedFrom()),
        ("", SavedFrom()),
    ],
)
def test_the_browsers_word_is_read(kept: str, told: SavedFrom) -> None:
    assert saved_from(kept.encode()) == told


def test_a_page_saved_by_a_browser_needs_no_manifest(tmp_path: Path) -> None:
    path = tmp_path / "page.mhtml"
    path.write_text(MHTML, encoding="utf-8")
    settings = load_settings({}, {"home": str(tmp_path)})
    read = read_saved(
        SavedPage(path, path.name), tmp_path, load_profiles(settings), settings.crawl, NOW
    )
    assert isinstance(read, TakenPage)
    assert (read.reading.url, read.seen_at, read.dated) == (URL, AT, True)


def test_a_time_to_come_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "page.mhtml"
    path.write_text(MHTML.replace("2026", "2036"), encoding="utf-8")
    settings = load_settings({}, {"home": str(tmp_path)})
    now = datetime.now(UTC)
    read = read_saved(
        SavedPage(path, path.name), tmp_path, load_profiles(settings), settings.crawl, now
    )
    assert isinstance(read, TakenPage)
    assert (read.seen_at <= now, read.dated) == (True, False)

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from crawler.scan_folder import PAGES, Outcome, PageLook, ScanEnd, ScanFolder, SeenLine, line_of
from domain.errors import EvidenceError, NotFound
from domain.listings import Money, PageKind, PageState
from domain.records import from_plain
from domain.scans import AskId
from tests.factories import a_sighting

LINE = SeenLine(PageKind.ITEM, a_sighting())
LOOK = PageLook("https://shop.example/1", PageKind.ITEM, PageState.OK, LINE.sighting.seen_at)
OUTCOME = Outcome(AskId(1), LOOK, (LINE,))


def test_what_was_added_is_read_back(tmp_path: Path) -> None:
    folder = ScanFolder(tmp_path)
    folder.add(OUTCOME)
    folder.add(OUTCOME)
    assert folder.read().lines == (LINE, LINE)


@pytest.mark.parametrize(
    "title", ["Fox mug", "狐狸马克杯 🦊", "half \ud83e of one", "a\u2028b\x00\n"]
)
def test_a_line_says_what_the_record_says(title: str) -> None:
    price, high = Money(Decimal("1E+3"), "JPY"), Money(Decimal("1299.90"), "JPY")
    facts = replace(LINE.sighting.facts, title=title, price=price, price_max=high)
    sighting = replace(LINE.sighting, facts=facts)
    outcome = replace(OUTCOME, lines=(SeenLine(PageKind.ITEM, sighting),), again_at=LOOK.seen_at)
    line = line_of(outcome)
    assert b"\n" not in line
    assert from_plain(Outcome, json.loads(line.decode("utf-8", "surrogatepass"))) == outcome


def test_a_torn_last_line_is_left_out_and_told(tmp_path: Path) -> None:
    folder = ScanFolder(tmp_path)
    folder.add(OUTCOME)
    with (tmp_path / "outcomes.jsonl").open("ab") as file:
        file.write(b'{"kind":"item","sight')
    read = folder.read()
    assert read.lines == (LINE,)
    assert "is torn" in read.problems[0]


def test_a_line_after_a_torn_one_is_whole(tmp_path: Path) -> None:
    (tmp_path / "outcomes.jsonl").write_bytes(b'{"kind":')
    ScanFolder(tmp_path).add(OUTCOME)
    assert ScanFolder(tmp_path).read().lines == (LINE,)


def test_a_scan_that_did_not_end_says_so(tmp_path: Path) -> None:
    assert ScanFolder(tmp_path).read().end is None


def test_the_end_is_read_back(tmp_path: Path) -> None:
    end = ScanEnd("shop", "finished", datetime(2026, 11, 23, tzinfo=UTC), {"scrapy": "2"})
    ScanFolder(tmp_path).finish(end)
    assert ScanFolder(tmp_path).read().end == end


def test_changed_bytes_are_an_evidence_error(tmp_path: Path) -> None:
    folder = ScanFolder(tmp_path)
    digest = folder.keep(b"page")
    pack = tmp_path / PAGES
    pack.write_bytes(pack.read_bytes().replace(b"page", b"pace"))
    with pytest.raises(EvidenceError):
        folder.read_blob(digest)


def test_bytes_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        ScanFolder(tmp_path).read_blob(LINE.sighting.digest)


def test_a_growing_file_gives_each_whole_line_once(tmp_path: Path) -> None:
    folder, problems = ScanFolder(tmp_path), list[str]()
    growing = folder.outcomes(problems)
    folder.add(OUTCOME)
    with (tmp_path / "outcomes.jsonl").open("ab") as file:
        file.write(b'{"ask":')
    assert list(growing.fresh()) == [OUTCOME]
    assert list(growing.fresh()) == []
    folder.add(OUTCOME)
    assert list(growing.fresh()) == [OUTCOME]
    assert len(problems) == 1

from __future__ import annotations

import base64
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from config.load import load_profiles, load_settings
from crawler.archives import archived_pages, linked_addresses
from crawler.intake import BadRow, SavedPage, TakenPage, read_saved, saved_pages
from domain.errors import InputError

URL = "https://shop.example/products/fox-mug"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PAGE = """<!doctype html><script type="application/ld+json">{"@type": "Product",
 "name": "狐杯 Fox mug",
  "offers": {"price": "12.50", "priceCurrency": "USD"}}</script><h1>狐杯 Fox mug</h1>"""


def _warc(path: Path, charset: str = "utf-8") -> Path:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.name.endswith("gz"))
        for url, media in (
            (URL, f"text/html; charset={charset}"),
            (URL + ".js", "text/javascript"),
        ):
            headers = StatusAndHeaders("200 OK", [("Content-Type", media)], protocol="HTTP/1.1")
            body = PAGE.encode(charset)
            dated = {"WARC-Date": "2026-11-20T08:30:00Z"}
            record = writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=headers,
                warc_headers_dict=dated,
            )
            writer.write_record(record)
    return path


def _har(path: Path, *, packed: bool) -> Path:
    text = base64.b64encode(PAGE.encode()).decode() if packed else PAGE
    content = {"mimeType": "text/html; charset=utf-8", "text": text}
    content |= {"encoding": "base64"} if packed else {}
    entries = [
        {"startedDateTime": "2026-11-20T16:30:00+08:00", "request": {"url": url},
         "response": {"status": 200, "content": one}}
        for url, one in ((URL, content), (URL + ".png", {"mimeType": "image/png", "text": ""}))
    ]  # fmt: skip
    path.write_text(json.dumps({"log": {"entries": entries}}), encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["warc", "warc.gz", "warc in gb18030", "har", "har packed"])
def test_a_page_of_an_archive_is_read_with_its_address_and_time(tmp_path: Path, kind: str) -> None:
    name, _, how = kind.partition(" ")
    path = tmp_path / f"saved.{name}"
    if name == "har":
        _har(path, packed=how == "packed")
    else:
        _warc(path, "gb18030" if how else "utf-8")
    settings = load_settings({}, {"home": str(tmp_path)})
    (page,) = saved_pages(path)
    assert isinstance(page, SavedPage)
    read = read_saved(page, tmp_path, load_profiles(settings), settings.crawl, NOW)
    assert isinstance(read, TakenPage)
    facts = read.reading.listings[0]
    assert (facts.title, facts.url) == ("狐杯 Fox mug", URL)
    assert read.seen_at == datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    assert read.dated


@pytest.mark.parametrize(
    ("name", "body"),
    [("a.har", b"{}"), ("a.har", b"["), ("a.har", b'{"log": {"entries": [1]}}'),
     ("a.warc", b"not a warc"), ("a.warc.gz", b"\x1f\x8bno"), ("b.har", b'{"log":{}}')],
)  # fmt: skip
def test_an_archive_that_cannot_be_read_is_one_bad_row(
    tmp_path: Path, name: str, body: bytes
) -> None:
    (tmp_path / name).write_bytes(body)
    (tmp_path / "good.html").write_text(f"<link rel=canonical href='{URL}'>{PAGE}")
    rows = saved_pages(tmp_path)
    assert [type(row) for row in rows].count(BadRow) == 1
    assert [type(row) for row in rows].count(SavedPage) == 1


def test_an_answer_beyond_the_limit_is_left_out(tmp_path: Path) -> None:
    assert archived_pages(_warc(tmp_path / "a.warc"), largest=20) == ([], 0)


@pytest.mark.parametrize("broken", [{"request": None}, 1, {"request": {"url": URL}}, []])
def test_a_broken_entry_costs_the_others_nothing_and_is_told(
    tmp_path: Path, broken: object
) -> None:
    path = tmp_path / "a.har"
    _har(path, packed=False)
    told = json.loads(path.read_text(encoding="utf-8"))
    told["log"]["entries"].insert(0, broken)
    path.write_text(json.dumps(told), encoding="utf-8")
    problem, page = saved_pages(path)
    assert isinstance(problem, BadRow)
    assert "1 entries" in problem.problem
    assert isinstance(page, SavedPage)


def _xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("links", 0)
    sheet.append(["店铺", "链接"])
    sheet.append(["甲", URL])
    sheet.append(["乙", "看这里"])
    sheet["B3"].hyperlink = URL + "-2"
    book.save(path)


def test_addresses_are_found_in_every_kind_of_list(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"# seen today\n{URL}\n {URL}-2 \n{URL}\n", encoding="utf-8")
    rows = f"seller,link\n甲,{URL}\n乙,{URL}-2\n"
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8-sig")
    (tmp_path / "gbk.csv").write_text(rows, encoding="gbk")
    (tmp_path / "excel.csv").write_text(rows.replace(",", "\t"), encoding="utf-16")
    (tmp_path / "semicolons.csv").write_text(rows.replace(",", ";"), encoding="utf-8")
    _xlsx(tmp_path / "a.xlsx")
    for name in ("a.txt", "a.csv", "gbk.csv", "excel.csv", "semicolons.csv", "a.xlsx"):
        assert linked_addresses(tmp_path / name) == (URL, URL + "-2")


@pytest.mark.parametrize(
    ("name", "body"),
    [("a.txt", b"no link"), ("a.xlsx", b"PK no book"), ("a.csv", b"\xff\xfe\x00")],
)
def test_a_list_without_addresses_is_refused(tmp_path: Path, name: str, body: bytes) -> None:
    (tmp_path / name).write_bytes(body)
    with pytest.raises(InputError):
        linked_addresses(tmp_path / name)

"""The recording: every answer at its place in the WARC, all of it in a WACZ that adds up."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.evidence.exchange import Exchange
from crawler.evidence.wacz import write_wacz
from crawler.evidence.warc import sort_key, write_warc

AT = datetime(2026, 11, 23, 2, 0, 0, 123456, tzinfo=UTC)
PAGE = "https://Street.Bazaar.example/p/1?b=2&a=1"


def exchange(url: str = PAGE, body: bytes | None = b"<p>x</p>", status: int = 200) -> Exchange:
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "br"))
    return Exchange(url, "GET", "document", AT, (("Accept", "*/*"),), None, status, "OK",
                    "h2", headers, body)  # fmt: skip


def packed(folder: Path, *exchanges: Exchange) -> zipfile.ZipFile:
    index = write_warc(folder / "data.warc.gz", exchanges, {"captureID": "1"})
    write_wacz(folder / "c.wacz", folder / "data.warc.gz", index, url=PAGE, title="杯", at=AT)
    return zipfile.ZipFile(folder / "c.wacz")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://a.example/", "example,a)/"),
        ("https://A.Example", "example,a)/"),
        ("http://a.example:8080/P?Q=1", "example,a:8080)/p?q=1"),
        (PAGE, "example,bazaar,street)/p/1?b=2&a=1"),
    ],
)
def test_addresses_are_sorted_by_their_host_reversed(url: str, key: str) -> None:
    assert sort_key(url) == key


def test_each_line_of_the_index_leads_to_its_answer(tmp_path: Path) -> None:
    bodies = {f"https://a.example/{place}": b"picture %d" % place * 500 for place in range(5)}
    with packed(tmp_path, *(exchange(url, body) for url, body in bodies.items())) as archive:
        warc = archive.read("archive/data.warc.gz")
        lines = archive.read("indexes/index.cdx").decode().splitlines()
    assert len(lines) == 5
    for line in lines:
        record = json.loads(line.split(" ", 2)[2])
        start, length = int(record["offset"]), int(record["length"])
        found = next(iter(ArchiveIterator(io.BytesIO(warc[start : start + length]))))
        assert found.rec_headers.get_header("WARC-Target-URI") == record["url"]
        assert found.content_stream().read() == bodies[record["url"]]


def test_the_coding_of_the_wire_is_told_and_not_done_twice(tmp_path: Path) -> None:
    write_warc(tmp_path / "w.gz", [exchange()], {})
    with (tmp_path / "w.gz").open("rb") as file:
        records = list(ArchiveIterator(file, check_digests=True))
    assert [one.rec_type for one in records] == ["warcinfo", "response", "request"]
    with (tmp_path / "w.gz").open("rb") as file:
        response = next(one for one in ArchiveIterator(file) if one.rec_type == "response")
        assert response.http_headers.get_header("x-orig-Content-Encoding") == "br"
        assert response.http_headers.get_header("Content-Encoding") is None
        assert response.content_stream().read() == b"<p>x</p>"
        assert response.rec_headers.get_header("WARC-Date") == "2026-11-23T02:00:00.123456Z"


def test_what_did_not_come_is_not_recorded_as_empty(tmp_path: Path) -> None:
    assert write_warc(tmp_path / "w.gz", [exchange(body=None)], {}) == []


def test_the_package_names_the_digest_of_every_part(tmp_path: Path) -> None:
    with packed(tmp_path, exchange()) as archive:
        package = json.loads(archive.read("datapackage.json"))
        for one in package["resources"]:
            content = archive.read(one["path"])
            digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert (one["bytes"], one["hash"]) == (len(content), digest)
        told = json.loads(archive.read("datapackage-digest.json"))["hash"]
        content = archive.read("datapackage.json")
    assert told == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert package["mainPageUrl"] == PAGE


def test_a_header_with_a_line_break_does_not_make_another(tmp_path: Path) -> None:
    hostile = Exchange(PAGE, "GET", "document", AT, (), None, 200, "OK", "h2",
                       (("Set-Cookie", "a=1\nb=2"),), b"")  # fmt: skip
    write_warc(tmp_path / "w.gz", [hostile], {})
    with (tmp_path / "w.gz").open("rb") as file:
        response = next(one for one in ArchiveIterator(file) if one.rec_type == "response")
    assert response.http_headers.get_header("Set-Cookie") == "a=1, b=2"

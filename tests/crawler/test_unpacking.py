from __future__ import annotations

import gzip
import sys

import pytest

from crawler.unpacking import TooLarge, unpacked

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = "<html><h1>狐狸杯</h1></html>".encode("gb18030")
MHTML = b"""From: <Saved by a browser>
Snapshot-Content-Location: https://cups.example.com/item/1
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----b"

------b
Content-Type: text/html; charset=gb18030
Content-Transfer-Encoding: base64
Content-Location: https://cups.example.com/item/1

PGh0bWw+PGgxPrr8wOqxrTwvaDE+PC9odG1sPg==
------b
Content-Type: text/css
Content-Location: https://cups.example.com/a.css

h1 {}
------b--
"""


@pytest.mark.parametrize("body", [PAGE, gzip.compress(PAGE, mtime=0), zstd.compress(PAGE)])
def test_a_page_is_the_same_however_it_is_packed(body: bytes) -> None:
    assert unpacked(body, largest=1000) == (PAGE, None)


def test_the_first_page_of_an_mhtml_file_is_its_page() -> None:
    page, content_type = unpacked(MHTML, largest=10_000)
    assert page == PAGE
    assert content_type
    assert "gb18030" in content_type


def test_a_packed_mhtml_file_is_opened_twice() -> None:
    assert unpacked(gzip.compress(MHTML), largest=10_000)[0] == PAGE


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
def test_what_would_unpack_to_too_much_is_refused(pack: object) -> None:
    assert callable(pack)
    with pytest.raises(TooLarge):
        unpacked(pack(b"a" * 1_000_000), largest=1000)


@pytest.mark.parametrize("body", [b"\x1f\x8b not packed", b"\x28\xb5\x2f\xfd neither", b""])
def test_what_only_looks_packed_stays_as_it_is(body: bytes) -> None:
    assert unpacked(body, largest=1000) == (body, None)

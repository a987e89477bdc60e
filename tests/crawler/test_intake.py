from __future__ import annotations

from pathlib import Path

import pytest

from crawler.beside import inside
from crawler.intake import BadRow, SavedPage, saved_pages, stated_url
from domain.errors import InputError


def _folder(tmp_path: Path, manifest: str) -> Path:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "a.html").write_text("<h1>a</h1>")
    (folder / "manifest.csv").write_text("file,url,captured_on\n" + manifest, encoding="utf-8")
    return folder


def test_a_good_row_is_a_page_with_its_day(tmp_path: Path) -> None:
    page = saved_pages(_folder(tmp_path, "a.html,https://shop.example/1,2026-11-01\n"))[0]
    assert isinstance(page, SavedPage)
    assert page.captured_at is not None
    assert page.captured_at.isoformat() == "2026-11-01T00:00:00+00:00"


@pytest.mark.parametrize(
    "row",
    ["../secret.html,https://shop.example/1,", "/etc/passwd,https://shop.example/1,",
     "missing.html,https://shop.example/1,", "a.html,file:///etc/passwd,",
     "a.html,https://shop.example/1,yesterday", ",,"],
)  # fmt: skip
def test_a_bad_row_is_named_and_loses_no_other(tmp_path: Path, row: str) -> None:
    good = "a.html,https://shop.example/1,2026-11-01"
    bad, kept = saved_pages(_folder(tmp_path, f"{row}\n{good}\n"))
    assert isinstance(bad, BadRow)
    assert "row 2" in bad.problem
    assert isinstance(kept, SavedPage)


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text("secret")
    folder = _folder(tmp_path, "")
    (folder / "link.html").symlink_to(secret)
    assert inside(folder, "link.html") is None
    assert inside(folder, "a.html") == folder / "a.html"


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (b"<link rel=canonical href='https://shop.example/1'>", "https://shop.example/1"),
        (b"<meta property='og:url' content='https://shop.example/2'>", "https://shop.example/2"),
        (b"<link rel=canonical href='javascript:x'>", None),
        (b"<h1>nothing</h1>", None),
        (b'{"items": []}', None),
        (b"", None),
    ],
)
def test_a_page_may_state_its_own_address(body: bytes, url: str | None) -> None:
    assert stated_url(body) == url


def test_a_place_where_nothing_is_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="neither a folder nor a file"):
        saved_pages(tmp_path / "nothing")

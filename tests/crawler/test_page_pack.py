"""Bytes one after another in a file, whatever cut the writing off."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crawler.page_pack import PagePack
from domain.digests import sha256_of

FIRST, SECOND, THIRD = b"<h1>Mug</h1>\n", b"", b"0" * 64 + b" 5\n<p>\x00\xff"


def test_what_was_kept_is_read_by_any_process_and_stands_there_once(tmp_path: Path) -> None:
    writer, reader = PagePack(tmp_path / "p"), PagePack(tmp_path / "p")
    for content in (FIRST, SECOND, THIRD, FIRST):
        assert writer.keep(content) == sha256_of(content)
        assert reader.read(sha256_of(content)) == content
    assert (tmp_path / "p").read_bytes().count(FIRST) == 1
    assert PagePack(tmp_path / "p").read(sha256_of(b"never kept")) is None


def test_nothing_is_there_before_anything_was_kept(tmp_path: Path) -> None:
    assert PagePack(tmp_path / "p").read(sha256_of(FIRST)) is None
    assert not (tmp_path / "p").exists()


def test_a_write_cut_off_at_any_byte_costs_that_page_alone(tmp_path: Path) -> None:
    path = tmp_path / "p"
    writer = PagePack(path)
    writer.keep(FIRST)
    before = path.stat().st_size
    writer.keep(THIRD)
    whole = path.read_bytes()
    for cut in range(before, len(whole)):
        path.write_bytes(whole[:cut])
        after = PagePack(path)
        assert after.read(sha256_of(THIRD)) is None
        assert after.keep(b"later") == sha256_of(b"later")
        for content in (FIRST, b"later"):
            assert PagePack(path).read(sha256_of(content)) == content
        assert after.keep(THIRD) == sha256_of(THIRD)
        assert after.read(sha256_of(THIRD)) == THIRD


def test_what_a_power_cut_left_as_noughts_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "p"
    PagePack(path).keep(FIRST)
    with path.open("ab") as file:
        file.write(bytes(5000))
    PagePack(path).keep(THIRD)
    assert [PagePack(path).read(sha256_of(one)) for one in (FIRST, THIRD)] == [FIRST, THIRD]


def test_a_write_that_takes_only_a_part_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.pwritev

    def sparing(file: int, pieces: list[memoryview], at: int) -> int:
        return whole(file, [pieces[0][:7]], at)

    monkeypatch.setattr(os, "pwritev", sparing)
    writer = PagePack(tmp_path / "p")
    for content in (FIRST, THIRD):
        writer.keep(content)
    assert [PagePack(tmp_path / "p").read(sha256_of(one)) for one in (FIRST, THIRD)] == [
        FIRST, THIRD,
    ]  # fmt: skip

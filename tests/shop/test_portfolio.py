from __future__ import annotations

import hashlib
import re
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from domain.ownership import ExhibitKind
from rights.portfolio import read_portfolio
from rights.proof.prove import prove_ownership
from tests.shop.papers import paper_pdf
from tests.shop.portfolio import write_portfolio
from tests.shop.works import work_names

Table = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_portfolio(tmp_path_factory.mktemp("portfolio")).parent


@pytest.fixture(scope="module")
def table(folder: Path) -> Table:
    return tomllib.loads((folder / "portfolio.toml").read_text(encoding="utf-8"))


def test_the_portfolio_is_the_same_bytes_every_time(folder: Path, tmp_path: Path) -> None:
    write_portfolio(tmp_path)
    assert _digests(tmp_path) == _digests(folder)


def test_every_file_the_portfolio_names_is_there_and_every_file_is_named(
    folder: Path, table: Table
) -> None:
    named = {file for work in table["works"] for file in work["pictures"]}
    named |= {exhibit["file"] for exhibit in _exhibits(table)}
    written = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert written == named | {"portfolio.toml"}


def test_the_portfolio_is_read_without_complaint_and_proves_all_but_one_work(
    folder: Path, now: datetime
) -> None:
    today = now.date()
    read = read_portfolio(folder / "portfolio.toml", today=today, who="Tester", now=now)
    (holder,) = read.portfolio.holders
    gaps = {}
    for right in read.portfolio.rights():
        exhibits = [one for one in read.exhibits if one.right in (None, right.slug)]
        gaps[right.slug] = prove_ownership(right, holder, exhibits, today=today).gaps
    assert {slug for slug, missing in gaps.items() if missing} == {"work-whale"}


def test_every_exhibit_is_of_a_known_kind_and_says_that_it_is_a_sample(table: Table) -> None:
    for exhibit in _exhibits(table):
        ExhibitKind(exhibit["kind"])
        assert "SAMPLE 样本" in exhibit["described"]
        assert exhibit["dated"] < date(2026, 11, 23)


def test_marks_run_beyond_2030_in_china_and_the_united_states(table: Table) -> None:
    assert {mark["office"] for mark in table["marks"]} == {"CN", "US"}
    assert all(mark["expires_on"] > date(2031, 1, 1) for mark in table["marks"])
    scripts = {name["script"] for mark in table["marks"] for name in mark["names"]}
    assert scripts == {"latin", "zh", "kana"}


def test_one_work_has_gaps_on_purpose_and_the_others_have_full_papers(table: Table) -> None:
    kinds = {
        work["slug"]: {exhibit["kind"] for exhibit in work.get("exhibits", [])}
        for work in table["works"]
    }
    full = {"draft", "layered_source", "first_publication", "employment", "declaration"}
    assert kinds.pop("work-whale") == set()
    assert all(held == full for held in kinds.values())


@pytest.mark.parametrize("name", [name for name in work_names() if name != "whale"])
def test_a_layered_source_keeps_its_cover_and_three_layers(folder: Path, name: str) -> None:
    with Image.open(folder / "works" / f"{name}-layers.tif") as source:
        assert getattr(source, "n_frames", 1) == 4


def test_a_paper_is_a_pdf_whose_table_leads_to_its_objects() -> None:
    paper = paper_pdf("样本", ("one line", "两行"))
    start = int(paper.rsplit(b"startxref", 1)[1].split()[0])
    assert paper[start:].startswith(b"xref")
    offsets = re.findall(rb"^(\d{10}) 00000 n", paper[start:], re.M)
    for number, offset in enumerate(offsets, start=1):
        assert paper[int(offset) :].startswith(b"%d 0 obj" % number)


def _exhibits(table: Table) -> list[Table]:
    owners = [*table["holders"], *table["marks"], *table["works"]]
    return [exhibit for owner in owners for exhibit in owner.get("exhibits", [])]


def _digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }

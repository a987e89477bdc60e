"""Bundles are bags whose bytes follow from the case, written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import shutil
import stat
import subprocess
import zipfile
from pathlib import Path

import bagit
import pytest

from domain.captures import MANUAL_LACKS
from domain.digests import Sha256, sha256_of
from domain.errors import EvidenceError
from domain.listings import Lane
from takedown.bundle import file_digest, write_bundle
from takedown.draft import Draft, drafts_of
from tests.factories import a_candidate, a_mention, a_reading, a_score
from tests.takedown.drafts import (
    NOW,
    a_book,
    a_bundle,
    a_dmca_draft,
    a_draft,
    a_mark_case,
    case_of,
    read_blob,
    seen,
)

HOSTILE_TITLE = "=HYPERLINK(1)<script>\u202e\n{{ 7 }}" + "长" * 10_000


def unpacked(bundle: Path, folder: Path) -> Path:
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder)
    return folder / bundle.stem


def file_in(bundle: Path, name: str) -> bytes:
    with zipfile.ZipFile(bundle) as archive:
        return archive.read(f"{bundle.stem}/{name}")


def names_in(bundle: Path) -> list[str]:
    with zipfile.ZipFile(bundle) as archive:
        return [name.partition("/")[2] for name in archive.namelist()]


def test_the_library_of_congress_reader_finds_the_bag_valid(tmp_path: Path) -> None:
    bag = bagit.Bag(str(unpacked(a_bundle(tmp_path), tmp_path / "out")))
    bag.validate()
    assert bag.info["External-Identifier"] == a_draft().slug


@pytest.mark.parametrize(
    "program",
    [["sha256sum", "--strict", "-c"], ["shasum", "-a", "256", "--strict", "-c"]],
    ids=["sha256sum", "shasum"],
)
def test_plain_tools_find_every_file_as_it_was(tmp_path: Path, program: list[str]) -> None:
    if shutil.which(program[0]) is None:
        pytest.skip(f"{program[0]} is not on this machine")
    folder = unpacked(a_bundle(tmp_path), tmp_path / "out")
    for manifest in ("tagmanifest-sha256.txt", "manifest-sha256.txt"):
        done = subprocess.run([*program, manifest], cwd=folder, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr


def test_sha512_is_checked_by_its_own_tool(tmp_path: Path) -> None:
    if shutil.which("sha512sum") is None:
        pytest.skip("sha512sum is not on this machine")
    folder = unpacked(a_bundle(tmp_path), tmp_path / "out")
    command = ["sha512sum", "--strict", "-c", "manifest-sha512.txt"]
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def test_the_same_case_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = a_bundle(tmp_path / "a"), a_bundle(tmp_path / "b")
    assert first.read_bytes() == second.read_bytes()


def test_the_given_digest_is_that_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    digest = write_bundle(path, {"a.txt": b"a"}, {}, read_blob)
    assert digest == file_digest(path) == sha256_of(path.read_bytes())


def test_entries_are_sorted_dated_alike_plain_and_not_compressed(tmp_path: Path) -> None:
    with zipfile.ZipFile(a_bundle(tmp_path)) as archive:
        entries = archive.infolist()
    assert [one.filename for one in entries] == sorted(one.filename for one in entries)
    assert {one.date_time for one in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {one.external_attr >> 16 for one in entries} == {stat.S_IFREG | 0o644}
    assert {one.compress_type for one in entries} == {zipfile.ZIP_STORED}


def test_a_bundle_holds_letters_links_captures_pictures_and_exhibits(tmp_path: Path) -> None:
    names = {name.partition("/")[2] for name in names_in(a_bundle(tmp_path))}
    listing = next(name.split("/")[1] for name in names if name.startswith("captures/"))
    wanted = {
        *(
            f"notice/notice.{language}.{ending}"
            for language in ("zh", "en", "ja")
            for ending in ("txt", "pdf", "docx")
        ),
        "links/links.csv",
        "links/links.txt",
        "case.json",
        "README.zh.txt",
        "README.en.txt",
        "README.ja.txt",
        "ownership/work-fox/ownership.json",
        f"captures/{listing}/capture.json",
        f"comparison/{listing}/readings.json",
    }
    assert wanted <= names
    assert {file_in(a_bundle(tmp_path), f"data/{name}") for name in names if name} >= {
        b"copy", b"fox", b"page", b"original", b"extract"
    }  # fmt: skip


def test_a_captured_page_does_not_run_on_a_double_click(tmp_path: Path) -> None:
    endings = {Path(name).suffix for name in names_in(a_bundle(tmp_path)) if "captures/" in name}
    assert endings == {".txt", ".json"}


def test_a_hostile_listing_makes_a_whole_bundle_with_plain_names(tmp_path: Path) -> None:
    facts = {"title": HOSTILE_TITLE, "seller": "@SUM(A1)"}
    draft = a_draft(case_of(seen(facts=facts)))
    bundle = a_bundle(tmp_path, draft)
    assert all(name.isascii() and ".." not in name for name in names_in(bundle))
    bagit.Bag(str(unpacked(bundle, tmp_path / "out"))).validate()
    record = json.loads(file_in(bundle, "data/case.json"))
    assert record["listings"][0]["title"] == HOSTILE_TITLE
    assert b"\xe2\x80\xae" not in file_in(bundle, "data/case.json")


def test_the_listing_table_computes_nothing(tmp_path: Path) -> None:
    draft = a_draft(case_of(seen(facts={"title": HOSTILE_TITLE, "seller": "\u200b＝1"})))
    text = file_in(a_bundle(tmp_path, draft), "data/links/links.csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["商品标题"].startswith("'=HYPERLINK")
    assert row["店铺"].startswith("'")
    assert row["商品链接"] == "https://street.bazaar.example/item/900001.html"


def test_links_are_ready_to_paste_one_a_line(tmp_path: Path) -> None:
    (draft,) = drafts_of([case_of(seen(900001)), case_of(seen(900002))], a_book(), NOW)
    lines = file_in(a_bundle(tmp_path, draft), "data/links/links.txt").decode().splitlines()
    assert lines == [
        "https://street.bazaar.example/item/900001.html",
        "https://street.bazaar.example/item/900002.html",
    ]


@pytest.mark.parametrize("draft", [a_draft(), a_dmca_draft(), a_draft(a_mark_case())])
def test_of_the_seller_only_the_name_leaves_and_only_where_it_is_taken(
    tmp_path: Path, draft: Draft
) -> None:
    personal = {"seller_id": "person-77", "description": "call 13800000000"}
    case = draft.cases[0]
    told = case_of(seen(facts=personal), right=case.right, exhibits=case.exhibits)
    changed = Draft(draft.slug, draft.pack, draft.profile, draft.ground, (told,), NOW)
    bundle = a_bundle(tmp_path, changed)
    content = b"".join(file_in(bundle, name) for name in names_in(bundle))
    assert b"person-77" not in content
    assert b"13800000000" not in content
    assert ("小店一号".encode() in content) is ("shop" in draft.pack.columns)


def test_ids_of_the_database_are_not_in_a_bundle(tmp_path: Path) -> None:
    record = json.loads(file_in(a_bundle(tmp_path), "data/case.json"))
    assert "id" not in record["listings"][0]
    assert set(record["listings"][0]["decision"]) == {
        "verdict",
        "reason",
        "analyst",
        "decided_at",
        "scorecard",
    }


def test_ownership_tells_answers_gaps_names_and_files(tmp_path: Path) -> None:
    bundle = a_bundle(tmp_path)
    record = json.loads(file_in(bundle, "data/ownership/work-fox/ownership.json"))
    assert len(record["answers"]) == 5
    assert record["gaps"] == []
    assert record["names"]["author"] == "星川 花子"
    for exhibit in record["exhibits"]:
        content = file_in(bundle, f"data/ownership/work-fox/{exhibit['file']}")
        assert sha256_of(content) == exhibit["sha256"]


def test_every_pair_of_pictures_is_there_once(tmp_path: Path) -> None:
    readings = (a_reading(), a_reading(signal="picture_dhash"), a_mention())
    candidate = a_candidate(sighting_digest=seen().digest, score=a_score(readings=readings))
    draft = a_draft(case_of(seen(), candidate=candidate))
    files = [name for name in names_in(a_bundle(tmp_path, draft)) if "/comparison/" in name]
    assert len(files) == 3


def test_changed_blobs_leave_no_file_behind(tmp_path: Path) -> None:
    def broken(digest: Sha256) -> bytes:
        raise EvidenceError(f"{digest} was changed.")

    with pytest.raises(EvidenceError):
        write_bundle(tmp_path / "b.zip", {"a": sha256_of(b"a")}, {}, broken)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_rewrite_keeps_the_bundle_that_was_there(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    write_bundle(path, {"a": b"first"}, {}, read_blob)
    before = path.read_bytes()

    def stopped(_digest: Sha256) -> bytes:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_bundle(path, {"a": sha256_of(b"a")}, {}, stopped)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["b.zip"]


@pytest.mark.parametrize("language", ["zh", "en", "ja"])
def test_the_command_in_the_readme_works_as_it_is_written(tmp_path: Path, language: str) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("sha256sum is not on this machine")
    folder = unpacked(a_bundle(tmp_path), tmp_path / "out")
    readme = (folder / "data" / f"README.{language}.txt").read_text(encoding="utf-8")
    (command,) = [
        line.split("Linux", 1)[1] for line in readme.splitlines() if line.startswith("  Linux  ")
    ]
    done = subprocess.run(
        command, shell=True, cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": OK") == sum(1 for one in folder.rglob("*") if one.is_file()) - 1


def test_a_page_that_a_person_saved_says_what_it_cannot_have(tmp_path: Path) -> None:
    bundle = a_bundle(tmp_path, a_draft(case_of(seen(lane=Lane.MANUAL))))
    (name,) = [one for one in names_in(bundle) if one.endswith("/environment.json")]
    record = json.loads(file_in(bundle, name))
    assert record["not_measured"] == MANUAL_LACKS
    assert record["identity"]["lane"] == "manual"
    crawled = a_bundle(tmp_path / "crawled")
    assert not [one for one in names_in(crawled) if one.endswith("/environment.json")]

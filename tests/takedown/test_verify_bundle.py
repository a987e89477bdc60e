"""The verifier names every changed, added and missing file, and unpacks nothing."""

from __future__ import annotations

import hashlib
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from takedown.verify_bundle import verify_bundle
from tests.takedown.drafts import a_bundle

LINKS = "data/links/links.txt"
LETTER = "data/notice/notice.zh.txt"
MANIFEST = "manifest-sha256.txt"

Change = Callable[[Path], None]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return a_bundle(tmp_path / "made")


@pytest.fixture
def folder(bundle: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "out")
    return tmp_path / "out" / bundle.stem


def rezipped(folder: Path) -> Path:
    return Path(shutil.make_archive(f"{folder}-again", "zip", folder.parent, folder.name))


def test_a_whole_bundle_has_no_problem_as_zip_or_folder(bundle: Path, folder: Path) -> None:
    assert verify_bundle(bundle) == ()
    assert verify_bundle(folder) == ()
    assert verify_bundle(rezipped(folder)) == ()


def changed(folder: Path) -> None:
    content = (folder / LINKS).read_bytes()
    (folder / LINKS).write_bytes(content[:-2] + b"X\n")


def lengthened(folder: Path) -> None:
    with (folder / LINKS).open("ab") as file:
        file.write(b"https://other.example/\n")


def truncated(folder: Path) -> None:
    (folder / LINKS).write_bytes((folder / LINKS).read_bytes()[:5])


def missing(folder: Path) -> None:
    (folder / LINKS).unlink()


def added(folder: Path) -> None:
    (folder / "data" / "extra.txt").write_text("x")


def added_beside(folder: Path) -> None:
    (folder / "extra.txt").write_text("x")


def swapped(folder: Path) -> None:
    one, other = (folder / LINKS).read_bytes(), (folder / LETTER).read_bytes()
    (folder / LINKS).write_bytes(other)
    (folder / LETTER).write_bytes(one)


def renamed(folder: Path) -> None:
    (folder / LINKS).rename(folder / "data/links/other.txt")


def info_changed(folder: Path) -> None:
    text = (folder / "bag-info.txt").read_text()
    (folder / "bag-info.txt").write_text(text.replace("hoshikawa", "someone"))


def no_declaration(folder: Path) -> None:
    (folder / "bagit.txt").unlink()


def no_tag_manifest(folder: Path) -> None:
    (folder / "tagmanifest-sha256.txt").unlink()


def no_second_manifest(folder: Path) -> None:
    (folder / "manifest-sha512.txt").unlink()


def line_removed(folder: Path) -> None:
    lines = (folder / MANIFEST).read_text().splitlines(keepends=True)
    (folder / MANIFEST).write_text("".join(line for line in lines if LINKS not in line))


def line_spoilt(folder: Path) -> None:
    text = (folder / MANIFEST).read_text()
    (folder / MANIFEST).write_text("zzzz" + text[4:])


def line_doubled(folder: Path) -> None:
    text = (folder / MANIFEST).read_text()
    (folder / MANIFEST).write_text(text + text.splitlines()[0] + "\n")


def line_outside(folder: Path) -> None:
    digest = hashlib.sha256(b"").hexdigest()
    with (folder / MANIFEST).open("a") as file:
        file.write(f"{digest}  data/../../etc/passwd\n")


CHANGES: list[tuple[Change, tuple[str, ...]]] = [
    (changed, (f"Changed: {LINKS}",)),
    (lengthened, (f"Changed: {LINKS}", "bag-info.txt tells of")),
    (truncated, (f"Changed: {LINKS}",)),
    (missing, (f"Missing: {LINKS}",)),
    (added, ("Added: data/extra.txt",)),
    (added_beside, ("Added: extra.txt",)),
    (swapped, (f"Changed: {LINKS} was swapped", f"Changed: {LETTER} was swapped")),
    (renamed, (f"Missing: {LINKS}", "Added: data/links/other.txt")),
    (info_changed, ("Changed: bag-info.txt",)),
    (no_declaration, ("Missing: bagit.txt",)),
    (no_tag_manifest, ("Missing: tagmanifest-sha256.txt",)),
    (no_second_manifest, ("Missing: manifest-sha512.txt",)),
    (line_removed, (f"Changed: {MANIFEST}", f"Added: {LINKS}")),
    (line_spoilt, (f"Bad line: {MANIFEST} line 1",)),
    (line_doubled, (f"Bad line: {MANIFEST} line",)),
    (line_outside, (f"Bad line: {MANIFEST} line",)),
]


@pytest.mark.parametrize(("change", "named"), CHANGES, ids=[one.__name__ for one, _ in CHANGES])
def test_each_change_is_named_in_the_folder_and_in_the_zip(
    folder: Path, change: Change, named: tuple[str, ...]
) -> None:
    change(folder)
    for path in (folder, rezipped(folder)):
        problems = "\n".join(verify_bundle(path))
        for name in named:
            assert name in problems


def test_an_unchanged_file_is_never_named(folder: Path) -> None:
    changed(folder)
    named = {problem.split()[1] for problem in verify_bundle(folder)}
    assert named == {LINKS}


def test_a_rehashed_payload_still_breaks_the_tag_manifest(folder: Path) -> None:
    old = hashlib.sha256((folder / LINKS).read_bytes()).hexdigest()
    changed(folder)
    new = hashlib.sha256((folder / LINKS).read_bytes()).hexdigest()
    text = (folder / MANIFEST).read_text()
    (folder / MANIFEST).write_text(text.replace(old, new))
    assert any(MANIFEST in problem for problem in verify_bundle(folder))


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_who_rehashes_all_but_the_second_manifest_is_found_out(folder: Path) -> None:
    old = digest_of(folder / LINKS), digest_of(folder / MANIFEST)
    changed(folder)
    text = (folder / MANIFEST).read_text()
    (folder / MANIFEST).write_text(text.replace(old[0], digest_of(folder / LINKS)))
    tags = folder / "tagmanifest-sha256.txt"
    tags.write_text(tags.read_text().replace(old[1], digest_of(folder / MANIFEST)))
    problems = verify_bundle(folder)
    assert f"Changed: {LINKS} does not have the digest in manifest-sha512.txt." in problems
    assert f"Custody: {LINKS} is not the file that was sealed." in problems


def test_a_link_in_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("secret")
    (folder / "data" / "link.txt").symlink_to(tmp_path / "elsewhere")
    assert any("data/link.txt is a link" in problem for problem in verify_bundle(folder))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_zip_is_said_to_be(bundle: Path, share: float) -> None:
    content = bundle.read_bytes()
    bundle.write_bytes(content[: int(len(content) * share)])
    (problem,) = verify_bundle(bundle)
    assert "cut short" in problem


def test_a_byte_changed_inside_the_zip_names_its_file(bundle: Path) -> None:
    content = bytearray(bundle.read_bytes())
    place = content.index("知识产权侵权通知书".encode())
    content[place] ^= 1
    bundle.write_bytes(bytes(content))
    assert any("data/notice/notice.zh." in problem for problem in verify_bundle(bundle))


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all"])
def test_what_is_no_zip_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(content)
    assert "no readable zip" in verify_bundle(path)[0]


def test_a_bundle_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert verify_bundle(tmp_path / "none.zip") != ()


def test_an_empty_zip_is_a_problem(tmp_path: Path) -> None:
    zipfile.ZipFile(tmp_path / "b.zip", "w").close()
    assert verify_bundle(tmp_path / "b.zip") == ("The zip file is empty.",)


OUTSIDE = ["../o", "/etc/o", "bag/../../o", "bag\\..\\o", "C:/o", "bag/通知.txt", "bag//a"]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_leads_out_is_refused(bundle: Path, name: str) -> None:
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"x")
    assert any(problem.startswith("Unsafe name") for problem in verify_bundle(bundle))


def test_the_same_name_twice_is_refused(bundle: Path) -> None:
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr(f"{bundle.stem}/{LINKS.upper()}".replace("DATA", "data"), b"x")
    assert any("twice" in problem for problem in verify_bundle(bundle))


def test_a_second_folder_is_refused(bundle: Path) -> None:
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr("other/file.txt", b"x")
    assert any("more than one folder" in problem for problem in verify_bundle(bundle))


def test_a_link_in_the_zip_is_refused(bundle: Path) -> None:
    entry = zipfile.ZipInfo(f"{bundle.stem}/data/link")
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr(entry, b"/etc/passwd")
    assert any("is a link" in problem for problem in verify_bundle(bundle))


def test_a_zip_that_grows_too_large_is_not_read(bundle: Path) -> None:
    (problem,) = verify_bundle(bundle, limit_bytes=1000)
    assert problem.startswith("Too large")


@pytest.mark.parametrize("place", [4, 10, 14, 26, -1, -22])
def test_a_byte_changed_in_the_zip_around_the_files_is_seen(bundle: Path, place: int) -> None:
    content = bytearray(bundle.read_bytes())
    content[place] ^= 1
    bundle.write_bytes(bytes(content))
    assert verify_bundle(bundle) != ()


@pytest.mark.parametrize("more", [b"x", b"PK"])
def test_bytes_before_or_after_the_zip_are_seen(bundle: Path, more: bytes) -> None:
    content = bundle.read_bytes()
    for changed_content in (content + more, more + content):
        bundle.write_bytes(changed_content)
        assert verify_bundle(bundle) != ()

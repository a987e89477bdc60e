"""Time stamps over a bundle, and the check that needs only sha256sum and openssl."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from takedown.verify_bundle import verify_bundle
from tests.authority import KEYS, Authority, an_authority
from tests.takedown.drafts import a_bundle

TAGS = "tagmanifest-sha256.txt"
TOKEN = f"{TAGS}.tsr"

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="openssl is not on this machine"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    bundle = a_bundle(tmp_path / "made")
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "out")
    return tmp_path / "out" / bundle.stem


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return an_authority(tmp_path_factory.mktemp("tsa") / "rsa")


def shell(folder: Path, *more: object) -> tuple[int, str]:
    """What check.sh says of an unpacked bundle."""
    command = ["sh", str(folder / "check.sh"), str(folder), *map(str, more)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.mark.parametrize("key", KEYS)
def test_a_token_over_the_tag_manifest_holds(folder: Path, tmp_path: Path, key: str) -> None:
    authority = an_authority(tmp_path / key, key)
    authority.answer(folder / TAGS, folder / TOKEN)
    assert verify_bundle(folder) == ()
    assert shell(folder, authority.root) == (0, "WHOLE\n")


def test_a_token_over_other_content_is_named(folder: Path, authority: Authority) -> None:
    authority.answer(folder / "bag-info.txt", folder / TOKEN)
    (problem,) = verify_bundle(folder)
    assert (
        problem == f"Time stamp: {TOKEN} does not hold for {TAGS} (it was made for other content)."
    )
    code, said = shell(folder, authority.root)
    assert (code, TOKEN in said) == (1, True)


def test_each_spoilt_byte_of_a_token_is_named(folder: Path, authority: Authority) -> None:
    authority.answer(folder / TAGS, folder / TOKEN)
    whole = (folder / TOKEN).read_bytes()
    unseen = []
    for place in range(0, len(whole), 23):
        spoilt = bytearray(whole)
        spoilt[place] ^= 1
        (folder / TOKEN).write_bytes(bytes(spoilt))
        if not verify_bundle(folder):
            unseen.append(place)
    assert unseen == []


@pytest.mark.parametrize("content", [b"", b"\x30", b"\x30\x84\xff\xff\xff\xff", b"0" * 5000])
def test_what_is_no_token_is_named(folder: Path, content: bytes) -> None:
    (folder / TOKEN).write_bytes(content)
    assert verify_bundle(folder)[0].startswith(f"Time stamp: {TOKEN}")


def test_a_token_of_another_authority_is_refused_by_its_root(
    folder: Path, authority: Authority, tmp_path: Path
) -> None:
    an_authority(tmp_path / "other").answer(folder / TAGS, folder / TOKEN)
    assert shell(folder, authority.root)[0] == 1


def changed(folder: Path) -> None:
    (folder / "data/links/links.csv").write_text("x")


def missing(folder: Path) -> None:
    (folder / "data/links/links.csv").unlink()


def added(folder: Path) -> None:
    (folder / "data/added.txt").write_text("x")


def added_beside(folder: Path) -> None:
    (folder / "added.txt").write_text("x")


def swapped(folder: Path) -> None:
    one, other = folder / "data/links/links.csv", folder / "data/case.json"
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def line_dropped(folder: Path) -> None:
    path = folder / "manifest-sha256.txt"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[1:]))


def linked(folder: Path) -> None:
    (folder / "data/link").symlink_to("/etc/hostname")


CHANGES: list[Callable[[Path], None]] = [
    changed, missing, added, added_beside, swapped, line_dropped, linked,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=[one.__name__ for one in CHANGES])
def test_the_shell_check_sees_what_the_verifier_sees(
    folder: Path, change: Callable[[Path], None]
) -> None:
    assert shell(folder) == (0, "WHOLE\n")
    change(folder)
    assert verify_bundle(folder) != ()
    code, said = shell(folder)
    assert (code, said.splitlines()[-1]) == (1, "NOT WHOLE")

"""The custody record in a bundle: whoever edits it is found out, also after re-hashing all."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from takedown.signing import open_signer
from takedown.verify_bundle import verify_bundle
from tests.takedown.drafts import SIGNER, a_bundle
from tests.takedown.forging import rehash

EVENTS, PROOFS = "data/audit/events.jsonl", "data/audit/proofs.json"
Edit = Callable[[list[str]], list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    bundle = a_bundle(tmp_path / "made")
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "out")
    return tmp_path / "out" / bundle.stem


def edited(line: str, **changes: object) -> str:
    record = json.loads(line) | changes
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def redigested(line: str, **changes: object) -> str:
    parts = ("seq", "kind", "subject", "who", "at", "payload", "previous")
    record = json.loads(line) | changes
    text = json.dumps([record[one] for one in parts], ensure_ascii=False, separators=(",", ":"),
                      sort_keys=True)  # fmt: skip
    return edited(line, **changes, digest=hashlib.sha256(text.encode()).hexdigest())


EDITS: list[tuple[str, Edit, str]] = [
    ("another person", lambda lines: [edited(lines[0], who="x"), *lines[1:]], "it was edited"),
    ("another person, digest made anew",
     lambda lines: [redigested(lines[0], who="x"), *lines[1:]], "not in the signed log"),
    ("another day", lambda lines: [redigested(lines[0], at="2020-01-01"), *lines[1:]],
     "not in the signed log"),
    ("a line dropped", lambda lines: lines[1:], "has a proof and is missing"),
    ("the end dropped", lambda lines: lines[:-1], "does not seal"),
    ("two lines changed places", lambda lines: [lines[1], lines[0], *lines[2:]], "out of order"),
    ("a line doubled", lambda lines: [lines[0], *lines], "not in the signed log"),
    ("no JSON", lambda lines: ["{", *lines], "line 1"),
    ("deep JSON", lambda lines: ["[" * 100_000, *lines], "line 1"),
    ("another form", lambda lines: [lines[0].replace(",", ", "), *lines[1:]], "canonical"),
    ("nothing", lambda _: [], "holds no event"),
]  # fmt: skip


def test_a_whole_record_holds_also_with_the_right_key(folder: Path) -> None:
    assert verify_bundle(folder) == ()
    assert verify_bundle(folder, key=SIGNER.verifier_key()) == ()


@pytest.mark.parametrize(
    ("edit", "named"), [one[1:] for one in EDITS], ids=[one[0] for one in EDITS]
)
def test_an_edited_record_is_named_though_all_else_was_rehashed(
    folder: Path, edit: Edit, named: str
) -> None:
    lines = edit((folder / EVENTS).read_text().splitlines())
    (folder / EVENTS).write_text("".join(f"{line}\n" for line in lines))
    rehash(folder)
    problems = verify_bundle(folder)
    assert all(problem.startswith("Custody:") for problem in problems)
    assert named in "\n".join(problems)


@pytest.mark.parametrize("name", ["data/links/links.csv", "data/case.json"])
def test_a_rehashed_forgery_is_not_the_file_that_was_sealed(folder: Path, name: str) -> None:
    (folder / name).write_bytes((folder / name).read_bytes() + b" ")
    rehash(folder)
    assert verify_bundle(folder) == (f"Custody: {name} is not the file that was sealed.",)


def test_a_rehashed_addition_or_removal_is_named(folder: Path) -> None:
    (folder / "data/more.txt").write_text("x")
    (folder / "data/links/links.csv").unlink()
    rehash(folder)
    assert verify_bundle(folder) == (
        "Custody: data/links/links.csv was sealed and is missing.",
        "Custody: data/more.txt was not sealed.",
    )


def test_a_record_signed_anew_by_a_forger_is_refused_by_the_key_one_was_given(
    folder: Path, tmp_path: Path
) -> None:
    forger = open_signer(tmp_path / "forger.key", SIGNER.name)
    audit = folder / "data/audit"
    lines = (audit / "checkpoint.txt").read_text().splitlines()
    (audit / "checkpoint.txt").write_text(forger.checkpoint(int(lines[1]), bytes(32)))
    (audit / "checkpoint.vkey").write_text(forger.verifier_key() + "\n")
    rehash(folder)
    assert any("another key" in one for one in verify_bundle(folder, key=SIGNER.verifier_key()))


@pytest.mark.parametrize("name", ["events.jsonl", "proofs.json", "checkpoint.txt"])
def test_a_missing_part_of_the_record_is_named(folder: Path, name: str) -> None:
    (folder / "data/audit" / name).unlink()
    rehash(folder)
    assert f"Missing: data/audit/{name}, part of the custody record." in verify_bundle(folder)


def test_a_file_hidden_in_the_record_is_named(folder: Path) -> None:
    (folder / "data/audit/more.txt").write_text("x")
    rehash(folder)
    assert verify_bundle(folder) == (
        "Custody: data/audit/more.txt is no part of a custody record.",
    )


@pytest.mark.parametrize(
    "name", ["events.jsonl", "proofs.json", "checkpoint.txt", "checkpoint.vkey"]
)
@pytest.mark.parametrize("more", [b"\n", b" ", b"x"])
def test_each_part_of_the_record_has_one_form(folder: Path, name: str, more: bytes) -> None:
    path = folder / "data/audit" / name
    for content in (path.read_bytes() + more, more + path.read_bytes()):
        path.write_bytes(content)
        rehash(folder)
        assert any(one.startswith("Custody:") for one in verify_bundle(folder))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"x": 1}', '{"1": ["zz"]}', '{"1": 5}'])
def test_proofs_that_are_none_are_named(folder: Path, text: str) -> None:
    (folder / PROOFS).write_text(text)
    rehash(folder)
    assert any(one.startswith("Custody:") for one in verify_bundle(folder))


def test_the_verifier_in_the_bundle_runs_by_itself(folder: Path, tmp_path: Path) -> None:
    tool = shutil.copy(folder / "verify_bundle.py", tmp_path / "verify_bundle.py")
    command = [sys.executable, "-I", "-S", str(tool), str(folder)]
    whole = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (whole.returncode, whole.stdout.split(".")[0]) == (0, "WHOLE")
    (folder / "data/case.json").write_text("{}")
    broken = subprocess.run(command, capture_output=True, text=True, check=False)
    assert broken.returncode == 1
    assert "Changed: data/case.json" in broken.stdout


def test_the_verifier_says_how_it_is_used() -> None:
    tool = Path(verify_bundle.__code__.co_filename)
    done = subprocess.run([sys.executable, str(tool)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage" in done.stderr


def test_the_verifier_reads_as_python_3_9() -> None:
    import ast

    source = Path(verify_bundle.__code__.co_filename).read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 9))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else
                     [one.name for one in node.names])
    }  # fmt: skip
    assert imported <= set(sys.stdlib_module_names)

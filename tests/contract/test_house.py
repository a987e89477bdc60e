from __future__ import annotations

import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
ROOMS = [
    "config",
    "crawler",
    "domain",
    "matcher",
    "review",
    "rights",
    "scheduler",
    "stamping",
    "store",
    "takedown",
]


@pytest.mark.parametrize("room", ROOMS)
def test_each_package_is_imported_from_this_tree(room: str) -> None:
    module = importlib.import_module(room)
    assert module.__file__ is not None
    assert Path(module.__file__).is_relative_to(ROOT)


def test_the_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:]


def test_the_lock_names_no_address_and_hashes_every_package() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert not [
        line for line in lines if "://" in line or line.startswith(("-i", "--index", "--extra"))
    ]
    packages = [number for number, line in enumerate(lines) if re.match(r"[A-Za-z0-9]", line)]
    assert len(packages) > 50
    assert all("--hash=sha256:" in lines[number + 1] for number in packages)


def wanted() -> list[Requirement]:
    """What pyproject.toml asks for, to run and to test."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*table["project"]["dependencies"], *table["dependency-groups"]["dev"]]
    return [Requirement(one) for one in asked]


def test_every_dependency_has_a_floor() -> None:
    assert not [one.name for one in wanted() if ">=" not in str(one.specifier)]


def test_the_lock_holds_every_dependency_at_an_allowed_version() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    locked = dict(re.findall(r"^([^=\s]+)==([^\s;]+)", "\n".join(lines), re.MULTILINE))
    missing = [
        str(one)
        for one in wanted()
        if not one.specifier.contains(locked.get(canonicalize_name(one.name), "0"), True)
    ]
    assert not missing, f"run `make lock`: {missing}"


def test_package_init_files_hold_a_docstring_and_nothing_else() -> None:
    for room in ROOMS:
        for path in (ROOT / room).rglob("__init__.py"):
            assert re.fullmatch(r'"""[^"]+"""\n', path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("room", ROOMS)
def test_no_file_grows_beyond_its_room(room: str) -> None:
    # the whole schema on one page; one file that goes into each bundle and needs nothing of ours
    longest = {"store/tables.py": 900, "takedown/verify_bundle.py": 1000}
    for path in (ROOT / room).rglob("*.py"):
        name = str(path.relative_to(ROOT))
        if "migrations" not in name:
            lines = len(path.read_text(encoding="utf-8").splitlines())
            assert lines <= longest.get(name, 300), f"{name} has {lines} lines: is it one job?"

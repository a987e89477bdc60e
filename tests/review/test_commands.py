"""The table of commands: each is found where it says, and starting one waits for no other."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from review.cli.commands import COMMANDS
from review.cli.main import app


@pytest.mark.parametrize("name", [one.name for one in COMMANDS])
def test_every_command_is_where_the_table_says(name: str) -> None:
    told = CliRunner().invoke(app, [name, "--help"])
    assert told.exit_code == 0
    assert f" {name} " in told.output.splitlines()[0]


def test_the_help_lists_every_command_in_the_order_of_use() -> None:
    lines = CliRunner().invoke(app, ["--help"]).output.splitlines()
    listed = [
        line.split()[0] for line in lines[lines.index("Commands 命令:") + 1 :] if line.strip()
    ]
    assert listed == [one.name for one in COMMANDS]


def test_the_version_is_told_without_a_command() -> None:
    told = CliRunner().invoke(app, ["--version"])
    assert (told.exit_code, told.output.split()[0]) == (0, "jianzhen")


def test_an_unknown_command_is_refused_as_bad_usage() -> None:
    assert CliRunner().invoke(app, ["nosuch"]).exit_code == 2


@pytest.mark.parametrize(
    ("module", "packages"),
    [
        ("review.cli.main", ("scrapy", "sqlalchemy", "cv2", "pypinyin", "openpyxl")),
        ("review.cli.candidates", ("scrapy", "cv2", "pypinyin", "openpyxl")),
    ],
)
def test_what_a_command_does_not_need_is_not_imported(
    module: str, packages: tuple[str, ...]
) -> None:
    code = f"import sys, {module}; print([one for one in {packages} if one in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"

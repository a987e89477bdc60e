from __future__ import annotations

import re
from pathlib import Path

import pytest

from bin.reference import TARGET, reference

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_the_reference_is_what_the_code_says() -> None:
    assert TARGET.read_text(encoding="utf-8") == reference(), "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text)
    local = [target for target in targets if "://" not in target]
    assert not [target for target in local if not (page.parent / target).exists()]


def test_the_readme_names_only_commands_that_exist() -> None:
    named = set(
        re.findall(r"bin/jianzhen ([a-z]+(?: [a-z]+)?)", (ROOT / "README.md").read_text("utf-8"))
    )
    known = set(re.findall(r"### `jianzhen ([a-z ]+?)(?: \[| [A-Z]|`)", reference()))
    assert {one for one in named if one not in known and one.split()[0] not in known} == set()

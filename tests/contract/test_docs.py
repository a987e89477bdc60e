from __future__ import annotations

import re
from pathlib import Path

import pytest

from bin.reference import TARGET, reference
from config.load import load_profiles, load_settings

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


def test_the_docs_name_each_unproven_platform_and_no_other() -> None:
    text = (ROOT / "docs" / "saved-pages.md").read_text("utf-8")
    section = text.split("## Platforms that are unproven")[1].split("Before you rely")[0]
    profiles = load_profiles(load_settings({}))
    named = {name for name in re.findall(r"`([a-z0-9_]+)`", section) if name in profiles}
    assert named == {slug for slug, profile in profiles.items() if not profile.proven}
    for slug in named:
        assert re.search(rf"^\| `{slug}` .*\| \*\*unproven\*\* \|$", reference(), re.MULTILINE)


def test_the_readme_names_only_commands_that_exist() -> None:
    named = set(
        re.findall(r"bin/jianzhen ([a-z]+(?: [a-z]+)?)", (ROOT / "README.md").read_text("utf-8"))
    )
    known = set(re.findall(r"### `jianzhen ([a-z ]+?)(?: \[| [A-Z]|`)", reference()))
    assert {one for one in named if one not in known and one.split()[0] not in known} == set()


@pytest.mark.parametrize("page", ["README", "docs/tutorial", "docs/notices"])
@pytest.mark.parametrize("language", ["zh", "ja"])
def test_a_translated_page_names_the_same_commands_in_the_same_order(
    page: str, language: str
) -> None:
    assert _commands_of(f"{page}.{language}.md") == _commands_of(f"{page}.md")


@pytest.mark.parametrize("page", ["docs/tutorial.md", "docs/notices.md", "README.md"])
def test_a_page_names_only_commands_and_options_that_exist(page: str) -> None:
    sections = reference().split("### `jianzhen ")[1:]
    usages = {re.split(r" \[| \{| [A-Z]|`", one)[0].strip(): one for one in sections}
    for line in _commands_of(page):
        words = line.split()
        if "jianzhen" not in words[0]:
            continue
        named = next(
            (name for n in (2, 1) if (name := " ".join(words[1 : n + 1])) in usages), None
        )
        assert named is not None, line
        assert not [
            word for word in words if word.startswith("--") and f"`{word}`" not in usages[named]
        ], line


def _commands_of(page: str) -> list[str]:
    """The lines of a page's shell blocks, without comments and without what is quoted in them."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
    lines = (line.split("#")[0] for block in blocks for line in block.splitlines())
    found = (re.sub(r'"[^"]*"', '""', line).split() for line in lines)
    return [" ".join(words) for words in found if words]

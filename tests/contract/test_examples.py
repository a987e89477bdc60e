"""Every channel has an example bundle in the documents, whole, small and of today's rules."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from config.load import ROOT, load_settings
from takedown.rules import load_packs
from takedown.verify_bundle import verify_bundle

EXAMPLES = ROOT / "docs" / "examples"
PACKS = load_packs(load_settings())
MOST_BYTES = 8_000_000
AGAIN = "make them again: python -m bin.examples"


def bundle_of(channel: str) -> Path:
    return EXAMPLES / channel / "bundle.zip"


@pytest.mark.parametrize("channel", PACKS)
def test_the_example_of_a_channel_verifies_and_is_linked(channel: str) -> None:
    assert verify_bundle(bundle_of(channel)) == ()
    index = (EXAMPLES / "README.md").read_text("utf-8")
    assert f"]({channel}/bundle.zip)" in index
    assert f"]({channel}/page.png)" in index
    assert (EXAMPLES / channel / "page.png").is_file()


@pytest.mark.parametrize("channel", PACKS)
def test_the_example_of_a_channel_was_made_with_its_rules_of_today(channel: str) -> None:
    with zipfile.ZipFile(bundle_of(channel)) as archive:
        names = archive.namelist()
        (case,) = [one for one in names if one.endswith("/data/case.json")]
        told = json.loads(archive.read(case))
    assert told["channel"]["rules_sha256"] == PACKS[channel].digest, AGAIN
    files = (EXAMPLES / channel / "files.txt").read_text("ascii").split()
    assert files == [one.partition("/")[2] for one in names], AGAIN


def test_there_is_no_example_of_a_channel_without_rules_and_all_stay_small() -> None:
    kept = {path.parent.name for path in EXAMPLES.glob("*/bundle.zip")}
    assert kept == set(PACKS)
    assert sum(bundle_of(one).stat().st_size for one in PACKS) < MOST_BYTES

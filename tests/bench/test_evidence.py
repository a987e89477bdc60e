"""The benchmark of spoilt bundles, small: what it counts is what it says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bench.evidence_mutations import MUTATION, mutations
from bench.evidence_mutations import stamped_bundle as made
from takedown.verify_bundle import stamp_times, verify_bundle

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="openssl is not on this machine"
)


def test_every_one_of_some_changes_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mutations(tmp_path, 40, 8)
    told = capsys.readouterr().out
    assert f"{'all':<30} {40:>11}  {40:>11}" in told
    assert len(MUTATION) >= 14


def test_the_bundle_that_is_spoilt_is_whole_and_stamped_before(tmp_path: Path) -> None:
    path, _ = made(tmp_path)
    assert verify_bundle(path) == ()
    ((name, moment),) = stamp_times(path)
    assert name == "tagmanifest-sha256.txt.one.tsr"
    assert moment.startswith("20")

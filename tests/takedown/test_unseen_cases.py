"""Rejections as they come are named before filing, and odd but clean complaints are let pass."""

from __future__ import annotations

import pytest

from domain.notices import Severity
from takedown.preflight import preflight
from tests.takedown.unseen import CLEAN, REFUSED, Made


@pytest.mark.parametrize(("code", "made"), REFUSED.values(), ids=REFUSED.keys())
def test_what_a_platform_would_refuse_is_named(code: str, made: Made) -> None:
    assert code in {one.code for one in preflight(made(), lambda _digest: True)}


@pytest.mark.parametrize("made", CLEAN.values(), ids=CLEAN.keys())
def test_what_is_clean_is_not_stopped(made: Made) -> None:
    found = preflight(made(), lambda _digest: True)
    assert [one.what.en for one in found if one.severity is Severity.BLOCKS] == []


def test_there_are_enough_of_both_and_no_two_refusals_are_one_kind_alone() -> None:
    assert len(REFUSED) >= 30
    assert len(CLEAN) >= 30
    assert len({code for code, _ in REFUSED.values()}) >= 18

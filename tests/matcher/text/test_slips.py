"""Slips of the hand that are likely."""

from __future__ import annotations

import pytest

from matcher.text.slips import likely_slip


@pytest.mark.parametrize(
    ("written", "likely"),
    [
        ("lumri", True), ("lummori", True), ("lumroi", True), ("lumiri", True), ("kumori", True),
        ("lunori", True), ("luimori", True), ("luzori", False),
        ("luqmori", False), ("lumorz", False),
    ],
)  # fmt: skip
def test_a_slip_is_a_neighbouring_key_a_vowel_or_a_letter_more_or_less(
    written: str, likely: bool
) -> None:
    assert likely_slip(written, "lumori") is likely

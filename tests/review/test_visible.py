from __future__ import annotations

import json

import pytest

from review.cli.visible import json_text, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("杯子 LUMORI", "杯子 LUMORI"),
        ("a\x1b[31mb", "a␛[31mb"),
        ("a\rb\x00", "a␍b␀"),
        ("a\u202eb", "a·b"),
        ("a\x9bb", "a·b"),
        ("a\ud800b", "a\ufffdb"),
        ("a\nb", "a\nb"),
    ],
)
def test_what_steers_a_terminal_is_shown_as_a_mark_of_the_same_length(
    text: str, shown: str
) -> None:
    assert visible(text) == shown
    assert len(visible(text)) == len(text)


def test_json_with_a_lone_surrogate_can_be_printed_and_read_back() -> None:
    text = json_text({"title": "a\ud800\x1b"})
    text.encode()
    assert json.loads(text) == {"title": "a\ud800\x1b"}

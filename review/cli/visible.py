"""Strangers' text on a terminal: what would steer it is shown as a mark, one for one."""

from __future__ import annotations

import json
import re

from domain.records import Plain

STEERING = {
    **{code: 0x2400 + code for code in range(32) if chr(code) != "\n"},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0x00B7),
    **dict.fromkeys(
        (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0x00B7
    ),
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
}
"""Control characters, direction marks and lone surrogates, and what stands for each."""

SURROGATE = re.compile("[\ud800-\udfff]")


def visible(text: str) -> str:
    """The text without anything that moves a cursor or turns a line round; as long as before."""
    return text.translate(STEERING)


def json_text(plain: Plain) -> str:
    """JSON that any terminal and any pipe takes."""
    text = json.dumps(plain, ensure_ascii=False, indent=2)
    return SURROGATE.sub(lambda one: f"\\u{ord(one[0]):04x}", text)

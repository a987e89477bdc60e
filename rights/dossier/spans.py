"""Text as data: strangers' words made safe to print, each with the language of its glyphs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ue000-\uf8ff]"
)
"""What moves a line, turns it round, or shows nothing: printed as a point."""

PRINTABLE = re.compile(
    "[ -~\u00a0-\u024f\u0300-\u036f\u0391-\u03c9\u0400-\u045f\u2010-\u2027\u2030-\u205e\u20ac"
    "\u2103\u2116\u2122\u2190-\u2193\u2460-\u2473\u2500-\u25ff\u3000-\u30ff\u3105-\u312f"
    "\u31f0-\u31ff\u3200-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\uff01-\uffee\U00020000-\U0003134f]"
)
"""What the Noto CJK faces draw; anything else is printed by its number, never as a blank."""

KANA = re.compile("[\u3040-\u30ff]")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text and the language whose glyphs it takes."""

    text: str
    language: str


def span(text: str, language: str) -> Span:
    """A stranger's text, made safe, in the glyphs of the language that its characters tell."""
    return Span(safe(text), told_language(text) or language)


def told_language(text: str) -> str | None:
    """Japanese or Chinese, where the characters tell: kana, or forms that only one of them has.

    A form that stands in GB 2312 and not in Shift_JIS is simplified Chinese; the other way round
    it is taken for Japanese.
    """
    if KANA.search(text):
        return "ja"
    forms = [(_stands_in(char, "gb2312"), _stands_in(char, "shift_jis")) for char in text]
    chinese, japanese = forms.count((True, False)), forms.count((False, True))
    if chinese == japanese:
        return None
    return "zh" if chinese > japanese else "ja"


def _stands_in(char: str, encoding: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" and bool(char.encode(encoding, "ignore"))


def safe(text: str) -> str:
    """The text in one line, with nothing in it that steers, hides or would print as a blank."""
    return "".join(_shown(char) for char in STEERING.sub("·", text))


def said(template: str, language: str, values: Mapping[str, Span]) -> tuple[Span, ...]:
    """A sentence of ours with its values put in; a value is never read as a template."""
    spans = []
    for literal, field, _, _ in Formatter().parse(template):
        if literal:
            spans.append(Span(literal, language))
        if field:
            spans.append(values[field])
    return tuple(spans)


def _shown(char: str) -> str:
    return char if PRINTABLE.match(char) else f"〔U+{ord(char):04X}〕"

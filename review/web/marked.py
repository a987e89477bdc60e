"""Strangers' text with the spans that signals point at, cut into pieces for a template."""

from __future__ import annotations

from collections.abc import Iterable

from domain.candidates import Reading


def pieces(text: str, field: str, readings: Iterable[Reading]) -> list[tuple[str, bool]]:
    """The text in order, each piece with whether a signal points at it."""
    marked = [False] * len(text)
    for span in (span for reading in readings for span in reading.spans()):
        if span.field == field:
            for place in range(max(span.start, 0), min(span.end, len(text))):
                marked[place] = True
    found: list[tuple[str, bool]] = []
    for character, mark in zip(text, marked, strict=True):
        if found and found[-1][1] == mark:
            found[-1] = (found[-1][0] + character, mark)
        else:
            found.append((character, mark))
    return found


def safe_link(url: str | None) -> str | None:
    """The address, where a browser may follow it: http and https alone."""
    return url if url and url.lower().startswith(("https://", "http://")) else None


PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}


def picture_type(content: bytes) -> str | None:
    """The media type of a picture that browsers show, by its first bytes; None for the rest."""
    for sign, kind in PICTURES.items():
        if content.startswith(sign):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return None

"""Comparison sheets: the work and the listing's picture side by side, one a pair, and an album."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from domain.candidates import PicturePair
from domain.cases import Case
from domain.digests import Sha256
from domain.errors import NotFound
from domain.records import Plain
from takedown.bundle import ReadBlob
from takedown.cells import printable
from takedown.draft import Draft, pairs_of
from takedown.filing.form import FileLimits, form_language
from takedown.filing.pictures import flattened, jpeg_within, opened
from takedown.notice import SPOKEN, listing_lines
from takedown.papers.typeset import typeset
from takedown.words import COMPARISON, SIDES, UNTOLD

PANEL, GAP, CAPTION = 600, 16, 26
PAPER, INK = (255, 255, 255), (24, 28, 36)
LARGEST_SHEET = 1_000_000
"""Bytes of one sheet, whatever the form takes."""

ALBUM_SHARE = 0.9
FONT_BYTES = 200_000
"""How much of a file's limit the sheets of one album may fill, beside the letters in it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One pair of pictures, drawn: JPEG, side by side, the work on the left."""

    case: Case
    pair: PicturePair
    jpeg: bytes


def sheets_of(case: Case, read: ReadBlob, limits: FileLimits) -> tuple[Sheet, ...]:
    """A sheet for each pair of pictures of this case that opens, closest first."""
    made = []
    for pair in pairs_of(case):
        own, seen = _panel(pair.reference_picture, read), _panel(pair.listing_picture, read)
        if own is not None and seen is not None:
            drawn = _side_by_side(own, seen, _captions(case, pair))
            largest = min(limits.largest_bytes, LARGEST_SHEET)
            made.append(Sheet(case, pair, jpeg_within(drawn, largest)))
    return tuple(made)


def albums_of(draft: Draft, sheets: Sequence[Sheet], limits: FileLimits) -> tuple[bytes, ...]:
    """The sheets as PDF with title, link and time below each, cut to what the form takes."""
    language = form_language(draft.pack)
    return tuple(_album(draft, language, part) for part in _parts(sheets, limits.largest_bytes))


def _panel(digest: Sha256, read: ReadBlob) -> Image.Image | None:
    try:
        content = read(digest)
    except NotFound:
        return None
    return _small(content)


@functools.lru_cache(maxsize=32)
def _small(content: bytes) -> Image.Image | None:
    """The picture in small; kept, because a work stands beside many listings."""
    image = opened(content)
    if image is None:
        return None
    image.thumbnail((PANEL, PANEL), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return flattened(image)


def _captions(case: Case, pair: PicturePair) -> tuple[str, str]:
    """In ASCII, so that they need no font: what is what, of when, and whose digest."""
    key = case.sighting.key
    seen = case.sighting.seen_at.strftime("%Y-%m-%d %H:%M UTC")
    item = key.item_id if key.item_id.isascii() else "-"
    return (
        f"WORK {case.right.slug}  SHA-256 {pair.reference_picture[:16]}",
        f"LISTING {printable(f'{key.platform} {item}', 40)}  {seen}  "
        f"SHA-256 {pair.listing_picture[:16]}",
    )


def _side_by_side(own: Image.Image, seen: Image.Image, captions: tuple[str, str]) -> Image.Image:
    height = max(own.height, seen.height)
    sheet = Image.new("RGB", (2 * PANEL + 3 * GAP, height + 2 * GAP + CAPTION), PAPER)
    drawn, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    for place, (panel, words) in enumerate(zip((own, seen), captions, strict=True)):
        left = GAP + place * (PANEL + GAP)
        sheet.paste(panel, (left + (PANEL - panel.width) // 2, GAP + (height - panel.height) // 2))
        drawn.text((left, height + GAP + 8), words, fill=INK, font=font)
    return sheet


def _parts(sheets: Sequence[Sheet], largest_bytes: int) -> Iterator[list[Sheet]]:
    part: list[Sheet] = []
    room = int(largest_bytes * ALBUM_SHARE) - FONT_BYTES
    for sheet in sheets:
        if part and sum(len(one.jpeg) for one in (*part, sheet)) > room:
            yield part
            part = []
        part.append(sheet)
    if part:
        yield part


def _album(draft: Draft, language: str, sheets: Sequence[Sheet]) -> bytes:
    seen = (case.sighting.digest for case in draft.cases)
    lines = dict(zip(seen, listing_lines(draft, language), strict=True))
    untold = UNTOLD.in_language(language)
    shown: list[Plain] = []
    for number, sheet in enumerate(sheets, 1):
        line = lines[sheet.case.sighting.digest]
        shown.append(
            {
                "file": f"{number}.jpg",
                "number": str(line.number),
                "title": printable(line.title or untold),
                "link": printable(line.url or untold, None),
                "told": f"{line.seen_at}　{line.decided}",
            }
        )
    content: dict[str, Plain] = {
        "language": language,
        "title": COMPARISON.in_language(language),
        "slug": draft.slug,
        "foreign": SPOKEN.get(draft.profile.country or "", "en"),
        "sides": [one.in_language(language) for one in SIDES],
        "sheets": shown,
    }
    pictures = {f"{number}.jpg": sheet.jpeg for number, sheet in enumerate(sheets, 1)}
    return typeset("comparison.typ", content, draft.day, pictures)

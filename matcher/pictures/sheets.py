"""A sheet of evidence: both pictures, where one lies in the other, and the words for it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from PIL import Image, ImageDraw

from domain.languages import Sentence
from domain.placements import SHEET_GAP, SHEET_MARGIN, SHEET_PANEL, Placement
from matcher.pictures.fonts import Letters, letters
from matcher.pictures.geometry import (
    BLOCK,
    FRAME,
    Agreement,
    Matrix,
    Pixels,
    agreement_map,
    projected,
    unit_corners,
    warped,
)
from matcher.pictures.placing import matrix_of, words_of

PANEL, GAP, MARGIN = SHEET_PANEL, SHEET_GAP, SHEET_MARGIN
LINES_SHOWN = 40
PAPER, INK, PALE = (255, 255, 255), (24, 28, 36), (110, 116, 128)
OUTLINE, AGREES, DIFFERS = (214, 40, 40), (32, 150, 84), (214, 40, 40)
LINE = (36, 92, 200)
WORD_PIXELS, SMALL_PIXELS, LINE_PIXELS = 21, 15, 32
FAR = 20.0
"""Pictures beyond its own size to which an edge is drawn."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Written:
    """A line of words and its height."""

    text: str
    pixels: int


@dataclass(frozen=True, slots=True)
class Panel:
    """A picture scaled into the sheet, and where its upper left lies there."""

    picture: Image.Image
    left: int
    top: int

    def place(self, unit: Point) -> Point:
        """A unit point of the picture, in pixels of the sheet."""
        width, height = self.picture.size
        return self.left + unit[0] * width, self.top + unit[1] * height


def draw_sheet(listing: Pixels, reference: Pixels, placement: Placement) -> bytes:
    """The sheet as PNG: the same input gives the same bytes, with the same font.

    Pictures are height x width x 3, blue first. Without a font that has Chinese letters only the
    English words are written, and the sheet says so.
    """
    matrix = matrix_of(placement)
    own, seen = _panel(reference, MARGIN, MARGIN), _panel(listing, MARGIN + PANEL + GAP, MARGIN)
    _outline(seen, matrix)
    _outline(own, np.asarray(np.linalg.pinv(matrix), dtype=np.float64))
    second = MARGIN + max(own.picture.height, seen.picture.height) + GAP
    overlay = _overlay(reference, warped(listing, matrix), second)
    marked = _map(reference, agreement_map(listing, reference, matrix), second)
    text_top = second + max(overlay.picture.height, marked.picture.height) + GAP
    font = letters()
    width = 2 * PANEL + GAP
    lines = [
        part for one in _lines(words_of(placement), font) for part in _wrapped(one, font, width)
    ]
    size = (width + 2 * MARGIN, text_top + len(lines) * LINE_PIXELS + MARGIN)
    sheet = Image.new("RGB", size, PAPER)
    for panel in (own, seen, overlay, marked):
        sheet.paste(panel.picture, (panel.left, panel.top))
    drawn = ImageDraw.Draw(sheet)
    _draw_lines(drawn, own, seen, placement)
    _write(drawn, lines, font, text_top)
    file = io.BytesIO()
    sheet.save(file, "PNG", optimize=False, compress_level=6)
    return file.getvalue()


def _panel(pixels: Pixels, left: int, top: int) -> Panel:
    height, width = pixels.shape[:2]
    scale = PANEL / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    picture = Image.fromarray(np.ascontiguousarray(pixels[:, :, ::-1]))
    return Panel(picture.resize(size, Image.Resampling.LANCZOS), left, top)


def _overlay(reference: Pixels, seen: Pixels, top: int) -> Panel:
    """The listing's picture laid over the reference, half and half."""
    own = cv2.resize(reference, (FRAME, FRAME), interpolation=cv2.INTER_AREA)
    both = np.asarray(cv2.addWeighted(own, 0.5, seen, 0.5, 0), dtype=np.uint8)
    return _shaped(both, reference, MARGIN, top)


def _map(reference: Pixels, agreement: Agreement, top: int) -> Panel:
    """The reference in grey: green blocks agree, red ones differ, the others say nothing."""
    grey = cv2.cvtColor(cv2.resize(reference, (FRAME, FRAME)), cv2.COLOR_BGR2GRAY)
    shown = np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), dtype=np.uint8).copy()
    for mask, colour in ((agreement.agrees, AGREES), (agreement.differs, DIFFERS)):
        wide = np.kron(mask.astype(np.uint8), np.ones((BLOCK, BLOCK), np.uint8)).astype(bool)
        tint = np.array(colour[::-1], dtype=np.float32)
        shown[wide] = (shown[wide] * 0.55 + tint * 0.45).astype(np.uint8)
    return _shaped(shown, reference, MARGIN + PANEL + GAP, top)


def _shaped(square: Pixels, like: Pixels, left: int, top: int) -> Panel:
    height, width = like.shape[:2]
    scale = PANEL / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    picture = Image.fromarray(np.ascontiguousarray(square[:, :, ::-1]))
    return Panel(picture.resize(size, Image.Resampling.BICUBIC), left, top)


def _outline(panel: Panel, matrix: Matrix) -> None:
    """The edge of the other picture on this one, cut off where it leaves it."""
    size = np.array(panel.picture.size)
    points = np.clip(projected(matrix, unit_corners()), -FAR, FAR) * size
    edge = [(float(x), float(y)) for x, y in points]
    ImageDraw.Draw(panel.picture).polygon(edge, outline=OUTLINE, width=4)


def _draw_lines(drawn: ImageDraw.ImageDraw, own: Panel, seen: Panel, placement: Placement) -> None:
    step = max(1, -(-len(placement.inliers) // LINES_SHOWN))
    for x, y, seen_x, seen_y in placement.inliers[::step]:
        ends = (own.place((x, y)), seen.place((seen_x, seen_y)))
        drawn.line(ends, fill=LINE, width=1)
        for end_x, end_y in ends:
            drawn.ellipse((end_x - 3, end_y - 3, end_x + 3, end_y + 3), outline=LINE)


def _lines(words: tuple[Sentence, ...], font: Letters) -> list[Written]:
    if font.has_chinese:
        return [
            said
            for one in words
            for said in (
                Written(one.zh, WORD_PIXELS),
                Written(f"{one.en}   {one.ja}", SMALL_PIXELS),
            )
        ]
    missing = "No font with Chinese letters was found on this machine: English words only."
    return [Written(one, WORD_PIXELS) for one in (*(one.en for one in words), missing)]


def _wrapped(line: Written, font: Letters, width: int) -> Iterator[Written]:
    """The line cut between words, so that nothing runs off the sheet."""
    sized, rest = font.sized(line.pixels), ""
    for word in line.text.split(" "):
        longer = f"{rest} {word}" if rest else word
        if rest and sized.getlength(longer) > width:
            yield replace(line, text=rest)
            longer = word
        rest = longer
    yield replace(line, text=rest)


def _write(drawn: ImageDraw.ImageDraw, lines: list[Written], font: Letters, top: int) -> None:
    for place, line in enumerate(lines):
        ink = INK if line.pixels == WORD_PIXELS else PALE
        spot = (MARGIN, top + place * LINE_PIXELS)
        drawn.text(spot, line.text, fill=ink, font=font.sized(line.pixels))

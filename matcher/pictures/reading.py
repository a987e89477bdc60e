"""Letters on pictures: what is written there, read by a model that lies in its package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.errors import InputError

if TYPE_CHECKING:
    from rapidocr import RapidOCR

MAKER = "rapidocr-ppocr6-small/1"
"""Names the way text is read; kept beside it, so that texts of another way are not mixed."""

LONG_SIDE, MOST_ENLARGED = 640, 2.5
"""Pixels of the longer side at which lines are looked for; each is then read at full size."""

STRIP_SHAPE = 2.0
"""A picture longer than this many times its width is read in pieces that overlap by a quarter."""

LEAST_CONFIDENCE = 0.5
NEAR_PIXELS = 24
MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}


Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text on a picture: its corners in pixels, clockwise from its beginning."""

    text: str
    confidence: float
    corners: tuple[tuple[int, int], ...]


def read_text(pixels: Pixels) -> tuple[Line, ...]:
    """The lines on a picture (height x width x 3, blue first), from top to bottom.

    Chinese, Japanese and Latin letters are read; the models are loaded with the first picture.

    Raises:
        InputError: The models are not where the package keeps them; nothing is downloaded.
    """
    lines: dict[tuple[str, int], Line] = {}
    engine = _engine(tuple(MODELS.items()))
    for left, top, piece in _pieces(pixels):
        for line in _read(engine, piece, left, top):
            # where pieces overlap a line is read twice, some pixels apart
            lines.setdefault((line.text, _top(line) // NEAR_PIXELS), line)
    return tuple(sorted(lines.values(), key=lambda one: (_top(one), one.corners)))


def text_of(lines: tuple[Line, ...]) -> str | None:
    """The lines of a picture as one text, a line a line; None where nothing is written."""
    return "\n".join(line.text for line in lines) or None


@cache
def _engine(models: tuple[tuple[str, str], ...]) -> RapidOCR:
    # a second to load: only who reads pictures pays for it
    import rapidocr  # noqa: PLC0415

    folder = Path(rapidocr.__file__).parent / "models"
    paths = {part: folder / name for part, name in models}
    if missing := [path.name for path in paths.values() if not path.is_file()]:
        raise InputError(
            f"The text models {', '.join(missing)} are not in the installed rapidocr.",
            mend="Install the locked version again; models are never downloaded.",
        )
    # with its path given, a model is only opened; without, it would be looked for on a server
    named: dict[str, object] = {f"{part}.model_path": str(path) for part, path in paths.items()}
    return rapidocr.RapidOCR(
        params={
            **named,
            "Global.log_level": "error",
            "Global.text_score": LEAST_CONFIDENCE,
            "Det.limit_type": "max",
            "Det.limit_side_len": LONG_SIDE,
            # one thread a process: the same sums in the same order, and no waiting for each other
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _pieces(pixels: Pixels) -> Iterator[tuple[int, int, Pixels]]:
    height, width = pixels.shape[:2]
    side = round(min(height, width) * STRIP_SHAPE)
    for top in _starts(height, side):
        for left in _starts(width, side):
            yield left, top, pixels[top : top + side, left : left + side]


def _starts(length: int, side: int) -> range:
    return range(0, max(1, length - side // 4), side * 3 // 4) if length > side else range(1)


def _read(engine: RapidOCR, piece: Pixels, left: int, top: int) -> Iterator[Line]:
    scale = min(MOST_ENLARGED, max(1.0, LONG_SIDE / max(piece.shape[:2])))
    found = engine(_enlarged(piece, scale))
    # nothing found is told by another kind of answer, without these
    texts, scores, boxes = (getattr(found, name, None) for name in ("txts", "scores", "boxes"))
    if texts is None or scores is None or boxes is None:
        return
    for text, sure, box in zip(texts, scores, boxes, strict=True):
        corners = tuple(
            (round(float(x) / scale) + left, round(float(y) / scale) + top) for x, y in box
        )
        if said := str(text).strip():
            yield Line(said, round(float(sure), 4), corners)


def _enlarged(piece: Pixels, scale: float) -> Pixels:
    if scale == 1:
        return np.ascontiguousarray(piece)
    return np.asarray(
        cv2.resize(piece, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), dtype=np.uint8
    )


def _top(line: Line) -> int:
    return min(y for _, y in line.corners)

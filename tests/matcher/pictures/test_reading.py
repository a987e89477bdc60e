"""Text on pictures: read where it stands, never fetched for."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from domain.errors import InputError
from matcher.pictures import reading
from matcher.pictures.reading import read_text, text_of
from tests.matcher.drawn import a_picture

SIZE = (640, 480)


def lettered(words: list[str], font: ImageFont.FreeTypeFont | None = None) -> NDArray[np.uint8]:
    picture = Image.new("RGB", SIZE, (236, 240, 232))
    drawn = ImageDraw.Draw(picture)
    letters = font or ImageFont.load_default(48)
    for place, word in enumerate(words):
        drawn.text((60, 60 + place * 120), word, fill=(20, 30, 80), font=letters)
    return np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])


def chinese_font() -> ImageFont.FreeTypeFont | None:
    """A Chinese font of this machine, if it has one."""
    finder = shutil.which("fc-match")
    if finder is None:
        return None
    command = [finder, "-f", "%{file}\n%{lang}", "sans:lang=zh-cn"]
    path, _, languages = subprocess.run(
        command, capture_output=True, text=True, check=True
    ).stdout.partition("\n")
    return ImageFont.truetype(path, 44) if "zh-cn" in languages else None


def test_latin_letters_are_read_from_top_to_bottom() -> None:
    lines = read_text(lettered(["LUMORI", "BOTTLE 2026"]))
    assert text_of(lines) is not None
    assert [line.text.replace(" ", "") for line in lines] == ["LUMORI", "BOTTLE2026"]


def test_a_line_has_its_place() -> None:
    (line,) = read_text(lettered(["LUMORI"]))
    xs, ys = zip(*line.corners, strict=True)
    assert 40 <= min(xs) <= 75
    assert 50 <= min(ys) <= 85


def test_chinese_characters_are_read() -> None:
    font = chinese_font()
    if font is None:
        pytest.skip("this machine has no Chinese font to draw with")
    lines = read_text(lettered(["露茉莉保温杯", "正品"], font))
    assert [line.text for line in lines] == ["露茉莉保温杯", "正品"]


def test_a_strip_is_read_in_pieces_and_each_line_once() -> None:
    strip = np.vstack([lettered(["LUMORI"]), lettered([]), lettered([]), lettered(["KAZE"])])
    lines = read_text(strip)
    assert [line.text for line in lines] == ["LUMORI", "KAZE"]
    assert lines[1].corners[0][1] > 3 * SIZE[1]


def test_a_picture_without_letters_has_no_text() -> None:
    blank = np.full((300, 300, 3), 255, dtype=np.uint8)
    assert read_text(blank) == ()
    assert text_of(()) is None


def test_reading_twice_gives_the_same() -> None:
    picture = np.ascontiguousarray(np.asarray(a_picture(3, SIZE)))
    assert read_text(picture) == read_text(picture)


def test_missing_models_are_told_and_not_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reading.MODELS, "Det", "never-there.onnx")
    with pytest.raises(InputError, match=r"never-there\.onnx"):
        read_text(lettered(["LUMORI"]))

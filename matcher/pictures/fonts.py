"""A font of this machine that has Chinese and Japanese letters, if there is one."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

WANTED = ("Noto Sans CJK SC", "Noto Serif CJK SC", "sans")
KNOWN = (
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/Hiragino Sans GB.ttc",
    "/System/Library/Fonts/STHeiti Medium.ttc",
)
"""Where macOS keeps fonts with Chinese letters; it has no fontconfig of its own."""

SECONDS = 10


@dataclass(frozen=True, slots=True)
class Letters:
    """A font file to write with; `path` is None where only Latin letters can be written."""

    path: str | None
    index: int
    name: str

    @property
    def has_chinese(self) -> bool:
        """Whether Chinese and Japanese can be written."""
        return self.path is not None

    def sized(self, pixels: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
        """The font at a height."""
        if self.path is None:
            return ImageFont.load_default(pixels)
        return ImageFont.truetype(self.path, pixels, index=self.index)


@cache
def letters() -> Letters:
    """The first Chinese font that fontconfig or macOS knows, else Pillow's own Latin one."""
    for family in WANTED:
        found = _asked(family)
        if found is not None:
            return found
    for path in KNOWN:
        if Path(path).is_file():
            return Letters(path, 0, Path(path).name)
    return Letters(None, 0, "Pillow")


def _asked(family: str) -> Letters | None:
    finder = shutil.which("fc-match")
    if finder is None:
        return None
    pattern = "%{file}\n%{index}\n%{lang}"
    command = [finder, "-f", pattern, f"{family}:lang=zh-cn"]
    try:
        said = subprocess.run(  # noqa: S603 - a fixed command
            command, capture_output=True, text=True, timeout=SECONDS, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    path, index, languages = (*said.split("\n", 2), "", "")[:3]
    if "zh-cn" not in languages or not Path(path).is_file():
        return None
    return Letters(path, int(index) if index.isdigit() else 0, Path(path).name)

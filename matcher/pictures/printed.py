"""The prints of a picture: of all of it, of what lies inside its border, of its middle square."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

from matcher.pictures.geometry import Matrix, Pixels
from matcher.pictures.pdq import BITS, LEAST_QUALITY, Codes, turned_prints
from matcher.pictures.trimming import WHOLE, Box, trimmed_box

PARTS = 3
"""Parts of a reference that have prints at most."""

OBLONG = 1.08
"""Length for each width from which a picture's middle square is another picture: shops show goods
in squares."""

HEAD = struct.Struct("<B4f")


@dataclass(frozen=True, slots=True)
class Printed:
    """Part of a picture, in unit coordinates of it, with its prints in one or eight turns."""

    box: Box
    quality: int
    codes: Codes

    @property
    def tells(self) -> bool:
        """Whether there is enough in it for its print to say something."""
        return self.quality >= LEAST_QUALITY

    @property
    def matrix(self) -> Matrix:
        """3x3: from unit coordinates of the part to those of the picture."""
        left, top, right, bottom = self.box
        return np.array([[right - left, 0, left], [0, bottom - top, top], [0, 0, 1.0]])

    def packed(self) -> bytes:
        """The part as it is kept."""
        return HEAD.pack(self.quality, *self.box) + self.codes.tobytes()


def prints_of(pixels: Pixels, turns: int, *, square: bool) -> tuple[Printed, ...]:
    """The prints of a picture in so many turns; of its middle square too, where that is asked."""
    boxes = {WHOLE: None, trimmed_box(pixels): None}
    if square:
        boxes[middle_square(pixels)] = None
    return tuple(printed(pixels, box, turns) for box in boxes)


def printed(pixels: Pixels, box: Box, turns: int) -> Printed:
    """The prints of a part of a picture in so many turns."""
    height, width = pixels.shape[:2]
    left, top, right, bottom = np.round(np.array(box) * [width, height, width, height]).astype(int)
    # a picture of one line of pixels has parts that round to nothing
    left, top = min(left, width - 1), min(top, height - 1)
    told = turned_prints(pixels[top : max(bottom, top + 1), left : max(right, left + 1)])
    return Printed(box, told.quality, told.codes[:turns])


def middle_square(pixels: Pixels) -> Box:
    """The largest square in the middle; all of a picture that is hardly longer than wide."""
    height, width = pixels.shape[:2]
    if max(height, width) < OBLONG * min(height, width):
        return WHOLE
    across, down = ((1 - min(height, width) / side) / 2 for side in (width, height))
    return across, down, 1 - across, 1 - down


def read_printed(kept: bytes, place: int, turns: int) -> tuple[Printed, int]:
    """A part as it was kept at this place, and the place behind it."""
    quality, *box = HEAD.unpack_from(kept, place)
    place += HEAD.size
    size = turns * BITS // 8
    codes = np.frombuffer(kept, np.uint8, size, place).reshape(turns, BITS // 8)
    return Printed((box[0], box[1], box[2], box[3]), quality, codes), place + size

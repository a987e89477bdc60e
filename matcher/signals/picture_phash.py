"""The signal of a near pHash print."""

from __future__ import annotations

from domain.candidates import Reading
from matcher.features import Pair
from matcher.resemblance import picture_reading


def picture_phash(pair: Pair) -> Reading | None:
    """A picture of the listing has nearly the coarse shapes and tones of a reference picture."""
    return picture_reading(pair, signal="picture_phash", print_name="phash", spoken="pHash")

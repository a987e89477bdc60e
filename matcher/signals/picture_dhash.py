"""The signal of a near dHash print."""

from __future__ import annotations

from domain.candidates import Reading
from matcher.features import Pair
from matcher.resemblance import picture_reading


def picture_dhash(pair: Pair) -> Reading | None:
    """A picture of the listing brightens and darkens from left to right as a reference does."""
    return picture_reading(pair, signal="picture_dhash", print_name="dhash", spoken="dHash")

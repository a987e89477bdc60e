"""How a near print is told, for the signals that read one."""

from __future__ import annotations

from domain.candidates import PicturePair, Reading
from domain.languages import Sentence
from matcher.features import Pair
from matcher.images import MIRRORED, PRINT_BITS

UNRELATED_BITS = 32
"""The distance around which prints of unrelated pictures lie: half of all bits."""


def picture_reading(pair: Pair, *, signal: str, print_name: str, spoken: str) -> Reading | None:
    """The nearest picture by this print, as a reading; None where none is near.

    Returns:
        A value of 1 for the same print, falling to 0 where prints are unrelated.
    """
    near = [one for one in pair.pictures if one.nearby.print_name == print_name]
    if not near:
        return None
    best = min(near, key=lambda one: (one.nearby.distance_bits, one.nearby, one.picture))
    nearby = best.nearby
    return Reading(
        signal=signal,
        value=round(max(0.0, 1 - nearby.distance_bits / UNRELATED_BITS), 4),
        sentence=_sentence(spoken, nearby.distance_bits, mirrored=nearby.turn == MIRRORED),
        pictures=PicturePair(
            listing_picture=best.picture,
            reference_picture=nearby.reference.picture,
            print_name=print_name,
            distance_bits=nearby.distance_bits,
            turn=nearby.turn,
        ),
    )


def _sentence(spoken: str, distance: int, *, mirrored: bool) -> Sentence:
    zh, en, ja = (
        ("（左右镜像后）", " once mirrored", "（左右反転後）") if mirrored else ("", "", "")
    )
    return Sentence(
        zh=f"商品图片{zh}与作品图片的 {spoken} 相差 {distance} 位（共 {PRINT_BITS} 位）。",
        en=f"The listing's picture{en} differs from the reference in {distance} of "
        f"{PRINT_BITS} bits of {spoken}.",
        ja=f"商品画像{ja}と参照画像の {spoken} は"
        f" {PRINT_BITS} ビット中 {distance} ビット異なります。",
    )

"""The signal of the owner's picture in a listing's picture."""

from __future__ import annotations

from domain.candidates import Reading
from domain.languages import Sentence
from matcher.features import Pair
from matcher.placed import best_placed, placed_reading, shares


def same_picture(pair: Pair) -> Reading | None:
    """A picture of the listing is, or holds, a picture of the owner, shown by its geometry."""
    seen = best_placed(pair, "same_picture")
    if seen is None:
        return None
    shown, share = shares(seen)
    sentence = Sentence(
        zh=f"商品图片中有权利人的图片：显示原图的 {shown}，可比较部分 {share} 一致。",
        en=f"The listing's picture holds the owner's picture: {shown} of the original is shown, "
        f"{share} of what can be compared agrees.",
        ja=f"商品画像に権利者の画像があります（原画像の {shown}、比較部分の {share} が一致）。",
    )
    return placed_reading("same_picture", seen.placement.score, sentence, seen)

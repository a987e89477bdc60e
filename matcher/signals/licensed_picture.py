"""The signal of a picture that many may use."""

from __future__ import annotations

from domain.candidates import Reading
from domain.languages import Sentence
from matcher.features import Pair
from matcher.placed import best_placed, placed_reading


def licensed_picture(pair: Pair) -> Reading | None:
    """The listing shows a picture of the portfolio that is licensed to many: no copy by itself."""
    seen = best_placed(pair, None, licensed=True)
    if seen is None:
        return None
    sentence = Sentence(
        zh="商品图片显示一张许可多人使用的图片（图库或厂商图片）：单独不构成指控。",
        en="The listing shows a picture that is licensed to many (stock or manufacturer): "
        "alone it accuses nobody.",
        ja="多数に許諾された画像（ストックまたはメーカー画像）です。単独では侵害を示しません。",
    )
    return placed_reading("licensed_picture", seen.placement.score, sentence, seen)

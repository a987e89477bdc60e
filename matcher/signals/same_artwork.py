"""The signal of the owner's artwork in another photograph."""

from __future__ import annotations

from domain.candidates import Reading
from domain.languages import Sentence
from matcher.features import Pair
from matcher.placed import best_placed, placed_reading, shares


def same_artwork(pair: Pair) -> Reading | None:
    """A picture of the listing shows the owner's artwork or package, photographed anew."""
    seen = best_placed(pair, "same_artwork")
    if seen is None:
        return None
    shown, share = shares(seen)
    sentence = Sentence(
        zh=f"商品图片显示同一作品或包装，另行拍摄（可比较部分 {share} 一致，显示 {shown}）。",
        en="The listing's picture shows the same artwork or package in another photograph "
        f"({shown} of it is shown, {share} of what can be compared agrees).",
        ja=f"同じ図柄・包装を別に撮影した画像です（{shown} が写り、比較部分の {share} が一致）。",
    )
    return placed_reading("same_artwork", seen.placement.score, sentence, seen)

"""The signal of the scene of an owner's picture."""

from __future__ import annotations

from domain.candidates import Reading
from domain.languages import Sentence
from matcher.features import Pair
from matcher.placed import best_placed, placed_reading, shares

# with its weight in the scorecard it reaches the review band, and alone no further
FOR_REVIEW = 0.97


def same_scene(pair: Pair) -> Reading | None:
    """A picture of the listing shows the scene of an owner's picture, perhaps with other goods."""
    seen = best_placed(pair, "same_scene")
    if seen is None:
        return None
    shown, share = shares(seen)
    sentence = Sentence(
        zh=f"与权利人图片的场景相同（显示 {shown}，{share} 一致），商品可能不同，需人工查看。",
        en=f"The scene of the owner's picture, perhaps with other goods ({shown} of it is shown, "
        f"{share} agrees): a person must look.",
        ja=f"権利者の画像と同じ場面です（{shown}、{share} 一致）。商品は別かもしれません。",
    )
    return placed_reading("same_scene", FOR_REVIEW, sentence, seen)

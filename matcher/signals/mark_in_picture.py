"""The signal of a figurative mark on a picture of the listing."""

from __future__ import annotations

from domain.candidates import Reading
from domain.languages import Sentence
from matcher.features import Pair
from matcher.on_pictures import Shown

FIGURE = 0.97
"""How much a drawing that passed its own threshold says."""


def mark_in_picture(pair: Pair) -> Reading | None:
    """A picture of the listing shows the mark's drawing; its name in letters is a mention."""
    figures = pair.on_pictures.shown
    if not figures:
        return None
    return _figure(min(figures, key=lambda one: (-one.mark.agreement, one.picture)))


def _figure(shown: Shown) -> Reading:
    mark = shown.mark
    return Reading(
        signal="mark_in_picture",
        value=FIGURE,
        sentence=Sentence(
            zh=f"商品图片上似有该图形商标（边缘一致 {mark.agreement:.2f}，"
            f"该标阈值 {mark.threshold:.2f}），需人工查看。",
            en=f"A picture of the listing seems to show the mark's drawing (edges agree by "
            f"{mark.agreement:.2f}, its threshold is {mark.threshold:.2f}): a person must look.",
            ja=f"商品画像に図形商標があるようです（輪郭の一致 {mark.agreement:.2f}、"
            f"しきい値 {mark.threshold:.2f}）。人が確認してください。",
        ),
        detail={
            "picture": shown.picture,
            "mark_picture": mark.mark_picture,
            "corners": " ".join(f"{x:g},{y:g}" for x, y in mark.corners),
            "stage": mark.stage,
        },
    )

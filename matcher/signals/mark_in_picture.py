"""The signal of a mark on a picture of the listing."""

from __future__ import annotations

from domain.candidates import Reading, Span
from domain.languages import Sentence
from matcher.features import Pair
from matcher.on_pictures import PICTURE_TEXT, Shown, Written
from matcher.text.context import UseContext
from matcher.text.mentions import Channel

EXACT, GAPPED, SHORTEST_FUZZY, FIGURE = 1.0, 0.97, 6, 0.97
"""Values by how the mark is shown; letters are misread now and then, so short slips are left."""


def mark_in_picture(pair: Pair) -> Reading | None:
    """A picture of the listing shows the mark: its name in letters, or its drawing."""
    words = [one for one in pair.on_pictures.written if _value(one) > 0]
    if words:
        return _word(min(words, key=lambda one: (-_value(one), one.picture, one.mention.start)))
    figures = pair.on_pictures.shown
    if not figures:
        return None
    return _figure(min(figures, key=lambda one: (-one.mark.agreement, one.picture)))


def _value(written: Written) -> float:
    mention = written.mention
    if mention.context is not UseContext.BRAND:
        return 0.0
    if mention.channel is Channel.EXACT:
        return EXACT
    return GAPPED if len(mention.name.text) >= SHORTEST_FUZZY else 0.0


def _word(written: Written) -> Reading:
    mention = written.mention
    return Reading(
        signal="mark_in_picture",
        value=_value(written),
        sentence=Sentence(
            zh=f"商品图片上写有“{mention.text}”，即商标名称“{mention.name.text}”。",
            en=f"A picture of the listing has “{mention.text}” written on it, "
            f"the mark's name “{mention.name.text}”.",
            ja=f"商品画像に「{mention.text}」の文字があり、"
            f"商標の名称「{mention.name.text}」に当たります。",
        ),
        span=Span(PICTURE_TEXT, mention.start, mention.end, mention.text),
        detail={
            "name": mention.name.text,
            "channel": mention.channel.value,
            "picture": written.picture,
        },
    )


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

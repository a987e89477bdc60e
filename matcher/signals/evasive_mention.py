"""The signal of a disguised or misspelt mention."""

from __future__ import annotations

from collections.abc import Mapping

from domain.candidates import Reading, Span
from domain.languages import Sentence
from matcher.features import FieldMention, Pair
from matcher.text.mentions import Channel, Mention

HOW: Mapping[Channel, Sentence] = {
    Channel.GAPPED: Sentence(
        "字间插入了符号", "parted by signs or blanks", "文字の間に記号がある"
    ),
    Channel.SKELETON: Sentence(
        "以形近字符代替", "written with look-alike signs", "形の似た文字で書かれている"
    ),
    Channel.FUZZY: Sentence("拼写略有不同", "spelt a little differently", "綴りが少し違う"),
}


def evasive_mention(pair: Pair) -> Reading | None:
    """The listing names the mark in disguise: with gaps, with look-alike signs, or misspelt."""
    disguised = [one for one in pair.mentions if one.mention.channel is not Channel.EXACT]
    if not disguised:
        return None
    found = max(disguised, key=lambda one: (_value(one.mention), -one.mention.start))
    mention = found.mention
    return Reading(
        signal="evasive_mention",
        value=_value(mention),
        sentence=_sentence(found),
        span=Span(found.field, mention.start, mention.end, mention.text),
        detail={
            "name": mention.name.text,
            "channel": mention.channel.value,
            "distance": str(mention.distance),
            "context": mention.context.value,
        },
    )


def _value(mention: Mention) -> float:
    if mention.channel is not Channel.FUZZY:
        return 0.9
    # the same slip says more in a long name
    return (0.75, 0.70)[min(mention.distance, 2) - 1] + (0.1 if len(mention.name.text) >= 7 else 0)


def _sentence(found: FieldMention) -> Sentence:
    mention, how = found.mention, HOW[found.mention.channel]
    return Sentence(
        zh=f"“{mention.text}”与商标名称“{mention.name.text}”相近（{how.zh}）。",
        en=f"“{mention.text}” resembles the mark's name “{mention.name.text}” ({how.en}).",
        ja=f"「{mention.text}」は商標の名称「{mention.name.text}」に似ています（{how.ja}）。",
    )

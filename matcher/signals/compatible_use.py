"""The signal of a name that only says what the goods fit."""

from __future__ import annotations

from domain.candidates import Reading, Span
from domain.languages import Sentence
from matcher.features import Pair
from matcher.text.context import UseContext


def compatible_use(pair: Pair) -> Reading | None:
    """The mark is named only to say what the goods fit, as an accessory may do."""
    told = [one for one in pair.mentions if one.mention.context is UseContext.COMPATIBLE]
    if not told or len(told) != len(pair.mentions):
        return None
    mention = told[0].mention
    return Reading(
        signal="compatible_use",
        value=1.0,
        sentence=Sentence(
            zh=f"“{mention.text}”似乎只用来说明商品适用于何物。",
            en=f"“{mention.text}” seems only to say what the goods fit.",
            ja=f"「{mention.text}」は対応機種を示すだけのようです。",
        ),
        span=Span(told[0].field, mention.start, mention.end, mention.text),
    )

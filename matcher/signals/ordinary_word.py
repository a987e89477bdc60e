"""The signal of a name that is used as an ordinary word."""

from __future__ import annotations

from domain.candidates import Reading, Span
from domain.languages import Sentence
from matcher.features import Pair
from matcher.text.context import UseContext


def ordinary_word(pair: Pair) -> Reading | None:
    """The mark's name is used as an ordinary word of the language."""
    told = [one for one in pair.mentions if one.mention.context is UseContext.WORD]
    if not told or len(told) != len(pair.mentions):
        return None
    mention = told[0].mention
    return Reading(
        signal="ordinary_word",
        value=1.0,
        sentence=Sentence(
            zh=f"“{mention.text}”在这里似乎是普通词语。",
            en=f"“{mention.text}” seems to be an ordinary word here.",
            ja=f"「{mention.text}」はここでは普通の言葉のようです。",
        ),
        span=Span(told[0].field, mention.start, mention.end, mention.text),
    )

"""The signal of a name that is used as an ordinary word."""

from __future__ import annotations

from domain.candidates import Reading
from domain.languages import Sentence
from matcher.features import Pair
from matcher.telling import mention_reading
from matcher.text.mention import UseContext


def ordinary_word(pair: Pair) -> Reading | None:
    """The mark's name is used as an ordinary word of the language."""
    told = [one for one in pair.mentions if one.context is UseContext.WORD]
    if not told or len(told) != len(pair.mentions):
        return None
    text = told[0].text
    sentence = Sentence(
        zh=f"“{text}”在这里似乎是普通词语。",
        en=f"“{text}” seems to be an ordinary word here.",
        ja=f"「{text}」はここでは普通の言葉のようです。",
    )
    return mention_reading("ordinary_word", told, value=1.0, sentence=sentence)

"""The signal of a name that only says what the goods fit."""

from __future__ import annotations

from domain.candidates import Reading
from domain.languages import Sentence
from matcher.features import Pair
from matcher.telling import mention_reading
from matcher.text.mention import UseContext


def compatible_use(pair: Pair) -> Reading | None:
    """The mark is named only to say what the goods fit, as an accessory may do."""
    told = [one for one in pair.mentions if one.context is UseContext.COMPATIBLE]
    if not told or len(told) != len(pair.mentions):
        return None
    text = told[0].text
    sentence = Sentence(
        zh=f"“{text}”似乎只用来说明商品适用于何物。",
        en=f"“{text}” seems only to say what the goods fit.",
        ja=f"「{text}」は対応機種を示すだけのようです。",
    )
    return mention_reading("compatible_use", told, value=1.0, sentence=sentence)

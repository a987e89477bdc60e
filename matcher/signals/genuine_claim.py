"""The signal of goods for fit that are claimed to be the genuine article."""

from __future__ import annotations

from domain.candidates import Reading
from domain.languages import Sentence
from matcher.features import Pair
from matcher.telling import mention_reading
from matcher.text.mention import UseContext


def genuine_claim(pair: Pair) -> Reading | None:
    """Goods that fit the mark's goods are claimed to be genuine, original or official."""
    told = [one for one in pair.mentions if one.context is UseContext.COMPATIBLE and one.claim]
    if not told:
        return None
    text, claim = told[0].text, told[0].claim
    sentence = Sentence(
        zh=f"商品适用于“{text}”，却自称“{claim}”。",
        en=f"The goods fit “{text}”, and are claimed to be “{claim}”.",
        ja=f"「{text}」対応の商品なのに「{claim}」とうたっています。",
    )
    return mention_reading("genuine_claim", told, value=1.0, sentence=sentence)

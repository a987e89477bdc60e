"""The signal of a mark in the text of goods that are declared to be another brand's."""

from __future__ import annotations

from domain.candidates import Reading
from domain.languages import Sentence
from matcher.features import Pair
from matcher.telling import mention_reading
from matcher.text.mention import Field, UseContext


def declared_brand(pair: Pair) -> Reading | None:
    """The title uses the mark as a brand, while the seller declares another brand."""
    told = [
        one
        for one in pair.mentions
        if one.other_brand and one.context is UseContext.BRAND and one.field is Field.TITLE
    ]
    if not told:
        return None
    text, brand = told[0].text, told[0].other_brand
    sentence = Sentence(
        zh=f"标题写“{text}”，品牌一栏却写“{brand}”。",
        en=f"The title says “{text}”, while the declared brand is “{brand}”.",
        ja=f"題名は「{text}」なのに、ブランド欄は「{brand}」です。",
    )
    return mention_reading("declared_brand", told, value=1.0, sentence=sentence)

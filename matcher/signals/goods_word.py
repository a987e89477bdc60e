"""The signal of goods that the mark is registered for."""

from __future__ import annotations

from domain.candidates import Reading
from domain.languages import Sentence
from domain.rights import Mark
from matcher.features import Pair, has_goods_word


def goods_word(pair: Pair) -> Reading | None:
    """The title names goods of the kind that the mark is registered for."""
    title = pair.sighting.facts.title
    if not isinstance(pair.right, Mark) or not pair.mentions or not title:
        return None
    word = has_goods_word(pair.right, title)
    if word is None:
        return None
    return Reading(
        signal="goods_word",
        value=1.0,
        sentence=Sentence(
            zh=f"标题提到商标核定的商品“{word}”。",
            en=f"The title names goods of the mark: “{word}”.",
            ja=f"題名に商標の指定商品「{word}」があります。",
        ),
        detail={"word": word},
    )

"""The signal of a shop that may sell the holder's goods."""

from __future__ import annotations

from domain.candidates import Reading
from domain.languages import Sentence
from matcher.features import Pair


def authorised_seller(pair: Pair) -> Reading | None:
    """The seller is on the holder's list of authorised shops for the day it was seen."""
    if pair.seller is None:
        return None
    name = pair.seller.seller
    return Reading(
        signal="authorised_seller",
        value=1.0,
        sentence=Sentence(
            zh=f"“{name}”是权利人授权的店铺。",
            en=f"“{name}” is a shop that the rights holder authorised.",
            ja=f"「{name}」は権利者が認めた店舗です。",
        ),
        detail={"seller": name},
    )

"""How mentions are told, for the signals that read them."""

from __future__ import annotations

from collections.abc import Sequence

from domain.candidates import Reading, Span
from domain.languages import Sentence
from matcher.text.mention import Mention
from matcher.text.sentences import sentence_of


def mention_reading(
    signal: str,
    mentions: Sequence[Mention],
    *,
    value: float | None = None,
    sentence: Sentence | None = None,
) -> Reading | None:
    """The surest of these mentions as a reading, with the places of all; None where none is.

    The value is the mention's own score and the sentence its own, unless others are given.
    """
    if not mentions:
        return None
    best = max(mentions, key=lambda one: (one.score, -one.start))
    return Reading(
        signal=signal,
        value=best.score if value is None else value,
        sentence=sentence or sentence_of(best),
        span=_span(best),
        detail=_detail(best),
        also=tuple(_span(one) for one in mentions if one is not best),
    )


def _span(mention: Mention) -> Span:
    return Span(mention.field.value, mention.start, mention.end, mention.text)


def _detail(mention: Mention) -> dict[str, str]:
    told = {
        "name": mention.name.text,
        "channel": mention.channel.value,
        "distance": str(mention.distance),
        "context": mention.context.value,
        "field": mention.field.value,
        "guards": " ".join(guard.value for guard in mention.guards),
        "goods": mention.goods or "",
        "code_word": mention.code_word.text if mention.code_word else "",
        "claim": mention.claim or "",
        "declared_brand": mention.other_brand or "",
    }
    return {name: text for name, text in told.items() if text}

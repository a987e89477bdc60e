"""The signal of a disguised or misspelt mention."""

from __future__ import annotations

from domain.candidates import Reading, Span
from matcher.features import Pair
from matcher.text.mentions import Channel
from matcher.text.sentences import sentence_of


def evasive_mention(pair: Pair) -> Reading | None:
    """The listing names the mark in disguise: with gaps, with look-alike signs, or misspelt."""
    disguised = [one for one in pair.mentions if one.mention.channel is not Channel.EXACT]
    if not disguised:
        return None
    found = max(disguised, key=lambda one: (one.mention.score, -one.mention.start))
    mention = found.mention
    return Reading(
        signal="evasive_mention",
        value=mention.score,
        sentence=sentence_of(mention),
        span=Span(found.field, mention.start, mention.end, mention.text),
        detail={
            "name": mention.name.text,
            "channel": mention.channel.value,
            "distance": str(mention.distance),
            "context": mention.context.value,
        },
    )

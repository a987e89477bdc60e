"""The signal of a plain mention."""

from __future__ import annotations

from domain.candidates import Reading, Span
from domain.languages import Sentence
from matcher.features import Pair
from matcher.text.mentions import Channel

# two Chinese characters, or three letters, are sometimes just that
LONG, SHORT = 1.0, 0.9


def exact_mention(pair: Pair) -> Reading | None:
    """The listing names the mark as it is registered, standing alone."""
    plain = [one for one in pair.mentions if one.mention.channel is Channel.EXACT]
    if not plain:
        return None
    # a use as a brand tells more than a use for fit; then the longest name
    found = min(plain, key=lambda one: (one.mention.context != "brand", -len(one.mention.text)))
    mention = found.mention
    value = LONG if len(mention.text) > (3 if mention.text.isascii() else 2) else SHORT
    return Reading(
        signal="exact_mention",
        value=value,
        sentence=Sentence(
            zh=f"文字中出现“{mention.text}”，即商标名称“{mention.name.text}”。",
            en=f"The text says “{mention.text}”, the mark's name “{mention.name.text}”.",
            ja=f"文中に「{mention.text}」があり、商標の名称「{mention.name.text}」に当たります。",
        ),
        span=Span(found.field, mention.start, mention.end, mention.text),
        detail={"name": mention.name.text, "context": mention.context.value},
    )

"""The signal of a plain mention."""

from __future__ import annotations

from domain.candidates import Reading
from matcher.features import Pair
from matcher.telling import mention_reading
from matcher.text.mention import Channel


def exact_mention(pair: Pair) -> Reading | None:
    """The listing names the mark as it is registered, standing alone."""
    plain = [one for one in pair.mentions if one.channel is Channel.EXACT]
    return mention_reading("exact_mention", plain)

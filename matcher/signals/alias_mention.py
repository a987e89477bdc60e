"""The signal of a short form or a nickname."""

from __future__ import annotations

from domain.candidates import Reading
from matcher.features import Pair
from matcher.telling import mention_reading
from matcher.text.mention import Channel


def alias_mention(pair: Pair) -> Reading | None:
    """The listing uses a short form or a nickname that a person approved for the mark."""
    short = [one for one in pair.mentions if one.channel is Channel.ALIAS]
    return mention_reading("alias_mention", short)

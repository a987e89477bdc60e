"""The signal of a disguised or misspelt mention."""

from __future__ import annotations

from domain.candidates import Reading
from matcher.features import Pair
from matcher.telling import mention_reading
from matcher.text.mention import Channel


def evasive_mention(pair: Pair) -> Reading | None:
    """The listing names the mark in disguise: parted, with look-alikes, by sound, or misspelt."""
    plain = (Channel.EXACT, Channel.ALIAS)
    disguised = [one for one in pair.mentions if one.channel not in plain]
    return mention_reading("evasive_mention", disguised)

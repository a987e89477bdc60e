"""How likely a Chinese disguise is meant, from what of the name is left and what stands beside it.

The weights are those of a logistic regression, rounded: on half of the marks and half of the
titles of a labelled set against 500 random two- to four-character brands in real titles. What it
learned: invented disguises use rare characters and stand at an edge, chance finds use common
characters within a run of Chinese.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from matcher.text.folding import DROPPED, Folded, is_han
from matcher.text.forms import Found
from matcher.text.mention import Channel
from matcher.text.vendored import rank, shapes
from matcher.text.wording import ordinary

WAYS_OF_TWO: Mapping[Channel, float] = {
    Channel.PINYIN: 0.9,
    Channel.PINYIN_FUZZY: 0.6,
    Channel.SHAPE: -3.0,
}
WAYS_OF_MORE: Mapping[Channel, float] = {
    Channel.PINYIN: 3.0,
    Channel.PINYIN_FUZZY: 2.0,
    Channel.SHAPE: 1.1,
    Channel.SUBSTITUTED: -2.4,
}
SAME_SHAPE = 3.4, 1.3
"""What it adds that the table of shapes knows the pair; parts in common alone say little."""
RARE_NEW, RARE_KEPT = (0.4, 0.9), (0.35, 0.5)
LEFT_EDGE, RIGHT_EDGE, PARTED = (1.6, 2.2), (1.1, 1.0), (0.5, 1.5)
LONG = 1.5
WORD_KEPT = -2.0
"""What is left of a name of three is a word that goes with many others (胖妈妈)."""
NOTHING_KEPT = -4.0
"""A name of two characters of which both are others that sound alike."""
MIDDLE = 6.0
"""The logarithm of the rank of a character that is neither common nor rare."""


def likelihood(found: Found, folded: Folded) -> float:
    """The log-odds that the stretch is a disguise of the name rather than chance."""
    more = len(found.form.chars) > 2
    ways = WAYS_OF_MORE if more else WAYS_OF_TWO
    written = folded.aligned[found.first : found.beyond].replace(DROPPED, "")
    new = [char for char in written if is_han(char) and char not in found.form.chars]
    kept = [char for char in found.form.chars if char in written]
    told = ways[found.channel] + (0.0 if kept or more else NOTHING_KEPT)
    told += RARE_NEW[more] * (_rarity(new) - MIDDLE) + RARE_KEPT[more] * (_rarity(kept) - MIDDLE)
    told += SAME_SHAPE[more] * _same_shape(found, written)
    told += LEFT_EDGE[more] * edge_at(folded, found.first - 1)
    told += RIGHT_EDGE[more] * edge_at(folded, found.beyond)
    told += PARTED[more] * (DROPPED in folded.aligned[found.first : found.beyond])
    told += WORD_KEPT * (found.channel in LEFT_OVER and _word_kept(found.form.chars, written))
    return told + LONG * (len(found.form.chars) > 3)


LEFT_OVER = frozenset((Channel.SHAPE, Channel.SUBSTITUTED))


def _word_kept(name: str, written: str) -> bool:
    if len(name) != 3:
        return False
    if name[0] != written[0]:
        return ordinary(name[1:])
    return name[2] != written[2] and ordinary(name[:2])


def mask_odds(found: Found, folded: Folded) -> float:
    """What to add to the score of a short name of which a sign hides a part."""
    written = folded.aligned[found.first : found.beyond]
    kept = [char for char in found.form.chars if char in written]
    if not all(map(is_han, kept)):
        return 0.0
    edges = edge_at(folded, found.first - 1) or edge_at(folded, found.beyond)
    leading = written[0] == found.form.chars[0]
    rarity = min(RARE_MASKED * (_rarity(kept) - MIDDLE), 0.0)
    return rarity + MASK_WITHIN * (not edges) + MASK_LEADS * (not leading)


RARE_MASKED, MASK_WITHIN, MASK_LEADS = 0.01, -0.05, -0.03


def _rarity(chars: list[str]) -> float:
    """The mean logarithm of the ranks; letters in the place of characters are rare."""
    if not chars:
        return MIDDLE + 1
    return sum(math.log(rank(char) + 10) for char in chars) / len(chars)


def _same_shape(found: Found, written: str) -> bool:
    pairs = zip(written, found.form.chars, strict=False)
    return found.channel is Channel.SHAPE and any(
        left in shapes().get(right, ()) for left, right in pairs
    )


def edge_at(folded: Folded, place: int) -> bool:
    """Whether no Chinese character stands at this place."""
    return not (0 <= place < len(folded.aligned) and is_han(folded.aligned[place]))
